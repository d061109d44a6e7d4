package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.sdk.RequestLogEntry;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What the columns should hold, by the table in docs/protocol/platform.md. */
final class PlatformColumns {
  private PlatformColumns() {}

  static void assertHolds(Map<String, Object> row, RequestLogEntry entry) {
    assertThat(entry).as("an entry of request id %s", row.get("request_id")).isNotNull();
    Map<String, Object> expected = new HashMap<>();
    expected.put("status_code", (long) entry.statusCode());
    expected.put("response_ms", (float) entry.responseMs());
    put(expected, "request_id", cut(entry.requestId(), 64));
    put(expected, "method", cut(entry.method(), 8));
    put(expected, "path", clean(entry.path()));
    put(expected, "tool_name", cut(entry.toolName(), 128));
    put(expected, "error_type", cut(entry.errorType(), 64));
    put(expected, "x402_tx_hash", whole(entry.x402TxHash(), 66));
    put(expected, "x402_payer", whole(entry.x402Payer(), 42));
    put(expected, "ip_address", whole(entry.ipAddress(), 45));
    put(expected, "user_agent", clean(entry.userAgent()));
    put(expected, "referer", clean(entry.referer()));
    put(expected, "content_type", cut(entry.contentType(), 128));
    put(expected, "accept_language", cut(entry.acceptLanguage(), 128));
    put(expected, "protocol", entry.protocol());
    put(expected, "source", entry.source() == null ? "sdk" : cut(entry.source(), 8));
    put(expected, "x402_token", token(entry.x402Token()));
    put(expected, "request_body_size", size(entry.requestBodySize()));
    put(expected, "response_body_size", size(entry.responseBodySize()));
    expected.putIfAbsent("source", "sdk");
    Map<String, Object> rest = new HashMap<>(row);
    rest.keySet().removeAll(List.of("batch_id", "sdk_version"));
    assertThat((String) rest.remove("request_body")).satisfies(startOf(entry.requestBody()));
    assertThat((String) rest.remove("response_body")).satisfies(startOf(entry.responseBody()));
    assertAmount((BigDecimal) rest.remove("x402_amount"), entry.x402Amount());
    assertHeaders((JsonNode) rest.remove("headers"), entry.headers());
    assertThat(rest).isEqualTo(expected);
  }

  private static void put(Map<String, Object> expected, String column, Object value) {
    if (value != null && !value.equals("")) {
      expected.put(column, value);
    }
  }

  /** As U+FFFD is what the encoding makes of half a pair, and NUL is what no column takes. */
  static String clean(String text) {
    return text == null
        ? null
        : text.codePoints()
            .filter(point -> point != 0)
            .mapToObj(
                point -> Character.toString(point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point))
            .collect(Collectors.joining());
  }

  static String cut(String text, int characters) {
    return text == null
        ? null
        : clean(text)
            .codePoints()
            .limit(characters)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
  }

  private static String whole(String text, int characters) {
    return text == null || clean(text).codePoints().count() > characters ? null : clean(text);
  }

  private static String token(String text) {
    String clean = clean(text);
    boolean withNetwork =
        clean != null && clean.codePoints().count() > 16 && clean.indexOf('-') > 0;
    return withNetwork ? cut(clean.substring(0, clean.indexOf('-')), 16) : cut(clean, 16);
  }

  private static Long size(Long size) {
    return size == null ? null : Long.valueOf(Math.min(size, Integer.MAX_VALUE));
  }

  private static Consumer<String> startOf(String body) {
    String whole = body == null ? "" : clean(body);
    return stored -> assertThat(whole.startsWith(stored == null ? "" : stored)).isTrue();
  }

  private static void assertAmount(BigDecimal stored, BigDecimal amount) {
    if (amount == null || amount.doubleValue() >= 1e12) {
      assertThat(stored).isNull();
    } else {
      assertThat(stored.doubleValue()).isEqualTo(amount.doubleValue(), offset(1e-8));
    }
  }

  private static void assertHeaders(JsonNode stored, Map<String, String> headers) {
    Map<String, String> expected = new HashMap<>();
    headers.forEach((name, value) -> expected.put(clean(name), clean(value)));
    boolean large = headers.size() > 10;
    if (expected.isEmpty() || (large && stored == null)) {
      assertThat(stored).isNull();
      return;
    }
    assertThat(stored).isNotNull();
    Map<String, String> values = new HashMap<>();
    stored
        .properties()
        .forEach(header -> values.put(header.getKey(), header.getValue().asText()));
    assertThat(values.keySet()).isEqualTo(expected.keySet());
    if (headers.size() == expected.size()) { // else two names have become one
      assertThat(values).isEqualTo(expected);
    }
  }
}
