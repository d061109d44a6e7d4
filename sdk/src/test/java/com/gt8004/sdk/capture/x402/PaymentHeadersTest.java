package com.gt8004.sdk.capture.x402;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Exact fields of the samples in {@code header-samples.ndjson}. Objects there are sent in base64, texts
 * that begin with {@code RAW} as they are, those with {@code URL} in the other alphabet.
 */
class PaymentHeadersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> samples() throws IOException, URISyntaxException {
    List<String> lines = Files.readAllLines(Path.of(
        Objects.requireNonNull(PaymentHeadersTest.class.getResource("header-samples.ndjson"))
            .toURI()));
    assertThat(lines).hasSizeGreaterThanOrEqualTo(40);
    return lines.stream()
        .map(PaymentHeadersTest::parsed)
        .map(sample -> DynamicTest.dynamicTest(sample.get("name").asText(), () -> check(sample)));
  }

  @Test
  void payment_isNoneWithoutHeaders() {
    assertThat(new PaymentHeaders(name -> null).payment()).isSameAs(Payment.NONE);
  }

  @Test
  void settled_takesHeaderNamesInAnyCase() {
    PaymentHeaders headers = new PaymentHeaders(name -> null);
    headers.settled("x-payment-response", "{\"success\":true,\"transaction\":\"0xabc\"}");
    headers.settled("X-Other", "{\"success\":false}");
    assertThat(headers.payment().txHash()).isEqualTo("0xabc");
  }

  private static void check(JsonNode sample) {
    PaymentHeaders headers =
        new PaymentHeaders(name -> encoded(sample.get("request").get(name)));
    sample
        .get("response")
        .fields()
        .forEachRemaining(header ->
            headers.settled(header.getKey().toLowerCase(Locale.ROOT), encoded(header.getValue())));
    Payment payment = headers.payment();
    JsonNode expected = sample.get("expect");
    String amount = text(expected, "amount");
    assertThat(payment.amount()).isEqualTo(amount == null ? null : new BigDecimal(amount));
    assertThat(payment.txHash()).isEqualTo(text(expected, "tx"));
    assertThat(payment.token()).isEqualTo(text(expected, "token"));
    assertThat(payment.payer()).isEqualTo(text(expected, "payer"));
    assertThat(payment.failure()).isEqualTo(text(expected, "failure"));
  }

  private static @Nullable String encoded(@Nullable JsonNode value) {
    if (value == null) {
      return null;
    }
    String text = value.isTextual() ? value.textValue() : value.toString();
    if (text.startsWith("RAW ")) {
      return text.substring(4);
    }
    boolean url = text.startsWith("URL ");
    Base64.Encoder encoder = url ? Base64.getUrlEncoder().withoutPadding() : Base64.getEncoder();
    return encoder.encodeToString(
        (url ? text.substring(4) : text).getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String text(JsonNode expected, String field) {
    return expected.has(field) ? expected.get(field).textValue() : null;
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException malformed) {
      throw new IllegalArgumentException(line, malformed);
    }
  }
}
