package com.gt8004.sdk.capture.x402;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payments that travel inside JSON-RPC messages. */
class PaymentMessagesTest {
  private static final String OFFER = "{\"x402Version\":2,\"accepted\":{\"scheme\":\"exact\","
      + "\"network\":\"eip155:84532\",\"amount\":\"10000\","
      + "\"asset\":\"0x036CbD53842c5426634e7929541eC2318f3dCF7e\"},"
      + "\"payload\":{\"authorization\":{\"from\":\"0xF\",\"value\":\"10000\"}}}";
  private static final String SETTLED =
      "{\"success\":true,\"transaction\":\"0xabc\",\"network\":\"eip155:84532\",\"payer\":\"0xF\"}";
  private static final String MCP_CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
      + "\"params\":{\"name\":\"n\",\"_meta\":{\"x402/payment\":" + OFFER + "}}}";
  private static final String MCP_RESULT =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[],"
          + "\"_meta\":{\"x402/payment-response\":" + SETTLED + "}}}";
  private static final String A2A_CALL = "{\"method\":\"message/send\",\"params\":{\"message\":"
      + "{\"metadata\":{\"x402.payment.status\":\"payment-submitted\",\"x402.payment.payload\":"
      + OFFER + "}}}}";

  @Test
  void mcp_isReadFromMeta() {
    assertPaid(PaymentMessages.of(MCP_CALL, MCP_RESULT));
  }

  @Test
  void mcp_isReadFromAStreamOfEvents() {
    assertPaid(PaymentMessages.of(
        MCP_CALL,
        "event: message\ndata: {\"x402\":1}\n\nevent: message\r\ndata: " + MCP_RESULT
            + "\r\n\r\n"));
  }

  @Test
  void a2a_isReadFromTheTaskOrTheMessage() {
    String metadata = "\"metadata\":{\"x402.payment.receipts\":[{\"success\":false,\"errorReason\":"
        + "\"first_try\"}," + SETTLED + ",{\"success\":false,\"errorReason\":\"late\"}]}";
    assertPaid(PaymentMessages.of(
        A2A_CALL, "{\"result\":{\"kind\":\"task\",\"status\":{\"message\":{" + metadata + "}}}}"));
    assertPaid(
        PaymentMessages.of(A2A_CALL, "{\"result\":{\"kind\":\"message\"," + metadata + "}}"));
  }

  @Test
  void a2a_thatFailedTellsWhy() {
    Payment payment = PaymentMessages.of(
        A2A_CALL,
        "{\"result\":{\"metadata\":{\"x402.payment.receipts\":"
            + "[{\"success\":false,\"errorReason\":\"expired\"}]}}}");
    assertThat(payment.failure()).isEqualTo("expired");
    assertThat(payment.payer()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // what a stranger's words look like
        "{\"result\":{\"structuredContent\":{\"_meta\":{\"x402/payment-response\":{\"success\":true}}}}}",
        "{\"result\":{\"content\":[{\"text\":\"x402/payment-response success true\"}]}}",
        "{\"_meta\":{\"x402/payment-response\":{\"success\":true}}}",
        "{\"result\":{\"_meta\":{\"x402/payment-response\":[true]}}}",
        "{\"result\":{\"_meta\":{\"x402/payment-response\":{\"success\":tr",
        "[\"x402\"]",
        "x402",
        "data: x402",
        "{\"result\":{\"metadata\":{\"x402.payment.receipts\":\"none\"}}}",
      })
  void of_findsNoPaymentElsewhere(String answer) {
    assertThat(PaymentMessages.of(MCP_CALL, answer)).isSameAs(Payment.NONE);
  }

  @Test
  void of_bearsTheAbsenceOfBodies() {
    assertThat(PaymentMessages.of(null, null)).isSameAs(Payment.NONE);
    assertThat(PaymentMessages.of(MCP_CALL, null)).isSameAs(Payment.NONE);
    assertThat(PaymentMessages.of(null, MCP_RESULT).txHash()).isEqualTo("0xabc");
  }

  private static void assertPaid(Payment payment) {
    assertThat(payment.amount()).isEqualTo("0.01");
    assertThat(payment.txHash()).isEqualTo("0xabc");
    assertThat(payment.token()).isEqualTo("USDC-eip155:84532");
    assertThat(payment.payer()).isEqualTo("0xF");
  }
}
