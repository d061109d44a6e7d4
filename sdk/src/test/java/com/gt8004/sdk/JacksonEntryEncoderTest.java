package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gt8004.sdk.queue.Envelope;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JacksonEntryEncoderTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final EntryBuffer buffer = new EntryBuffer(1 << 20);

  @Test
  void encode_writesTheGuidesNamesAndLeavesOutWhatIsAbsent() throws IOException {
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
  void encode_ofAnyTextIsWhatAJsonReaderGivesBack() throws IOException {
    Random random = new Random(8004);
    for (int i = 0; i < 20_000; i++) {
      String text = randomText(random);
      JsonNode read = MAPPER.readTree(encode(minimal().requestBody(text).build()));
      assertThat(read.path("request_body").textValue())
          .isEqualTo(JacksonEntryEncoder.wellFormed(text));
    }
  }

  @Test
  void wellFormed_replacesLoneSurrogatesAndNothingElse() {
    assertThat(JacksonEntryEncoder.wellFormed("a\uD83D\uDE00b안녕\u0000"))
        .isEqualTo("a\uD83D\uDE00b안녕\u0000");
    assertThat(JacksonEntryEncoder.wellFormed("\uD83Da\uDE00\uD83D"))
        .isEqualTo("\uFFFDa\uFFFD\uFFFD");
  }

  @Test
  void encode_saysWhenTheEntryDoesNotFit() {
    EntryBuffer small = new EntryBuffer(500);
    EntryEncoder encoder = new JacksonEntryEncoder();
    assertThat(encoder.encode(minimal().requestBody("x".repeat(10)).build(), small))
        .isTrue();
    assertThat(encoder.encode(minimal().requestBody("x".repeat(500)).build(), small.clear()))
        .isFalse();
    assertThat(encoder.encode(minimal().build(), small.clear())).isTrue();
  }

  private String encode(RequestLogEntry entry) {
    assertThat(new JacksonEntryEncoder().encode(entry, buffer.clear())).isTrue();
    return new String(
        buffer.bytes(),
        Envelope.HEADER_BYTES,
        buffer.payloadLength(),
        java.nio.charset.StandardCharsets.UTF_8);
  }

  private static RequestLogEntryBuilder minimal() {
    return RequestLogEntry.builder().method("GET").path("/").statusCode(200).responseMs(1);
  }

  /** Plain text, controls, quotes, Latin-1, Hangul, pairs and lone surrogates, of any length to 3,000. */
  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(random.nextInt(10) == 0 ? 3_000 : 60);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(8)) {
        case 0 -> text.append((char) random.nextInt(0x20));
        case 1 -> text.append("\"\\/".charAt(random.nextInt(3)));
        case 2 -> text.append((char) (0x80 + random.nextInt(0x80)));
        case 3 -> text.append((char) (0xAC00 + random.nextInt(11_172)));
        case 4 -> text.append((char) (Character.MIN_SURROGATE + random.nextInt(2_048)));
        case 5 -> text.appendCodePoint(0x1F600 + random.nextInt(64));
        default -> text.append((char) (0x20 + random.nextInt(0x5F)));
      }
    }
    return text.toString();
  }
}
