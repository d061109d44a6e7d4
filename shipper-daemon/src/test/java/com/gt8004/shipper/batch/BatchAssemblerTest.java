package com.gt8004.shipper.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BatchAssemblerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final UUID JOURNAL = UUID.fromString("01934a7e-5c00-7000-8000-000000000001");
  private static final BatchLimits WIDE = new BatchLimits(1_000, 1 << 20);
  private static final Path GOLDEN = Path.of("../docs/protocol");

  private final BatchAssembler assembler =
      new BatchAssembler("my-agent", JOURNAL, new BodyBuffers(1));

  @Test
  void batch_isTheGoldenRequest() throws IOException {
    JsonNode golden = JSON.readTree(Files.readAllBytes(GOLDEN.resolve("request-full.json")));
    long sequence = 7;
    for (JsonNode entry : golden.path("entries")) {
      ObjectNode payload = entry.deepCopy();
      payload.remove("entry_id");
      add(sequence++, JSON.writeValueAsString(payload));
    }
    assertThat(JSON.readTree(bytes(assembler.seal()))).isEqualTo(golden);
  }

  @Test
  void ping_isTheGoldenRequest() throws IOException {
    JsonNode golden = JSON.readTree(Files.readAllBytes(GOLDEN.resolve("request-ping.json")));
    Ping ping = new Ping(
        "my-agent",
        UUID.fromString("01934a7e-5c00-7000-8000-0000000000ff"),
        Instant.parse("2026-11-22T09:00:00.000001Z"));
    assertThat(JSON.readTree(bytes(ping))).isEqualTo(golden);
    assertThat(ping.length()).isEqualTo(bytes(ping).length);
    assertThat(ping.indexOf("ping-01934a7e-5c00-7000-8000-0000000000ff")).isZero();
    assertThat(ping.indexOf("ping-other")).isEqualTo(-1);
  }

  @Test
  void payloadBytes_arriveAsTheyAre() {
    // White space, escapes and raw UTF-8 that a parser would have normalized.
    String payload = "{\"path\" : \"/\\u0041\",  \"request_body\":\"안녕\"}";
    add(0, payload);
    Batch batch = assembler.seal();
    assertThat(new String(bytes(batch), StandardCharsets.UTF_8))
        .endsWith("{\"entry_id\":\"" + JOURNAL + ":0\"," + payload.substring(1) + "]}");
    assertThat(batch.payload(0)).isEqualTo(payload);
  }

  @Test
  void agentId_isEscaped() throws IOException {
    BatchAssembler odd = new BatchAssembler("a\"b\\c\n안녕", JOURNAL, new BodyBuffers(1));
    byte[] payload = "{\"path\":\"/\"}".getBytes(StandardCharsets.UTF_8);
    odd.add(0, 1, payload, 0, payload.length);
    assertThat(JSON.readTree(bytes(odd.seal())).path("agent_id").textValue())
        .isEqualTo("a\"b\\c\n안녕");
  }

  @Test
  void lengthLimit_isThatOfTheWholeBody() {
    String payload = "{\"path\":\"/\"}";
    add(99, payload);
    long limit = limitFor(payload);
    assertThat(assembler.takes(100, payload.length(), new BatchLimits(10, limit)))
        .isTrue();
    assertThat(assembler.takes(100, payload.length(), new BatchLimits(10, limit - 1)))
        .isFalse();
    add(100, payload);
    assertThat(bytes(assembler.seal())).hasSize((int) limit);
  }

  private static long limitFor(String payload) {
    BatchAssembler other = new BatchAssembler("my-agent", JOURNAL, new BodyBuffers(1));
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    other.add(99, 1, bytes, 0, bytes.length);
    other.add(100, 1, bytes, 0, bytes.length);
    return other.seal().length();
  }

  @Test
  void entryAboveTheByteLimit_goesAlone() {
    assertThat(assembler.takes(0, 5_000, new BatchLimits(10, 1_000))).isTrue();
    add(0, "{\"path\":\"" + "x".repeat(5_000) + "\"}");
    assertThat(assembler.isFull(new BatchLimits(10, 1_000))).isTrue();
  }

  @Test
  void entryCount_isLimited() {
    BatchLimits two = new BatchLimits(2, 1 << 20);
    add(0, "{\"a\":1}");
    assertThat(assembler.isFull(two)).isFalse();
    add(1, "{\"a\":1}");
    assertThat(assembler.isFull(two)).isTrue();
    assertThat(assembler.takes(2, 7, two)).isFalse();
  }

  @Test
  void gap_beginsTheNextBatch() {
    add(0, "{\"a\":1}");
    assertThat(assembler.takes(2, 7, WIDE)).isFalse();
    assertThatThrownBy(() -> add(2, "{\"a\":1}")).hasMessageContaining("entry 2 does not follow 0");
  }

  @Test
  void seal_beginsAnew() {
    add(5, "{\"a\":1}");
    Batch first = assembler.seal();
    assertThat(assembler.isEmpty()).isTrue();
    add(6, "{\"b\":2}");
    Batch second = assembler.seal();
    assertThat(first.id()).isEqualTo(JOURNAL + ":5-5");
    assertThat(second.id()).isEqualTo(JOURNAL + ":6-6");
    assertThat(first.payload(0)).isEqualTo("{\"a\":1}");
    assertThat(second.payload(0)).isEqualTo("{\"b\":2}");
  }

  @Test
  void indexOf_knowsOnlyItsOwnEntries() {
    for (int i = 0; i < 20; i++) {
      add(100 + i, "{\"a\":" + i + "}");
    }
    Batch batch = assembler.seal();
    assertThat(batch.indexOf(JOURNAL + ":100")).isZero();
    assertThat(batch.indexOf(JOURNAL + ":119")).isEqualTo(19);
    assertThat(batch.indexOf(JOURNAL + ":120")).isEqualTo(-1);
    assertThat(batch.indexOf(JOURNAL + ":99")).isEqualTo(-1);
    assertThat(batch.indexOf(UUID.randomUUID() + ":100")).isEqualTo(-1);
    assertThat(batch.indexOf("")).isEqualTo(-1);
    assertThat(batch.payload(13)).isEqualTo("{\"a\":13}");
  }

  private void add(long sequence, String payload) {
    byte[] bytes = ("..." + payload).getBytes(StandardCharsets.UTF_8);
    assembler.add(sequence, 1, bytes, 3, bytes.length - 3);
  }

  private static byte[] bytes(RequestBody body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      body.writeTo(out);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    assertThat(body.length()).isEqualTo(out.size());
    return out.toByteArray();
  }
}
