package com.gt8004.sdk.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gt8004.sdk.capture.x402.Payment;
import com.gt8004.sdk.capture.x402.PaymentMessages;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What of a call is kept as text. Images, sounds and files are named by their type alone. */
final class ToolText {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SETTLEMENT = "x402/payment-response";

  private ToolText() {}

  /** The value as JSON; null where it is empty or cannot be written. */
  static @Nullable String json(@Nullable Object value) {
    if (value == null || (value instanceof Map<?, ?> map && map.isEmpty())) {
      return null;
    }
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException unwritable) {
      return null;
    }
  }

  /** The result's texts, a line each, or else its structured content. */
  static @Nullable String of(@Nullable CallToolResult result) {
    if (result == null) {
      return null;
    }
    StringJoiner lines = new StringJoiner("\n");
    if (result.content() != null) {
      for (Content content : result.content()) {
        lines.add(content instanceof TextContent text ? text.text() : "[" + content.type() + "]");
      }
    }
    return lines.length() > 0 ? lines.toString() : json(result.structuredContent());
  }

  /** Whether an error is x402's demand to be paid first, which is no error of the tool. */
  static boolean demandsPayment(CallToolResult result) {
    return result.structuredContent() instanceof Map<?, ?> demand
        && demand.containsKey("x402Version")
        && demand.containsKey("accepts");
  }

  /** What was paid for the call, as its metadata tell. */
  static Payment payment(CallToolRequest request, @Nullable CallToolResult result) {
    if (result == null || result.meta() == null || !result.meta().containsKey(SETTLEMENT)) {
      return Payment.NONE;
    }
    Map<String, Object> offer = request.meta() == null ? Map.of() : request.meta();
    return PaymentMessages.of(
        json(Map.of("params", Map.of("_meta", offer))),
        json(Map.of("result", Map.of("_meta", result.meta()))));
  }
}
