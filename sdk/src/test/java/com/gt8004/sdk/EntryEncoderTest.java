package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.EntryEncoder.Encoded;
import com.gt8004.sdk.queue.Envelope;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntryEncoderTest {
  private final EntryBuffer buffer = new EntryBuffer(1 << 20);

  @Test
  void encode_writesTheGuidesNamesAndLeavesOutWhatIsAbsent() {
    String payload = encode(RequestLogEntry.builder()
        .requestId("r-1")
        .method("POST")
        .path("/chat")
        .statusCode(200)
        .responseMs(142.5)
        .timestamp(Instant.parse("2026-11-22T09:00:00.123456Z"))
        .x402Amount(new BigDecimal("0.05"))
        .headers(Map.of("user-agent", "curl"))
        .build());
    assertThat(payload)
        .isEqualTo(
            "{\"request_id\":\"r-1\",\"method\":\"POST\",\"path\":\"/chat\",\"status_code\":200,"
                + "\"response_ms\":142.5,\"timestamp\":\"2026-11-22T09:00:00.123456Z\",\"x402_amount\":0.05,"
                + "\"headers\":{\"user-agent\":\"curl\"}}");
  }

  @Test
  void encode_keepsTheOrderOfHeaders() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (char name = 'z'; name >= 'a'; name--) {
      headers.put(String.valueOf(name), "");
    }
    assertThat(encode(minimal().headers(headers).build()))
        .contains("\"headers\":{\"z\":\"\",\"y\":\"\",\"x\":\"\"", ",\"b\":\"\",\"a\":\"\"}}");
  }

  @Test
  void encode_escapesWhatJsonDemandsAndNothingElse() {
    assertThat(body("\"\\/\b\t\n\f\r\u0000\u001f\u007f\u0080ÿĀ안😀"))
        .isEqualTo("\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001F\u007f\u0080ÿĀ안😀");
  }

  /** Each text is once short, once long enough for the path that takes eight bytes at a time. */
  @Test
  void encode_escapesWhereverItStands() {
    for (int before = 0; before < 40; before++) {
      String text = "x".repeat(before) + "\"ÿ\n" + "y".repeat(40 - before) + "\\";
      assertThat(body(text))
          .isEqualTo("x".repeat(before) + "\\\"ÿ\\n" + "y".repeat(40 - before) + "\\\\");
    }
  }

  @Test
  void encode_writesEachCharacterAsJacksonDoesInAShortAndALongText() {
    for (int c = 0; c < 0x180; c++) {
      for (String text : List.of("a" + (char) c, "a".repeat(29) + (char) c + "b".repeat(9))) {
        RequestLogEntry entry = minimal().requestBody(text).build();
        assertThat(encode(entry))
            .isEqualTo(new String(JacksonOracle.encode(entry, false), StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void encode_replacesLoneSurrogatesAndNothingElse() {
    assertThat(body("a\uD83D\uDE00b안녕")).isEqualTo("a\uD83D\uDE00b안녕");
    assertThat(body("\uD83Da\uDE00\uD83D")).isEqualTo("\uFFFDa\uFFFD\uFFFD");
  }

  @Test
  void encode_keepsAPairThatLiesAcrossTheEndOfAChunk() {
    for (int before = 2040; before < 2056; before++) {
      String text = "x".repeat(before) + "😀" + "y".repeat(3000) + "\uD83D";
      assertThat(body(text)).isEqualTo("x".repeat(before) + "😀" + "y".repeat(3000) + "\uFFFD");
    }
  }

  @Test
  void encode_saysWhenTheEntryDoesNotFit() {
    EntryBuffer small = new EntryBuffer(500);
    assertThat(EntryEncoder.encode(minimal().requestBody("x".repeat(10)).build(), small))
        .isEqualTo(Encoded.WHOLE);
    assertThat(EntryEncoder.encode(minimal().userAgent("x".repeat(500)).build(), small))
        .isEqualTo(Encoded.TOO_LARGE);
    assertThat(EntryEncoder.encode(
            minimal().userAgent("x".repeat(500)).requestBody("x").build(), small))
        .isEqualTo(Encoded.TOO_LARGE);
    assertThat(EntryEncoder.encode(minimal().build(), small)).isEqualTo(Encoded.WHOLE);
  }

  @Test
  void encode_cutsTheResponseBeforeTheRequest() {
    RequestLogEntry entry = minimal().requestBody("안녕").responseBody("").build();
    int whole = encode(entry).getBytes(StandardCharsets.UTF_8).length;
    int mark = ",\"truncated\":true".length();
    RequestLogEntry long_ = entry.toBuilder().responseBody("😀".repeat(1_000)).build();

    assertThat(cut(long_, whole + mark + 9))
        .contains("\"request_body\":\"안녕\",\"response_body\":\"😀😀\",\"truncated\":true");
    assertThat(cut(long_, whole + mark - 1))
        .contains("\"request_body\":\"안\",\"response_body\":\"\",\"truncated\":true");
    assertThat(cut(long_, whole + mark - 6))
        .contains("\"request_body\":\"\",\"response_body\":\"\",\"truncated\":true");
    assertThat(EntryEncoder.encode(long_, new EntryBuffer(whole + mark - 7)))
        .isEqualTo(Encoded.TOO_LARGE);
  }

  /** Random cases found it: what a cut request leaves over is no room for a response. */
  @Test
  void encode_ofACutRequestKeepsNothingOfTheResponse() {
    RequestLogEntry entry = minimal().requestBody("a😀").responseBody("").build();
    int whole = encode(entry).getBytes(StandardCharsets.UTF_8).length;
    int mark = ",\"truncated\":true".length();
    RequestLogEntry large = entry.toBuilder().responseBody("b".repeat(100)).build();
    assertThat(cut(large, whole + mark))
        .contains("\"request_body\":\"a😀\",\"response_body\":\"\",\"truncated\":true");
    assertThat(cut(large, whole + mark - 1))
        .contains("\"request_body\":\"a\",\"response_body\":\"\",\"truncated\":true");
  }

  @Test
  void encode_ofAHugeBodyReadsNoMoreThanTheLimit() {
    RequestLogEntry huge = minimal().responseBody("\n".repeat(8 << 20)).build();
    assertThat(EntryEncoder.encode(huge, buffer)).isEqualTo(Encoded.CUT);
    assertThat(buffer.room()).isBetween(0, 1);
    assertThat(buffer.bytes()).as("memory kept").hasSizeLessThan(3 << 20);
  }

  private String cut(RequestLogEntry entry, int bytesMax) {
    EntryBuffer small = new EntryBuffer(bytesMax);
    assertThat(EntryEncoder.encode(entry, small)).isEqualTo(Encoded.CUT);
    assertThat(small.payloadLength()).isLessThanOrEqualTo(bytesMax);
    return text(small);
  }

  /** What stands between the quotes for a body of this text. */
  private String body(String text) {
    String payload = encode(minimal().requestBody(text).build());
    String name = "\"request_body\":\"";
    return payload.substring(payload.indexOf(name) + name.length(), payload.length() - 2);
  }

  private String encode(RequestLogEntry entry) {
    assertThat(EntryEncoder.encode(entry, buffer)).isEqualTo(Encoded.WHOLE);
    return text(buffer);
  }

  private static String text(EntryBuffer buffer) {
    return new String(
        buffer.bytes(), Envelope.HEADER_BYTES, buffer.payloadLength(), StandardCharsets.UTF_8);
  }

  private static RequestLogEntryBuilder minimal() {
    return RequestLogEntry.builder().method("GET").path("/").statusCode(200).responseMs(1);
  }
}
