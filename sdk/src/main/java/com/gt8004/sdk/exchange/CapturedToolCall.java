package com.gt8004.sdk.exchange;

import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.capture.BodyCapture;
import com.gt8004.sdk.capture.BodySanitizer;
import com.gt8004.sdk.capture.FieldText;
import com.gt8004.sdk.capture.x402.Payment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One call of a tool from its begin to its end; the first end counts. Thread-safe, never throws. */
public final class CapturedToolCall {
  private static final double MILLIS_MAX = 86_400_000d;
  private static final int NAME_CHARACTERS_MAX = 128;
  private static final int OK = 200;
  private static final int PAYMENT_REQUIRED = 402;
  private static final int FAILED = 500;

  private final ToolCallCapture capture;
  private final @Nullable String protocol;
  private final String tool;
  private final @Nullable String arguments;
  private final long startNanos;
  private final Instant begin;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable String customerId;
  private volatile @Nullable String ipAddress;
  private volatile @Nullable String userAgent;
  private volatile Payment payment = Payment.NONE;

  CapturedToolCall(
      ToolCallCapture capture,
      @Nullable String protocol,
      String tool,
      @Nullable String arguments,
      long startNanos,
      Instant begin) {
    this.capture = capture;
    this.protocol = protocol;
    this.tool = tool;
    this.arguments = arguments;
    this.startNanos = startNanos;
    this.begin = begin;
  }

  /** Who asked; cut to 128 characters. */
  public CapturedToolCall customerId(@Nullable String customerId) {
    this.customerId = FieldText.cut(customerId, NAME_CHARACTERS_MAX);
    return this;
  }

  /** From which address, and by what program. */
  public CapturedToolCall client(@Nullable String ipAddress, @Nullable String userAgent) {
    this.ipAddress = FieldText.cut(ipAddress, 64);
    this.userAgent = FieldText.cut(userAgent, 1024);
    return this;
  }

  /** What was paid for the call. */
  public CapturedToolCall payment(Payment payment) {
    this.payment = payment;
    return this;
  }

  /** The tool gave this result; null where it has none that is text. */
  public void succeeded(@Nullable String result) {
    end(OK, null, result);
  }

  /** The tool said that it failed, by a result and not by throwing. */
  public void failed(String errorType, @Nullable String result) {
    end(FAILED, errorType, result);
  }

  /** The tool was not run, because it is to be paid first. */
  public void paymentRequired(@Nullable String result) {
    end(PAYMENT_REQUIRED, null, result);
  }

  /** The tool threw this. */
  public void failed(Throwable failure) {
    end(FAILED, ErrorName.of(failure), null);
  }

  private void end(int status, @Nullable String errorType, @Nullable String result) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    try {
      capture.log(entry(status, errorType, result));
    } catch (Throwable failure) {
      capture.failed(failure);
    }
  }

  private RequestLogEntry entry(int status, @Nullable String errorType, @Nullable String result) {
    BodyCapture asked = kept(arguments);
    BodyCapture answered = kept(result);
    BodySanitizer.Bodies bodies = capture
        .sanitizer()
        .sanitize(
            arguments == null ? null : asked.text(StandardCharsets.UTF_8),
            asked.cut(),
            result == null ? null : answered.text(StandardCharsets.UTF_8),
            answered.cut());
    String name = FieldText.cut(tool, NAME_CHARACTERS_MAX);
    String error = errorType != null ? errorType : payment.failure();
    double millis = (capture.nanoTime() - startNanos) / 1e6;
    return RequestLogEntry.builder()
        .method("tools/call")
        .path(("mcp".equals(protocol) ? "/mcp/tools/" : "/tools/") + (name == null ? "" : name))
        .statusCode(status)
        .responseMs(Math.min(Math.max(millis, 0), MILLIS_MAX))
        .timestamp(begin)
        .protocol(protocol)
        .toolName(name)
        .customerId(customerId != null ? customerId : ipAddress)
        .ipAddress(ipAddress)
        .userAgent(userAgent)
        .errorType(FieldText.cut(error, NAME_CHARACTERS_MAX))
        .requestBody(bodies.request())
        .requestBodySize(asked.size())
        .responseBody(bodies.response())
        .responseBodySize(answered.size())
        .x402Amount(payment.amount())
        .x402TxHash(payment.txHash())
        .x402Token(payment.token())
        .x402Payer(payment.payer())
        .build();
  }

  private static BodyCapture kept(@Nullable String text) {
    BodyCapture body = new BodyCapture();
    if (text != null) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      body.add(bytes, 0, bytes.length);
    }
    return body;
  }
}
