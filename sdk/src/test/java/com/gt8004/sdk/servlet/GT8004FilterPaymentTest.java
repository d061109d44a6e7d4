package com.gt8004.sdk.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.RequestLogEntry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** x402 payments that come past the filter. */
class GT8004FilterPaymentTest {
  private static final String OFFER = base64("{\"x402Version\":1,\"scheme\":\"exact\",\"network\":"
      + "\"base\",\"payload\":{\"authorization\":{\"from\":\"0xF00\",\"value\":\"50000\"}}}");
  private static final String SETTLED = base64(
      "{\"success\":true,\"transaction\":\"0xabc\",\"network\":\"base\",\"payer\":\"0xF00\"}");

  @Test
  void payment_isReadThoughTheResponseWasCommitted() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      response.getWriter().print("paid content");
      response.flushBuffer();
      response.setHeader("X-PAYMENT-RESPONSE", SETTLED);
    })) {
      server.send("GET /paid HTTP/1.1\r\nx-payment: " + OFFER);
      RequestLogEntry entry = server.entry();
      assertThat(entry.x402Amount()).isEqualByComparingTo("0.05");
      assertThat(entry.x402TxHash()).isEqualTo("0xabc");
      assertThat(entry.x402Token()).isEqualTo("USDC-base");
      assertThat(entry.x402Payer()).isEqualTo("0xF00");
      assertThat(entry.errorType()).isNull();
      assertThat(entry.headers()).isEmpty();
    }
  }

  @Test
  void payment_thatTheHandlerToldWins() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      GT8004Request.current(request).x402Token("EURC").x402TxHash("0xdef");
      response.addHeader("x-payment-response", SETTLED);
    })) {
      server.send("GET /paid HTTP/1.1\r\nX-PAYMENT: " + OFFER);
      RequestLogEntry entry = server.entry();
      assertThat(entry.x402Token()).isEqualTo("EURC");
      assertThat(entry.x402TxHash()).isEqualTo("0xdef");
      assertThat(entry.x402Amount()).isEqualByComparingTo("0.05");
    }
  }

  @Test
  void payment_thatFailedIsAnErrorAndNoRevenue() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      response.setStatus(402);
      response.setHeader(
          "PAYMENT-RESPONSE", base64("{\"success\":false,\"errorReason\":\"insufficient_funds\"}"));
    })) {
      server.send("GET /paid HTTP/1.1\r\nX-PAYMENT: " + OFFER);
      RequestLogEntry entry = server.entry();
      assertThat(entry.errorType()).isEqualTo("insufficient_funds");
      assertThat(entry.x402Amount()).isNull();
      assertThat(entry.x402Payer()).isNull();
    }
  }

  @Test
  void junk_hasNoFieldsAndHarmsNothing() throws Exception {
    try (AgentServer server = AgentServer.filtered((request, response) -> {
      response.setHeader("X-PAYMENT-RESPONSE", "{".repeat(5_000));
      response.getWriter().print("fine");
    })) {
      assertThat(server.send("GET /paid HTTP/1.1\r\nX-PAYMENT: " + "A".repeat(6_000)))
          .endsWith("fine");
      RequestLogEntry entry = server.entry();
      assertThat(entry.x402Amount()).isNull();
      assertThat(entry.x402TxHash()).isNull();
      assertThat(server.filter().captureFailures()).isZero();
    }
  }

  private static String base64(String json) {
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
