package com.gt8004.sdk.exchange;

import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.RequestLogEntryBuilder;
import com.gt8004.sdk.capture.AgentCall;
import com.gt8004.sdk.capture.BodyCapture;
import com.gt8004.sdk.capture.BodySanitizer;
import com.gt8004.sdk.capture.BodyText;
import com.gt8004.sdk.capture.FieldText;
import com.gt8004.sdk.capture.ToolName;
import com.gt8004.sdk.capture.x402.Payment;
import com.gt8004.sdk.capture.x402.PaymentMessages;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One exchange from its arrival to the end of its response. Its server feeds the two bodies while they
 * flow and ends it; the first end counts. Handlers may set what they know, which wins over what was
 * found; null takes it back. Thread-safe, never throws.
 */
public final class CapturedExchange {
  private static final double MILLIS_MAX = 86_400_000d;
  private static final int NAME_CHARACTERS_MAX = 128;
  private static final int STATUS_MAX = 999;
  private static final long NOT_YET = Long.MIN_VALUE;

  private final ExchangeCapture capture;
  private final ExchangeFacts facts;
  private final BodyCapture request = new BodyCapture();
  private final BodyCapture response = new BodyCapture();
  private final AtomicLong firstByteNanos = new AtomicLong(NOT_YET);
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable String customerId;
  private volatile @Nullable String toolName;
  private volatile @Nullable String errorType;
  private volatile @Nullable String thrown;
  private volatile boolean skipped;

  CapturedExchange(ExchangeCapture capture, ExchangeFacts facts) {
    this.capture = capture;
    this.facts = facts;
  }

  /** Who asked; cut to 128 characters. */
  public CapturedExchange customerId(@Nullable String customerId) {
    this.customerId = FieldText.cut(customerId, NAME_CHARACTERS_MAX);
    return this;
  }

  /** Tool that was used; cut to 128 characters. */
  public CapturedExchange toolName(@Nullable String toolName) {
    this.toolName = FieldText.cut(toolName, NAME_CHARACTERS_MAX);
    return this;
  }

  /** Class of an error; cut to 128 characters. Default: the simple name of what the handler threw. */
  public CapturedExchange errorType(@Nullable String errorType) {
    this.errorType = FieldText.cut(errorType, NAME_CHARACTERS_MAX);
    return this;
  }

  /** Logs nothing of this exchange. */
  public void skip() {
    skipped = true;
  }

  /** Where the server puts the request's bytes. */
  public BodyCapture request() {
    return request;
  }

  /** Where the server puts the response's bytes. */
  public BodyCapture response() {
    return response;
  }

  /** The first byte of the response goes out. Until here counts the latency of a stream of events. */
  public void firstByte() {
    firstByteNanos.compareAndSet(NOT_YET, capture.nanoTime());
  }

  /** The handler threw this. The first failure is the cause, what follows from it is not. */
  public void failed(Throwable failure) {
    if (thrown == null) {
      thrown = ErrorName.of(failure);
    }
  }

  /**
   * The exchange has ended; it is logged now, unless it was before.
   *
   * @param status as the client sees it
   * @param responseHeader looks up a response header, null where it is absent
   * @param responseSize bytes of the response; null where somebody else wrote it
   */
  public void end(
      int status, Function<String, @Nullable String> responseHeader, @Nullable Long responseSize) {
    if (!ended.compareAndSet(false, true) || skipped) {
      return;
    }
    try {
      capture.log(entry(status, responseHeader, responseSize));
    } catch (Throwable failure) {
      capture.failures().add(failure);
    }
  }

  private RequestLogEntry entry(
      int status, Function<String, @Nullable String> responseHeader, @Nullable Long responseSize) {
    String answeredType = responseHeader.apply("Content-Type");
    RequestLogEntryBuilder entry = RequestLogEntry.builder()
        .method(facts.method())
        .path(facts.path())
        .statusCode(Math.min(Math.max(status, 0), STATUS_MAX))
        .responseMs(millis(answeredType))
        .timestamp(facts.arrival())
        .ipAddress(facts.ipAddress())
        .userAgent(facts.userAgent())
        .referer(facts.referer())
        .contentType(facts.contentType())
        .acceptLanguage(facts.acceptLanguage())
        .headers(facts.headers())
        .requestBodySize(requestSize())
        .responseBodySize(responseSize);
    String sent = BodyText.of(request, facts.contentType(), facts.contentEncoding(), null);
    String answered =
        BodyText.of(response, answeredType, responseHeader.apply("Content-Encoding"), null);
    addNames(AgentCall.of(sent), entry);
    addBodies(sent, answered, entry);
    addPayment(paid(responseHeader, sent, answered), entry);
    return entry.build();
  }

  private void addNames(AgentCall call, RequestLogEntryBuilder entry) {
    String named = orElse(customerId, orElse(facts.customerId(), call.customerId()));
    entry
        .protocol(call.protocol(facts.hasMcpHeader(), facts.path()))
        .customerId(orElse(named, facts.ipAddress()))
        .toolName(orElse(toolName, ToolName.ofCall(facts.path(), call)));
  }

  private void addBodies(
      @Nullable String sent, @Nullable String answered, RequestLogEntryBuilder entry) {
    BodySanitizer.Bodies bodies =
        capture.sanitizer().sanitize(sent, request.cut(), answered, response.cut());
    entry.requestBody(bodies.request()).responseBody(bodies.response());
  }

  private Payment paid(
      Function<String, @Nullable String> responseHeader,
      @Nullable String sent,
      @Nullable String answered) {
    for (String name : new String[] {"PAYMENT-RESPONSE", "X-PAYMENT-RESPONSE"}) {
      facts.payment().settled(name, responseHeader.apply(name));
    }
    Payment inHeaders = facts.payment().payment();
    return inHeaders.present() ? inHeaders : PaymentMessages.of(sent, answered);
  }

  private void addPayment(Payment paid, RequestLogEntryBuilder entry) {
    entry
        .x402Amount(paid.amount())
        .x402TxHash(paid.txHash())
        .x402Token(paid.token())
        .x402Payer(paid.payer())
        .errorType(orElse(orElse(errorType, thrown), paid.failure()));
  }

  private double millis(@Nullable String answeredType) {
    boolean stream = answeredType != null
        && answeredType.strip().toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    long first = firstByteNanos.get();
    long end = stream && first != NOT_YET ? first : capture.nanoTime();
    return Math.min(Math.max((end - facts.startNanos()) / 1e6, 0), MILLIS_MAX);
  }

  private @Nullable Long requestSize() {
    return facts.contentLength() != null ? facts.contentLength() : Long.valueOf(request.size());
  }

  private static @Nullable String orElse(@Nullable String value, @Nullable String fallback) {
    return value != null ? value : fallback;
  }
}
