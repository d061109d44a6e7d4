package com.gt8004.sdk.capture.x402;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Payments of protocols that carry them in their JSON-RPC messages: MCP in {@code params._meta} and
 * {@code result._meta}, A2A in the messages' {@code metadata}. Looked for at exactly those places, since
 * anything below a tool's arguments or results may be a stranger's words.
 */
public final class PaymentMessages {
  private static final String MCP_OFFER = "x402/payment";
  private static final String MCP_SETTLEMENT = "x402/payment-response";
  private static final String A2A_OFFER = "x402.payment.payload";
  private static final String A2A_SETTLEMENTS = "x402.payment.receipts";

  private PaymentMessages() {}

  /**
   * What was paid by these two messages; {@link Payment#NONE} where nothing was settled, where a body
   * is no JSON object, or where it was cut. An answer may be a stream of events. Never throws.
   */
  public static Payment of(@Nullable String request, @Nullable String response) {
    // Nearly all bodies hold no payment and are not parsed.
    if (response == null || !response.contains("x402")) {
      return Payment.NONE;
    }
    JsonNode call = PaymentJson.ofText(request == null ? null : request.strip());
    String text = response.strip();
    if (text.startsWith("{")) {
      return payment(call, PaymentJson.ofText(text));
    }
    Payment found = Payment.NONE;
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("data:") && line.contains("x402")) {
        Payment event = payment(call, PaymentJson.ofText(line.substring(5).strip()));
        found = event.present() ? event : found;
      }
    }
    return found;
  }

  private static Payment payment(JsonNode call, JsonNode answer) {
    JsonNode result = answer.path("result");
    JsonNode mcp = result.path("_meta").path(MCP_SETTLEMENT);
    if (mcp.isObject()) {
      return Settlement.read(mcp, call.path("params").path("_meta").path(MCP_OFFER));
    }
    JsonNode offer = call.path("params").path("message").path("metadata").path(A2A_OFFER);
    JsonNode task = result.path("status").path("message").path("metadata");
    JsonNode message = task.isObject() ? task : result.path("metadata");
    return lastOf(message.path(A2A_SETTLEMENTS), offer);
  }

  /** Receipts are a history, attempts that failed included: the last success counts, or else the last failure. */
  private static Payment lastOf(JsonNode receipts, JsonNode offer) {
    Payment last = Payment.NONE;
    for (JsonNode receipt : receipts) {
      Payment payment = Settlement.read(receipt, offer);
      boolean paid = payment.present() && payment.failure() == null;
      last = paid || (last.failure() != null || !last.present()) ? payment : last;
    }
    return last;
  }
}
