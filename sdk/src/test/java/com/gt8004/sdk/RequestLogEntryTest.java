package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestLogEntryTest {
  @ParameterizedTest
  @MethodSource("refused")
  void builder_namesFieldValueAndLimit(UnaryOperator<RequestLogEntryBuilder> set, String... words) {
    assertThatThrownBy(() -> set.apply(minimal()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  static Object[] refused() {
    return new Object[] {
      refusal(b -> b.method("X".repeat(33)), "method", "33", "32"),
      refusal(b -> b.path(""), "path", "empty", "2048"),
      refusal(b -> b.statusCode(1000), "statusCode", "1000", "999"),
      refusal(b -> b.statusCode(-1), "statusCode", "-1"),
      refusal(b -> b.responseMs(Double.NaN), "responseMs", "NaN"),
      refusal(b -> b.responseMs(-0.1), "responseMs", "-0.1"),
      refusal(b -> b.responseMs(86_400_001), "responseMs", "86,400,000"),
      refusal(b -> b.customerId("c".repeat(129)), "customerId", "129", "128"),
      refusal(b -> b.x402Amount(new BigDecimal("-1")), "x402Amount", "-1"),
      refusal(b -> b.x402Amount(new BigDecimal("0.0000000000000000001")), "x402Amount", "18"),
      refusal(b -> b.x402Amount(new BigDecimal("1E+1000000000")), "x402Amount", "20"),
      refusal(b -> b.protocol("smtp"), "protocol", "smtp", "http, mcp, a2a"),
      refusal(b -> b.requestBodySize(-5L), "requestBodySize", "-5"),
      refusal(b -> b.headers(Map.of("x", "v".repeat(1025))), "headers", "1025", "1024"),
      refusal(b -> b.timestamp(Instant.MAX), "timestamp", "9999"),
    };
  }

  @Test
  void build_namesTheMissingField() {
    assertThatThrownBy(() ->
            RequestLogEntry.builder().method("GET").path("/").statusCode(200).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("responseMs");
  }

  @Test
  void build_makesATimeOrderedRequestId() {
    UUID first = UUID.fromString(minimal().build().requestId());
    assertThat(first.version()).isEqualTo(7);
    assertThat(minimal().build().requestId()).isNotEqualTo(first.toString());
  }

  @Test
  void headers_neverKeepASecret() {
    Map<String, String> headers = minimal()
        .headers(Map.of(
            "authorization",
            "Bearer s3cret",
            "Cookie",
            "s3cret",
            "X-PAYMENT",
            "s3cret",
            "Payment-Signature",
            "s3cret",
            "User-Agent",
            "curl"))
        .build()
        .headers();
    assertThat(headers.toString()).doesNotContain("s3cret");
    assertThat(headers).containsEntry("User-Agent", "curl").containsEntry("Cookie", "***");
  }

  @Test
  void toBuilder_keepsEverything() {
    RequestLogEntry entry = minimal()
        .customerId("customer-123")
        .toolName("chat_completion")
        .requestBody("{\"message\": \"안녕\"}")
        .responseBody("{\"reply\": \"안녕하세요\"}")
        .requestBodySize(21L)
        .responseBodySize(27L)
        .errorType("none")
        .x402Amount(new BigDecimal("0.05"))
        .x402TxHash("0xabc")
        .x402Token("USDC")
        .x402Payer("0x1")
        .headers(Map.of("a", "b"))
        .ipAddress("::1")
        .userAgent("ua")
        .referer("r")
        .contentType("application/json")
        .acceptLanguage("ko")
        .protocol("mcp")
        .source("sdk")
        .timestamp(Instant.parse("2026-11-22T09:00:00.123456Z"))
        .build();
    RequestLogEntry copy = entry.toBuilder().build();
    assertThat(copy).usingRecursiveComparison().isEqualTo(entry);
    assertThat(entry).hasNoNullFieldsOrProperties();
  }

  @Test
  void toString_holdsNoBodies() {
    assertThat(minimal().requestBody("s3cret").responseBody("s3cret").build().toString())
        .doesNotContain("s3cret");
  }

  private static Arguments refusal(UnaryOperator<RequestLogEntryBuilder> set, String... words) {
    return Arguments.of(set, words);
  }

  private static RequestLogEntryBuilder minimal() {
    return RequestLogEntry.builder()
        .method("POST")
        .path("/chat")
        .statusCode(200)
        .responseMs(142.5);
  }
}
