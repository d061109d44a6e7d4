package com.gt8004.shipper.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Less of a batch: parts of it, and one entry with less of its bodies. */
class BatchPartsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final UUID JOURNAL = UUID.fromString("01934a7e-5c00-7000-8000-000000000001");

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 100})
  void parts_areTheBatchesThatWouldHaveBeenMadeOfThem(int count) throws IOException {
    Batch whole = batch(95, payloads(count));
    for (int at = 1; at < count; at++) {
      List<Batch> parts = whole.split(at);
      assertSame(parts.get(0), batch(95, payloads(count).subList(0, at)));
      assertSame(parts.get(1), batch(95 + at, payloads(count).subList(at, count)));
    }
  }

  @Test
  void partsOfParts_areWhole() throws IOException {
    Batch whole = batch(0, payloads(9));
    Batch right = whole.split(2).get(1);
    Batch middle = right.split(4).get(0);
    assertSame(middle, batch(2, payloads(9).subList(2, 6)));
    assertSame(middle.split(3).get(1), batch(5, payloads(9).subList(5, 6)));
  }

  @Test
  void array_isGivenBackOnceTheLastPartIs() {
    BodyBuffers buffers = new BodyBuffers(10);
    BatchAssembler assembler = new BatchAssembler("my-agent", JOURNAL, buffers);
    byte[] payload =
        ("{\"response_body\":\"" + "x".repeat(500) + "\"}").getBytes(StandardCharsets.UTF_8);
    byte[] lent = buffers.take();
    buffers.give(lent);
    for (int i = 0; i < 3; i++) {
      assembler.add(i, 1, payload, 0, payload.length);
    }
    List<Batch> parts = assembler.seal().split(1);
    List<Batch> ofRight = parts.get(1).split(1);
    Batch cut = ofRight.get(0).cut(400);
    parts.get(0).release(buffers);
    cut.release(buffers);
    assertThat(buffers.take()).isNotSameAs(lent);
    ofRight.get(1).release(buffers);
    assertThat(buffers.take()).isSameAs(lent);
  }

  private static void assertSame(Batch part, Batch expected) throws IOException {
    assertThat(text(part)).isEqualTo(text(expected));
    assertThat(part.id()).isEqualTo(expected.id());
    assertThat(part.length()).isEqualTo(expected.length());
    assertThat(part.first()).isEqualTo(expected.first());
    assertThat(part.last()).isEqualTo(expected.last());
    for (int i = 0; i < expected.count(); i++) {
      assertThat(part.payload(i)).isEqualTo(expected.payload(i));
      assertThat(part.indexOf(expected.entryId(i))).isEqualTo(i);
    }
    assertThat(part.indexOf(JOURNAL + ":" + (expected.first() - 1))).isEqualTo(-1);
    assertThat(part.indexOf(JOURNAL + ":" + (expected.last() + 1))).isEqualTo(-1);
  }

  @Test
  void split_leavesNoPartEmpty() {
    Batch three = batch(0, payloads(3));
    assertThatThrownBy(() -> three.split(0)).hasMessageContaining("allowed are 1 to 2");
    assertThatThrownBy(() -> three.split(3)).hasMessageContaining("allowed are 1 to 2");
  }

  @Test
  void middle_halvesTheBytesRatherThanTheEntries() {
    List<String> payloads = new ArrayList<>(payloads(10));
    payloads.add("{\"path\":\"" + "x".repeat(10_000) + "\"}");
    assertThat(batch(0, payloads).middle()).isEqualTo(10);
    payloads.add(0, "{\"path\":\"" + "x".repeat(30_000) + "\"}");
    assertThat(batch(0, payloads).middle()).isEqualTo(1);
    assertThat(batch(0, payloads(2)).middle()).isEqualTo(1);
    assertThat(batch(0, payloads(100)).middle()).isBetween(48, 52);
  }

  @Test
  void cut_takesOfTheResponseFirstAndKeepsTheOriginal() throws IOException {
    String payload = "{\"path\":\"/a\",\"request_body\":\"" + "q".repeat(500)
        + "\",\"response_body\":\"" + "r".repeat(500) + "\",\"status_code\":200}";
    Batch whole = batch(7, List.of(payload));
    Batch cut = whole.cut(whole.length() - 100);
    assertThat(cut.length()).isEqualTo(whole.length() - 100);
    JsonNode entry = entry(cut);
    assertThat(entry.path("entry_id").textValue()).isEqualTo(JOURNAL + ":7");
    assertThat(entry.path("request_body").textValue()).hasSize(500);
    assertThat(entry.path("response_body").textValue()).hasSize(500 - 100 - 17); // the mark's
    assertThat(entry.path("truncated").booleanValue()).isTrue();
    assertThat(entry.path("status_code").intValue()).isEqualTo(200);
    assertThat(cut.payload(0)).as("for the dead letter").isEqualTo(payload);
    assertThat(cut.cutCount()).isEqualTo(1);
    assertThat(whole.cutCount()).isZero();

    Batch more = cut.cut(whole.length() - 800);
    assertThat(more.length()).isEqualTo(whole.length() - 800);
    assertThat(entry(more).path("response_body").textValue()).isEmpty();
    assertThat(entry(more).path("request_body").textValue()).hasSize(1000 - 800 - 17);
    assertThat(more.payload(0)).isEqualTo(payload);

    Batch none = more.cut(10);
    assertThat(entry(none).path("request_body").textValue()).isEmpty();
    assertThat(none.cut(10)).as("nothing is left to cut").isNull();
  }

  @Test
  void entryWithoutBodies_cannotBeCut() {
    assertThat(batch(0, List.of("{\"path\":\"" + "x".repeat(9_000) + "\"}")).cut(100))
        .isNull();
    assertThat(batch(0, List.of("{\"request_body\":{\"an\":\"object\"},\"path\":\"/\"}"))
            .cut(10))
        .isNull();
    assertThat(batch(0, List.of("{\"request_body\":\"few\",\"path\":\"/\"}")).cut(10))
        .as("the mark is longer than the body")
        .isNull();
  }

  @Test
  void mark_isSetOnce() throws IOException {
    String body = "\"request_body\":\"" + "q".repeat(500) + "\"";
    for (String payload : List.of(
        "{\"truncated\":true," + body + "}",
        "{\"truncated\" : false," + body + "}",
        "{" + body + ",\"truncated\":null}")) {
      Batch whole = batch(0, List.of(payload));
      Batch cut = whole.cut(whole.length() - 200);
      assertThat(text(cut).split("truncated", -1)).as(text(cut)).hasSize(2);
      assertThat(entry(cut).path("truncated").booleanValue()).isTrue();
      assertThat(cut.length()).isLessThanOrEqualTo(whole.length() - 200);
    }
  }

  /** Whatever the place of the cut, no character and no escape is divided. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "안녕하세요, 세계",
        "\uD83D\uDE00\uD83D\uDE01\uD83D\uDE02",
        "\\uD83D\\uDE00\\ud83d\\ude01x\\u00e9",
        "a\\\"b\\\\c\\nd\\/\\\\\\\\",
        "\\uD83D\\n\\uDE00\\uD83D",
        "é\u00df\u0416 \uFFFF\u0800"
      })
  void cut_endsOnACharacterWhereverItIs(String json) throws IOException {
    String body = "xxxxxxxxxxxxxxxxxxxxxxxxx" + json + json; // longer than the mark
    String payload = "{\"path\":\"/a\",\"response_body\":\"" + body + "\",\"a\":1}";
    String original = JSON.readTree(payload).path("response_body").textValue();
    Batch whole = batch(0, List.of(payload));
    int lastLength = 0;
    for (long length = whole.length() - body.getBytes(StandardCharsets.UTF_8).length + 17;
        length < whole.length();
        length++) {
      Batch cut = whole.cut(length);
      String kept = entry(cut).path("response_body").textValue();
      assertThat(cut.length()).isBetween(length - 11, length);
      assertThat(original).startsWith(kept);
      assertThat(kept.length()).isGreaterThanOrEqualTo(lastLength);
      if (kept.length() < original.length() && !kept.isEmpty()) {
        boolean divides = Character.isHighSurrogate(kept.charAt(kept.length() - 1))
            && Character.isLowSurrogate(original.charAt(kept.length()));
        assertThat(divides).as("surrogate pair divided after %s", kept).isFalse();
      }
      lastLength = kept.length();
    }
  }

  private static JsonNode entry(Batch batch) throws IOException {
    JsonNode entries = JSON.readTree(text(batch)).path("entries");
    assertThat(entries).hasSize(1);
    return entries.get(0);
  }

  private static List<String> payloads(int count) {
    List<String> payloads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      payloads.add("{\"path\":\"/n/" + "안".repeat(i % 3) + i + "\"}");
    }
    return payloads;
  }

  private static Batch batch(long first, List<String> payloads) {
    BatchAssembler assembler = new BatchAssembler("my-agent", JOURNAL, new BodyBuffers(1));
    long sequence = first;
    for (String payload : payloads) {
      byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
      assembler.add(sequence++, 1, bytes, 0, bytes.length);
    }
    return assembler.seal();
  }

  private static String text(Batch batch) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    batch.writeTo(out);
    assertThat(batch.length()).isEqualTo(out.size());
    return out.toString(StandardCharsets.UTF_8);
  }
}
