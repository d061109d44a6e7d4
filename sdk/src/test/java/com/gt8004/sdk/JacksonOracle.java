package com.gt8004.sdk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Jackson's generator makes of an entry: the measure for {@link EntryEncoder}. */
final class JacksonOracle {
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
      // Without it Jackson writes a pair as two escapes, which mean the same in three times the
      // bytes.
      .configure(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8, true)
      .build();

  /** Always six digits, as the platform's own SDKs write it. */
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final char REPLACEMENT = '\uFFFD';

  private JacksonOracle() {}

  /** The entry as it is, or as one whose bodies were cut already. */
  static byte[] encode(RequestLogEntry entry, boolean truncated) {
    ByteArrayOutputStream into = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(into)) {
      json.writeStartObject();
      writeRequest(json, entry);
      if (truncated) {
        json.writeBooleanField("truncated", true);
      }
      writePayment(json, entry);
      writeClient(json, entry);
      json.writeEndObject();
    } catch (IOException e) {
      throw new AssertionError("a buffer in memory does not fail", e);
    }
    return into.toByteArray();
  }

  private static void writeRequest(JsonGenerator json, RequestLogEntry entry) throws IOException {
    text(json, "request_id", entry.requestId());
    text(json, "method", entry.method());
    text(json, "path", entry.path());
    json.writeNumberField("status_code", entry.statusCode());
    json.writeFieldName("response_ms");
    json.writeNumber(shortest(entry.responseMs()));
    text(json, "timestamp", format(entry.timestamp()));
    text(json, "customer_id", entry.customerId());
    text(json, "tool_name", entry.toolName());
    text(json, "error_type", entry.errorType());
    text(json, "protocol", entry.protocol());
    text(json, "source", entry.source());
    number(json, "request_body_size", entry.requestBodySize());
    number(json, "response_body_size", entry.responseBodySize());
    text(json, "request_body", entry.requestBody());
    text(json, "response_body", entry.responseBody());
  }

  private static void writePayment(JsonGenerator json, RequestLogEntry entry) throws IOException {
    if (entry.x402Amount() != null) {
      json.writeNumberField("x402_amount", entry.x402Amount());
    }
    text(json, "x402_tx_hash", entry.x402TxHash());
    text(json, "x402_token", entry.x402Token());
    text(json, "x402_payer", entry.x402Payer());
  }

  private static void writeClient(JsonGenerator json, RequestLogEntry entry) throws IOException {
    text(json, "ip_address", entry.ipAddress());
    text(json, "user_agent", entry.userAgent());
    text(json, "referer", entry.referer());
    text(json, "content_type", entry.contentType());
    text(json, "accept_language", entry.acceptLanguage());
    if (!entry.headers().isEmpty()) {
      json.writeObjectFieldStart("headers");
      for (Map.Entry<String, String> header : entry.headers().entrySet()) {
        text(json, wellFormed(header.getKey()), header.getValue());
      }
      json.writeEndObject();
    }
  }

  /** The decimal of one to nine places that reads back as this number, else as Java writes it. */
  static String shortest(double value) {
    // What is smaller has no such decimal, and up to a thousand digits.
    for (int places = value == 0 || value > 1e-10 ? 1 : 10; places <= 9; places++) {
      BigDecimal rounded = new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN);
      boolean exact = rounded.unscaledValue().bitLength() <= 51;
      if (exact && rounded.doubleValue() == value) {
        return rounded.toPlainString();
      }
    }
    return Double.toString(value);
  }

  private static void text(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, wellFormed(value));
    }
  }

  private static void number(JsonGenerator json, String name, @Nullable Long value)
      throws IOException {
    if (value != null) {
      json.writeNumberField(name, value);
    }
  }

  private static String format(Instant time) {
    return MICROS.format(time);
  }

  /** UTF-8 has no lone surrogates; a string may. Each becomes the replacement character. */
  static String wellFormed(String text) {
    int lone = loneSurrogate(text, 0);
    if (lone < 0) {
      return text;
    }
    StringBuilder mended = new StringBuilder(text);
    for (; lone >= 0; lone = loneSurrogate(text, lone + 1)) {
      mended.setCharAt(lone, REPLACEMENT);
    }
    return mended.toString();
  }

  private static int loneSurrogate(String text, int from) {
    int i = from;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        return i; // of a pair, codePointAt gives the character that both make
      }
      i += Character.charCount(codePoint);
    }
    return -1;
  }
}
