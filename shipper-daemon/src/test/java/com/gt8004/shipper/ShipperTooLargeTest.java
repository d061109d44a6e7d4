package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.shipper.batch.RequestBody;
import com.gt8004.shipper.send.SendOutcome;
import com.gt8004.shipper.send.SendResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that takes no request above some size. */
class ShipperTooLargeTest {
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration PROBE = Duration.ofSeconds(15);

  /** 12 KB that nobody cuts. */
  private static final Map<String, String> LARGE_HEADERS = IntStream.range(0, 12)
      .boxed()
      .collect(Collectors.toMap(i -> "x-large-" + i, i -> "h".repeat(1_000)));

  @TempDir
  Path folder;

  private ShipperRig rig;
  private long bytesMax;
  private final List<Long> refused = new ArrayList<>();
  private final List<Long> accepted = new ArrayList<>();
  private final List<JsonNode> entries = new ArrayList<>();

  @BeforeEach
  void setUp() {
    rig = new ShipperRig(folder).with("batch_size_catch_up", "500").untilEmpty();
    rig.ingest.always(this::answer);
  }

  @AfterEach
  void tearDown() {
    rig.close();
  }

  private SendOutcome answer(RequestBody body) {
    if (body.length() > bytesMax) {
      refused.add(body.length());
      return new SendOutcome.TooLarge("http://ingest answered 413 to " + body.length() + " bytes");
    }
    accepted.add(body.length());
    FakeIngestClient.json(body).path("entries").forEach(entries::add);
    return FakeIngestClient.accepted(body);
  }

  @Test
  void batches_areHalvedUntilTheyPassAndTheNextAreMadeSmaller() throws Exception {
    bytesMax = 20_000;
    JournalDirectory journal = rig.append(5_000);
    rig.settle().after(TICK);
    assertThat(rig.checkpoint(journal)).isEqualTo(5_000);
    assertThat(rig.ingest.settled).hasSize(5_000).doesNotHaveDuplicates();
    assertThat(refused.size()).as("log2(100,000 / 20,000), once").isLessThanOrEqualTo(3);
    assertThat(accepted).filteredOn(bytes -> bytes > 10_000).hasSizeGreaterThan(50);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
  }

  @Test
  void raisedLimit_isFoundWithinTenMinutes() throws Exception {
    bytesMax = 20_000;
    rig.append(1_000);
    rig.settle();
    int before = refused.size();
    bytesMax = 1_000_000;
    rig.append(1_000);
    rig.after(Duration.ofMinutes(9));
    assertThat(accepted).allMatch(bytes -> bytes <= 20_000);
    rig.append(2_000);
    rig.after(Duration.ofMinutes(1));
    rig.settle();
    assertThat(rig.ingest.settled).hasSize(4_000);
    assertThat(refused).hasSize(before);
    assertThat(accepted).anyMatch(bytes -> bytes > 60_000);
  }

  @Test
  void limitThatStays_isAskedOnceInTenMinutes() throws Exception {
    bytesMax = 20_000;
    rig.append(1_000);
    rig.settle();
    for (int i = 0; i < 3; i++) {
      int before = refused.size();
      rig.append(1_000);
      rig.after(Duration.ofMinutes(10)).after(TICK);
      assertThat(refused).hasSizeBetween(before, before + 2);
    }
    assertThat(rig.ingest.settled).hasSize(4_000).doesNotHaveDuplicates();
  }

  @Test
  void whileNoSizeIsKnownToPass_oneRequestIsOutAtATime() throws Exception {
    rig.append(30_000);
    rig.ingest.hold();
    for (int i = 0; rig.ingest.held().size() < 4; i++) {
      assertThat(i).as("rounds until four are out").isLessThan(1_000);
      while (!rig.ingest.held().isEmpty()) {
        answerHeld(new SendOutcome.Settled(500, 0, List.of(), true));
      }
      rig.after(Duration.ofMillis(20));
    }
    for (int out = rig.ingest.held().size(); out > 0; out--) {
      answerHeld(new SendOutcome.TooLarge("http://ingest answered 413"));
    }
    rig.settle();
    assertThat(rig.ingest.held()).hasSize(1);
    answerHeld(new SendOutcome.Settled(250, 0, List.of(), true));
    rig.settle();
    assertThat(rig.ingest.held()).as("what is no larger may go").hasSizeGreaterThan(1);
  }

  private void answerHeld(SendOutcome outcome) {
    rig.ingest.held().remove(0).complete(new SendResult(outcome, 1));
  }

  @Test
  void entryThatIsTooLarge_isSentWithLessOfItsBodies() throws Exception {
    bytesMax = 50_000;
    JournalDirectory journal = append("q".repeat(10_000), "세계".repeat(30_000), Map.of());
    rig.settle().after(TICK);
    assertThat(rig.checkpoint(journal)).isEqualTo(1);
    JsonNode entry = entries.get(0);
    assertThat(entry.path("entry_id").textValue()).isEqualTo(journal.id() + ":0");
    assertThat(entry.path("truncated").booleanValue()).isTrue();
    assertThat(entry.path("request_body").textValue()).hasSize(10_000);
    assertThat(entry.path("response_body").textValue()).matches("(세계)*세?").hasSizeLessThan(60_000);
    assertThat(accepted.get(0)).as("at least half of what passes").isGreaterThan(25_000);
    assertThat(rig.queue().counters().truncated).isEqualTo(1);
    assertThat(rig.queue().deadLetters().count()).isZero();
    assertThat(refused.size()).isLessThanOrEqualTo(3);
  }

  @Test
  void entryThatCannotBeMadeToFit_isADeadLetterOnceAControlPassed() throws Exception {
    bytesMax = 10_000;
    JournalDirectory journal = append("q".repeat(20_000), "r", LARGE_HEADERS);
    rig.settle().after(TICK);
    assertThat(rig.checkpoint(journal)).isEqualTo(1);
    assertThat(
            rig.ingest.requests.subList(rig.ingest.requests.size() - 3, rig.ingest.requests.size()))
        .containsExactly(journal.id() + ":0-0", "ping", journal.id() + ":0-0");
    JsonNode letter = new ObjectMapper()
        .readTree(Files.readAllBytes(
            rig.queueDirectory().deadLetters().resolve(journal.id() + "-0.json")));
    assertThat(letter.path("status").intValue()).isEqualTo(413);
    assertThat(letter.path("entry").path("request_body").textValue())
        .as("the original")
        .hasSize(20_000);
    assertThat(letter.path("entry").has("truncated")).isFalse();
    assertThat(rig.queue().counters().truncated).isZero();
  }

  @Test
  void serverThatTakesNoSizeAtAll_pausesTheQueueAndLosesNothing() throws Exception {
    bytesMax = 0;
    JournalDirectory journal = rig.append(5_000);
    append("q".repeat(20_000), "r", LARGE_HEADERS);
    rig.settle();
    assertThat(rig.state()).isEqualTo(ShipperState.TOO_LARGE);
    assertThat(rig.condition().cause()).contains("less than 4096 bytes must pass anywhere");
    assertThat(refused.size()).as("log2(100,000 / 4,096) and a few").isLessThanOrEqualTo(10);
    int before = refused.size();
    rig.after(PROBE);
    assertThat(refused).hasSize(before + 1);
    bytesMax = 1_000_000;
    rig.after(PROBE).after(TICK);
    assertThat(rig.ingest.settled).hasSize(5_001).doesNotHaveDuplicates();
    assertThat(rig.checkpoint(journal)).isEqualTo(5_000);
    assertThat(rig.queue().deadLetters().count()).isZero();
  }

  private JournalDirectory append(
      String requestBody, String responseBody, Map<String, String> headers) throws Exception {
    try (GT8004Logger logger = rig.logger(ShipperRig.AGENT)) {
      var result = logger.log(RequestLogEntry.builder()
          .method("POST")
          .path("/large")
          .statusCode(200)
          .responseMs(1.5)
          .requestBody(requestBody)
          .responseBody(responseBody)
          .headers(headers)
          .build());
      assertThat(result.appended()).isTrue();
    }
    List<JournalDirectory> journals = rig.queueDirectory().journals();
    return journals.get(journals.size() - 1);
  }
}
