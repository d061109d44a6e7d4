package com.gt8004.sdk.servlet;

import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.RequestLogEntryBuilder;
import com.gt8004.sdk.capture.AgentCall;
import com.gt8004.sdk.capture.BodyCapture;
import com.gt8004.sdk.capture.BodySanitizer;
import com.gt8004.sdk.capture.BodyText;
import com.gt8004.sdk.capture.Streams;
import com.gt8004.sdk.capture.ToolName;
import com.gt8004.sdk.capture.x402.Payment;
import com.gt8004.sdk.capture.x402.PaymentMessages;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes an entry of an exchange that has ended, unless the sampling leaves it out: bodies decoded, then
 * masked, then put with what is known. */
final class EntryAssembly {
  private static final double MILLIS_MAX = 86_400_000d;
  private static final int STATUS_MAX = 999;
  private static final int PAYMENT_REQUIRED = 402;
  private static final BodyText.Read NOTHING = new BodyText.Read(null, false);

  private final CaptureRules rules;
  private final BodySanitizer sanitizer;
  private final CaptureFailures failures;

  /** Both bodies as they were read, and what they say. */
  private record Contents(
      BodyText.Read sent, BodyText.Read answered, AgentCall call, Payment paid) {}

  EntryAssembly(CaptureRules rules, BodySanitizer sanitizer, CaptureFailures failures) {
    this.rules = rules;
    this.sanitizer = sanitizer;
    this.failures = failures;
  }

  /** The entry; null where the sampling leaves it out. */
  @Nullable
  RequestLogEntry assemble(Exchange exchange, long endNanos) {
    RequestFacts facts = exchange.facts();
    Contents contents = contents(exchange);
    String errorType = errorType(exchange, contents.paid());
    int status = status(exchange);
    boolean failed = errorType != null || (status >= 400 && status != PAYMENT_REQUIRED);
    if (!rules.sampling().keeps(facts.pathInApplication(), failed, isPaid(exchange, contents))) {
      return null;
    }
    RequestLogEntryBuilder entry = RequestLogEntry.builder()
        .method(facts.method())
        .path(facts.path())
        .statusCode(status)
        .timestamp(facts.arrival())
        .ipAddress(facts.ipAddress())
        .userAgent(facts.userAgent())
        .referer(facts.referer())
        .contentType(facts.contentType())
        .acceptLanguage(facts.acceptLanguage());
    addTimes(exchange, endNanos, entry);
    addBodies(exchange, contents, entry);
    addKnown(exchange, entry);
    addPayment(exchange.known(), contents.paid(), entry);
    entry.errorType(errorType);
    return entry.build();
  }

  /** A stream lasts as long as there is something to say: only its first byte tells how fast it was. */
  private static void addTimes(Exchange exchange, long endNanos, RequestLogEntryBuilder entry) {
    RequestFacts facts = exchange.facts();
    double wholeMs = millis(endNanos - facts.startNanos());
    if (!exchange.isStream()) {
      entry.responseMs(wholeMs).headers(facts.headers());
      return;
    }
    Map<String, String> headers = new LinkedHashMap<>(facts.headers());
    headers.put(Streams.DURATION_HEADER, String.valueOf(wholeMs));
    long firstNanos = exchange.response().copy().firstByteNanos(endNanos);
    entry.responseMs(millis(firstNanos - facts.startNanos())).headers(headers);
  }

  private static double millis(long nanos) {
    return Math.min(Math.max(nanos / 1e6, 0), MILLIS_MAX);
  }

  private Contents contents(Exchange exchange) {
    RequestFacts facts = exchange.facts();
    CapturedRequest request = exchange.request();
    BodyCapture sentBytes = request.body(facts);
    BodyText.Read sent = request.isBroken()
        ? NOTHING
        : BodyText.read(
            sentBytes,
            rules.requestBodies(),
            facts.contentType(),
            facts.contentEncoding(),
            request.charset());
    BodyText.Read answered = answered(exchange);
    Payment inHeaders = facts.payment().payment();
    Payment paid =
        inHeaders.present() ? inHeaders : PaymentMessages.of(sent.text(), answered.text());
    return new Contents(sent, answered, AgentCall.of(sent.text()), paid);
  }

  private static boolean isPaid(Exchange exchange, Contents contents) {
    GT8004Request known = exchange.known();
    return contents.paid().present() || known.x402Amount() != null || known.x402TxHash() != null;
  }

  private void addBodies(Exchange exchange, Contents contents, RequestLogEntryBuilder entry) {
    RequestFacts facts = exchange.facts();
    AgentCall call = contents.call();
    BodySanitizer.Bodies bodies = sanitizer.sanitize(
        contents.sent().text(),
        contents.sent().cut(),
        contents.answered().text(),
        contents.answered().cut());
    entry
        .requestBody(bodies.request())
        .requestBodySize(exchange.request().bodySize(facts))
        .responseBody(bodies.response())
        .responseBodySize(answeredSize(exchange))
        .protocol(call.protocol(facts.hasMcpHeader(), facts.path()))
        .customerId(customer(exchange, call))
        .toolName(tool(exchange, call));
  }

  private BodyText.Read answered(Exchange exchange) {
    CapturedResponse response = exchange.response();
    boolean none =
        isHead(exchange) || containerAnswers(exchange) || response.copy().isBroken();
    return none
        ? NOTHING
        : BodyText.read(
            response.body(),
            rules.responseBodies(),
            response.getContentType(),
            response.getHeader("Content-Encoding"),
            response.charset());
  }

  /** Null where the container writes an error page after us. */
  private static @Nullable Long answeredSize(Exchange exchange) {
    if (containerAnswers(exchange) || exchange.response().copy().isBroken()) {
      return null;
    }
    return isHead(exchange)
        ? Long.valueOf(0)
        : Long.valueOf(exchange.response().body().size());
  }

  private static boolean isHead(Exchange exchange) {
    return exchange.facts().method().equals("HEAD");
  }

  private static boolean containerAnswers(Exchange exchange) {
    return exchange.response().isErrorSent() || exchange.failedBeforeCommit();
  }

  /** As the client sees it; to an exception that is not answered yet the container will say 500. */
  private static int status(Exchange exchange) {
    CapturedResponse response = exchange.response();
    boolean unanswered =
        exchange.failedBeforeCommit() && !response.isErrorSent() && !response.isCommitted();
    return unanswered ? 500 : Math.min(Math.max(response.getStatus(), 0), STATUS_MAX);
  }

  private static @Nullable String errorType(Exchange exchange, Payment paid) {
    String told = exchange.known().errorType();
    String thrown = told != null ? told : exchange.errorType();
    return thrown != null ? thrown : paid.failure();
  }

  /** In the order in which they are believed; the address is better than nothing. */
  private static @Nullable String customer(Exchange exchange, AgentCall call) {
    String named = orElse(exchange.facts().customerId(), exchange.resolvedCustomer());
    return orElse(orElse(named, call.customerId()), exchange.facts().ipAddress());
  }

  private static @Nullable String tool(Exchange exchange, AgentCall call) {
    String resolved = exchange.resolvedTool();
    return resolved != null ? resolved : ToolName.ofCall(exchange.facts().path(), call);
  }

  private void addKnown(Exchange exchange, RequestLogEntryBuilder entry) {
    GT8004Request known = exchange.known();
    if (known.customerId() != null) {
      entry.customerId(known.customerId());
    }
    if (known.toolName() != null) {
      entry.toolName(known.toolName());
    }
  }

  /** Each value that the handler set wins over what was read. */
  private void addPayment(GT8004Request known, Payment paid, RequestLogEntryBuilder entry) {
    leavingOutBad(() -> entry.x402Amount(orElse(known.x402Amount(), paid.amount())));
    leavingOutBad(() -> entry.x402TxHash(orElse(known.x402TxHash(), paid.txHash())));
    leavingOutBad(() -> entry.x402Token(orElse(known.x402Token(), paid.token())));
    leavingOutBad(() -> entry.x402Payer(orElse(known.x402Payer(), paid.payer())));
  }

  private static <T> @Nullable T orElse(@Nullable T told, @Nullable T read) {
    return told != null ? told : read;
  }

  /** A payment value is never cut: half a hash names another transaction. */
  private void leavingOutBad(Runnable setter) {
    try {
      setter.run();
    } catch (IllegalArgumentException refused) {
      failures.add(refused);
    }
  }
}
