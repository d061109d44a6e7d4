package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gt8004.sdk.EntryEncoder.Encoded;
import com.gt8004.sdk.queue.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Any entry, against what Jackson writes and what Jackson reads. */
class EntryEncoderFuzzTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int MARK = ",\"truncated\":true".length();

  @Test
  void encode_writesWhatJacksonWrites() {
    EntryBuffer buffer = new EntryBuffer(1 << 20);
    Fuzz.cases(2_000, 1_000_000, random -> {
      RequestLogEntry entry = new RandomEntries(random).next();
      assertThat(EntryEncoder.encode(entry, buffer)).isEqualTo(Encoded.WHOLE);
      assertSame(buffer, JacksonOracle.encode(entry, false));
    });
  }

  @Test
  void encode_writesWhatJacksonReadsBack() {
    EntryBuffer buffer = new EntryBuffer(1 << 20);
    Fuzz.cases(2_000, 1_000_000, random -> {
      RequestLogEntry entry = new RandomEntries(random).next();
      assertThat(EntryEncoder.encode(entry, buffer)).isEqualTo(Encoded.WHOLE);
      JsonNode read = read(buffer);
      assertThat(read.path("response_ms").doubleValue()).isEqualTo(entry.responseMs() + 0.0);
      assertText(read, "path", entry.path());
      assertText(read, "user_agent", entry.userAgent());
      assertText(read, "request_body", entry.requestBody());
      assertText(read, "response_body", entry.responseBody());
      for (Map.Entry<String, String> header : entry.headers().entrySet()) {
        assertThat(read.path("headers").has(JacksonOracle.wellFormed(header.getKey())))
            .isTrue();
      }
    });
  }

  @Test
  void encode_cutsAsLittleAsItMust() {
    Fuzz.cases(2_000, 1_000_000, random -> {
      RequestLogEntry entry = new RandomEntries(random).next();
      int whole = JacksonOracle.encode(entry, false).length;
      EntryBuffer buffer = new EntryBuffer(whole - 1 - random.nextInt(whole / 2));
      if (EntryEncoder.encode(entry, buffer) == Encoded.TOO_LARGE) {
        assertThat(without(entry).length).isGreaterThan(buffer.clear().room());
      } else {
        assertCut(entry, buffer);
      }
    });
  }

  private static void assertCut(RequestLogEntry entry, EntryBuffer buffer) throws IOException {
    assertThat(buffer.room()).isGreaterThanOrEqualTo(0);
    JsonNode read = read(buffer);
    String request = read.path("request_body").textValue();
    String response = read.path("response_body").textValue();
    assertSame(
        buffer,
        JacksonOracle.encode(
            entry.toBuilder().requestBody(request).responseBody(response).build(), true));
    int forRequest = costOfNext(entry.requestBody(), request);
    int forResponse = costOfNext(entry.responseBody(), response);
    if (forRequest > 0) {
      assertThat(response).as("response where the request was cut").isNullOrEmpty();
      assertThat(forRequest).isGreaterThan(buffer.room());
    } else if (forResponse > 0) {
      assertThat(forResponse).isGreaterThan(buffer.room());
    } else {
      assertThat(buffer.room()).as("nothing was cut").isLessThan(MARK);
    }
  }

  /** Bytes of the first character that is missing; 0 where the text is whole. */
  private static int costOfNext(@Nullable String whole, @Nullable String kept) throws IOException {
    if (whole == null || kept == null) {
      assertThat(kept).isEqualTo(whole);
      return 0;
    }
    String text = JacksonOracle.wellFormed(whole);
    assertThat(text).startsWith(kept);
    if (text.equals(kept)) {
      return 0;
    }
    String next = Character.toString(text.codePointAt(kept.length()));
    return MAPPER.writeValueAsString(next).getBytes(StandardCharsets.UTF_8).length - 2;
  }

  private static byte[] without(RequestLogEntry entry) {
    boolean none = entry.requestBody() == null && entry.responseBody() == null;
    return JacksonOracle.encode(
        entry.toBuilder()
            .requestBody(entry.requestBody() == null ? null : "")
            .responseBody(entry.responseBody() == null ? null : "")
            .build(),
        !none);
  }

  private static void assertText(JsonNode read, String name, @Nullable String value) {
    assertThat(read.path(name).textValue())
        .isEqualTo(value == null ? null : JacksonOracle.wellFormed(value));
  }

  /** Shows the place where they differ, not two texts of kilobytes. */
  private static void assertSame(EntryBuffer buffer, byte[] expected) {
    int from = Envelope.HEADER_BYTES;
    int length = buffer.payloadLength();
    int at = Arrays.mismatch(buffer.bytes(), from, from + length, expected, 0, expected.length);
    if (at >= 0) {
      int before = Math.max(0, at - 40);
      assertThat(text(buffer.bytes(), from + before, from + Math.min(length, at + 20)))
          .as("bytes from %d", before)
          .isEqualTo(text(expected, before, Math.min(expected.length, at + 20)));
      assertThat(length).as("length").isEqualTo(expected.length);
    }
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static JsonNode read(EntryBuffer buffer) throws IOException {
    return MAPPER.readTree(buffer.bytes(), Envelope.HEADER_BYTES, buffer.payloadLength());
  }
}
