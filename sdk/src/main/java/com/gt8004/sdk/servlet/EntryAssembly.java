package com.gt8004.sdk.servlet;

import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.RequestLogEntryBuilder;
import com.gt8004.sdk.capture.AgentCall;
import com.gt8004.sdk.capture.BodyCapture;
import com.gt8004.sdk.capture.BodySanitizer;
import com.gt8004.sdk.capture.BodyText;
import com.gt8004.sdk.capture.ToolName;
import com.gt8004.sdk.capture.x402.Payment;
import com.gt8004.sdk.capture.x402.PaymentMessages;
import org.jspecify.annotations.Nullable;

/** Makes an entry of an exchange that has ended: bodies decoded, then masked, then put with what is known. */
final class EntryAssembly {
  private static final double MILLIS_MAX = 86_400_000d;
  private static final int STATUS_MAX = 999;

  private final BodySanitizer sanitizer;
  private final CaptureFailures failures;

  EntryAssembly(BodySanitizer sanitizer, CaptureFailures failures) {
    this.sanitizer = sanitizer;
    this.failures = failures;
  }

  RequestLogEntry assemble(Exchange exchange, long endNanos) {
    RequestFacts facts = exchange.facts();
    double millis = (endNanos - facts.startNanos()) / 1e6;
    RequestLogEntryBuilder entry = RequestLogEntry.builder()
        .method(facts.method())
        .path(facts.path())
        .statusCode(status(exchange))
        .responseMs(Math.min(Math.max(millis, 0), MILLIS_MAX))
        .timestamp(facts.arrival())
        .ipAddress(facts.ipAddress())
        .userAgent(facts.userAgent())
        .referer(facts.referer())
        .contentType(facts.contentType())
        .acceptLanguage(facts.acceptLanguage())
        .headers(facts.headers());
    Payment paid = addBodies(exchange, entry);
    addKnown(exchange, entry);
    addPayment(exchange.known(), paid, entry);
    entry.errorType(errorType(exchange, paid));
    return entry.build();
  }

  /** Gives back what was paid, since the bodies may tell. */
  private Payment addBodies(Exchange exchange, RequestLogEntryBuilder entry) {
    RequestFacts facts = exchange.facts();
    CapturedRequest request = exchange.request();
    BodyCapture sent = request.body(facts);
    String sentText =
        BodyText.of(sent, facts.contentType(), facts.contentEncoding(), request.charset());
    AgentCall call = AgentCall.of(sentText);
    BodyCapture answered = exchange.response().body();
    String answeredText = answeredText(exchange);
    BodySanitizer.Bodies bodies =
        sanitizer.sanitize(sentText, sent.cut(), answeredText, answered.cut());
    entry
        .requestBody(bodies.request())
        .requestBodySize(request.bodySize(facts))
        .responseBody(bodies.response())
        .responseBodySize(answeredSize(exchange))
        .protocol(call.protocol(facts.hasMcpHeader(), facts.path()))
        .customerId(customer(exchange, call))
        .toolName(tool(exchange, call));
    Payment inHeaders = facts.payment().payment();
    return inHeaders.present() ? inHeaders : PaymentMessages.of(sentText, answeredText);
  }

  private static @Nullable String answeredText(Exchange exchange) {
    CapturedResponse response = exchange.response();
    return isHead(exchange) || containerAnswers(exchange)
        ? null
        : BodyText.of(
            response.body(),
            response.getContentType(),
            response.getHeader("Content-Encoding"),
            response.charset());
  }

  /** Null where the container writes an error page after us. */
  private static @Nullable Long answeredSize(Exchange exchange) {
    if (containerAnswers(exchange)) {
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
