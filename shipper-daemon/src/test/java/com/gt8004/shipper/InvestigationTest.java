package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.shipper.batch.RequestBody;
import com.gt8004.shipper.send.Fault;
import com.gt8004.shipper.send.SendOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that refuses whole requests: whether an entry is to blame, and which. */
class InvestigationTest {
  private static final Duration PROBE = Duration.ofSeconds(15);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final String WORDS = "http://ingest answered 422: no such tool";

  @TempDir
  Path folder;

  private ShipperRig rig;

  @BeforeEach
  void setUp() {
    rig = new ShipperRig(folder).untilEmpty(); // no batch waits for company
  }

  @AfterEach
  void tearDown() {
    rig.close();
  }

  @Test
  void poisonAmongTenThousand_isTheOnlyDeadLetter() throws Exception {
    rig.with("batch_size_catch_up", "500");
    JournalDirectory journal = rig.append(10_000);
    rig.ingest.always(refusing(journal, 7_777));
    rig.settle().after(TICK);
    assertThat(letters()).containsExactly(journal.id() + "-7777.json");
    JsonNode letter = letter(journal, 7_777);
    assertThat(letter.path("status").intValue()).isEqualTo(422);
    assertThat(letter.path("server_error").textValue()).isEqualTo(WORDS);
    assertThat(letter.path("entry").path("path").textValue()).isEqualTo("/n/7777");
    assertThat(letter.path("attempts").intValue())
        .as("of the batch, its halves, it")
        .isGreaterThan(2);
    assertThat(rig.ingest.settled).hasSize(9_999).doesNotHaveDuplicates();
    assertThat(rig.checkpoint(journal)).isEqualTo(10_000);
    assertThat(rig.ingest.requests.size()).isLessThanOrEqualTo(20 + 2 * 9 + 3);
    assertThat(rig.queue().counters().rejected).isEqualTo(1);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
  }

  @Test
  void serverThatRefusesEverything_getsNoDeadLetterAndFewRequests() throws Exception {
    rig.with("batch_size_catch_up", "500");
    JournalDirectory journal = rig.append(10_000);
    rig.ingest.always(new SendOutcome.EntryFault(400, "http://ingest answered 400: broken"));
    rig.settle();
    assertThat(rig.state()).isEqualTo(ShipperState.ENTRY_FAULT);
    assertThat(rig.condition().cause()).contains("broken", journal.id() + ":0-499");
    assertThat(rig.ingest.requests.size()).as("log2(500) + 3").isLessThanOrEqualTo(9 + 3);
    for (int probes = 1; probes <= 20; probes++) {
      int before = rig.ingest.requests.size();
      rig.after(PROBE.minusMillis(1));
      assertThat(rig.ingest.requests).hasSize(before);
      rig.after(Duration.ofMillis(1));
      assertThat(rig.ingest.requests).hasSize(before + 1);
    }
    assertThat(rig.checkpoint(journal)).isZero();

    rig.ingest.acceptsAgain();
    rig.after(PROBE).after(TICK);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
    assertThat(rig.ingest.settled).hasSize(10_000).doesNotHaveDuplicates();
    assertThat(rig.checkpoint(journal)).isEqualTo(10_000);
    assertThat(letters()).isEmpty();
  }

  @Test
  void entry_isGivenUpOnlyAfterItsControlPassedAndItWasRefusedAgain() throws Exception {
    JournalDirectory journal = rig.append(4);
    rig.ingest.always(refusing(journal, 2));
    rig.settle();
    assertThat(rig.ingest.requests)
        .containsExactly(
            id(journal, 0, 3), // refused
            id(journal, 0, 1), // accepted: it is in 2-3
            id(journal, 2, 2), // refused
            id(journal, 3, 3), // its neighbour: accepted
            id(journal, 2, 2)); // refused again
    assertThat(letters()).containsExactly(journal.id() + "-2.json");
  }

  @Test
  void entryThatIsAcceptedTheSecondTime_isNoDeadLetter() throws Exception {
    JournalDirectory journal = rig.append(2);
    SendOutcome no = new SendOutcome.EntryFault(400, "no");
    rig.ingest.then(no, no); // both, the first alone; then its neighbour and itself pass
    rig.settle().after(TICK);
    assertThat(rig.ingest.requests)
        .containsExactly(
            id(journal, 0, 1), id(journal, 0, 0), id(journal, 1, 1), id(journal, 0, 0));
    assertThat(letters()).isEmpty();
    assertThat(rig.checkpoint(journal)).isEqualTo(2);
  }

  @Test
  void serverMendedHalfWay_getsEverything() throws Exception {
    JournalDirectory journal = rig.append(10);
    SendOutcome no = new SendOutcome.EntryFault(400, "no");
    rig.ingest.then(no, no);
    rig.settle().after(TICK);
    assertThat(letters()).isEmpty();
    assertThat(rig.ingest.settled).hasSize(10).doesNotHaveDuplicates();
    assertThat(rig.checkpoint(journal)).isEqualTo(10);
  }

  @Test
  void singleEntry_hasAPingForItsControl() throws Exception {
    JournalDirectory journal = rig.append(1);
    rig.ingest.always(refusing(journal, 0));
    rig.settle();
    assertThat(rig.ingest.requests).containsExactly(id(journal, 0, 0), "ping", id(journal, 0, 0));
    assertThat(letters()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0,1", "3,4,5", "0,9", "9", "8,9", "0,1,2,3,4,5,6,7,8,9", "0,2,4,6,8,25,26"})
  void severalPoisonEntries_areEachFound(String sequences) throws Exception {
    long[] poison = Stream.of(sequences.split(",")).mapToLong(Long::parseLong).toArray();
    JournalDirectory journal = rig.append(30);
    rig.ingest.always(refusing(journal, poison));
    rig.settle().after(TICK);
    assertThat(letters())
        .containsExactlyElementsOf(LongStream.of(poison)
            .mapToObj(sequence -> journal.id() + "-" + sequence + ".json")
            .sorted()
            .toList());
    assertThat(rig.ingest.settled).hasSize(30 - poison.length).doesNotHaveDuplicates();
    assertThat(rig.checkpoint(journal)).isEqualTo(30);
    assertThat(rig.ingest.requests.size()).isLessThanOrEqualTo(3 + poison.length * (2 * 4 + 4));
  }

  /** Its neighbour is refused as well, and so is every ping: another batch has to be the control. */
  @Test
  void receiverThatKnowsNoPing_losesNothingAndGoesOn() throws Exception {
    JournalDirectory journal = rig.append(30);
    Predicate<RequestBody> bad = holding(journal, 0, 1);
    rig.ingest.always(body -> body.id().equals("ping") || bad.test(body)
        ? new SendOutcome.EntryFault(422, WORDS)
        : FakeIngestClient.accepted(body));
    rig.settle();
    assertThat(rig.state()).isEqualTo(ShipperState.ENTRY_FAULT);
    assertThat(letters()).isEmpty();
    for (int i = 0; i < 6; i++) {
      rig.after(PROBE);
    }
    rig.after(TICK);
    assertThat(letters()).hasSize(2);
    assertThat(rig.checkpoint(journal)).isEqualTo(30);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
  }

  @Test
  void receiverThatKnowsNoPing_waitsForAnotherEntryToCompareWith() throws Exception {
    try (var logger = rig.logger(ShipperRig.AGENT)) {
      ShipperRig.log(logger, 1);
      rig.ingest.always(body -> body.id().equals("ping") || body.id().endsWith(":0-0")
          ? new SendOutcome.EntryFault(422, WORDS)
          : FakeIngestClient.accepted(body));
      rig.settle().after(Duration.ofSeconds(6)).after(PROBE);
      assertThat(rig.state()).isEqualTo(ShipperState.ENTRY_FAULT);
      ShipperRig.log(logger, 1);
      for (int i = 0; i < 4; i++) {
        rig.after(PROBE);
      }
      assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
      assertThat(letters()).hasSize(1);
      assertThat(rig.ingest.settled).hasSize(1);
    }
  }

  /** The suspect is the last entry of a journal that has ended: nothing will follow it there. */
  @Test
  void receiverThatKnowsNoPing_comparesWithAnEntryOfAnotherJournal() throws Exception {
    JournalDirectory ended = rig.append(1);
    Predicate<RequestBody> bad = holding(ended, 0);
    rig.ingest.always(body -> body.id().equals("ping") || bad.test(body)
        ? new SendOutcome.EntryFault(422, WORDS)
        : FakeIngestClient.accepted(body));
    rig.settle().after(PROBE).after(PROBE);
    assertThat(rig.state()).isEqualTo(ShipperState.ENTRY_FAULT);
    rig.append(1);
    for (int i = 0; i < 4; i++) {
      rig.after(PROBE);
    }
    assertThat(letters()).containsExactly(ended.id() + "-0.json");
    assertThat(rig.ingest.settled).hasSize(1);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
  }

  /** The journal of the control is stopped before the control could go. */
  @Test
  void controlThatIsGone_isNotWaitedFor() throws Exception {
    JournalDirectory ended = rig.append(1);
    JournalDirectory other = rig.append(1);
    rig.ingest.always(new SendOutcome.EntryFault(422, WORDS));
    rig.settle();
    JournalLane lane = java.util.Objects.requireNonNull(rig.queue().journals().open(other.id()));
    assertThat(rig.queue().gate().investigation().asked()).isIn(lane.shipments());
    rig.queue().journals().stop(lane, new Condition(ShipperState.DISK_FAULT, "broken", "wait"));
    Predicate<RequestBody> bad = holding(ended, 0);
    rig.ingest.always(body ->
        bad.test(body) ? new SendOutcome.EntryFault(422, WORDS) : FakeIngestClient.accepted(body));
    for (int i = 0; i < 4; i++) {
      rig.after(PROBE);
    }
    assertThat(letters()).containsExactly(ended.id() + "-0.json");
    assertThat(rig.ingest.settled).hasSize(1);
  }

  @Test
  void crashInTheMiddle_beginsAnewAndLosesNothing() throws Exception {
    rig.append(100);
    JournalDirectory journal = rig.queueDirectory().journals().get(0);
    rig.ingest.always(refusing(journal, 42));
    rig.settle();
    List<String> all = List.copyOf(rig.ingest.requests);
    for (int after = 1; after < all.size(); after += 4) {
      try (ShipperRig again = new ShipperRig(folder.resolve("crash-" + after)).untilEmpty()) {
        JournalDirectory copy = again.append(100);
        again.ingest.always(refusing(copy, 42));
        for (int round = 0; again.ingest.requests.size() < after && round < 1_000; round++) {
          again.step();
          again.clock.advance(TICK);
        }
        again.crashAndRestart();
        again.settle().after(TICK);
        assertThat(Set.copyOf(again.ingest.settled)).hasSize(99);
        assertThat(again.checkpoint(copy)).isEqualTo(100);
        assertThat(again.queueDirectory().deadLetters())
            .isDirectoryContaining("glob:**-42.json")
            .isDirectoryNotContaining("regex:.*-(?!42)\\d+\\.json");
      }
    }
  }

  @Test
  void configurationFaultInBetween_pausesAndTheSearchGoesOn() throws Exception {
    JournalDirectory journal = rig.append(10);
    rig.ingest.then(
        new SendOutcome.EntryFault(422, WORDS), FakeIngestClient.fault(Fault.UNAUTHORIZED));
    rig.ingest.always(refusing(journal, 3));
    rig.settle();
    assertThat(rig.state()).isEqualTo(ShipperState.UNAUTHORIZED);
    assertThat(rig.ingest.requests).hasSize(2);
    rig.after(PROBE).after(TICK);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
    assertThat(letters()).containsExactly(journal.id() + "-3.json");
    assertThat(rig.ingest.settled).hasSize(9);
  }

  @Test
  void outageInBetween_isWaitedFor() throws Exception {
    JournalDirectory journal = rig.append(10);
    rig.ingest.then(
        new SendOutcome.EntryFault(422, WORDS), FakeIngestClient.away(), FakeIngestClient.away());
    rig.ingest.always(refusing(journal, 3));
    rig.settle();
    assertThat(rig.state()).isEqualTo(ShipperState.RETRYING);
    rig.after(Duration.ofSeconds(5)).after(Duration.ofSeconds(5)).after(TICK);
    assertThat(letters()).containsExactly(journal.id() + "-3.json");
    assertThat(rig.ingest.settled).hasSize(9);
  }

  @Test
  void queueThatIsInvestigated_doesNotHoldUpOthers() throws Exception {
    Path keys = Files.createDirectories(folder.resolve("keys"));
    TestFiles.secret(keys.resolve("a-agent"), "key-a");
    TestFiles.secret(keys.resolve("b-agent"), "key-b");
    rig.with("agent_id", "somebody-else").with("keys_dir", keys.toString());
    JournalDirectory sick = rig.append("a-agent", 10);
    rig.append("b-agent", 10);
    rig.ingest.always(
        body -> body.id().equals("ping") || body.id().contains(sick.id().toString())
            ? new SendOutcome.EntryFault(400, "no")
            : FakeIngestClient.accepted(body));
    rig.settle();
    assertThat(rig.ingest.settled).hasSize(10);
    assertThat(rig.roster().held("a-agent").gate().isPaused()).isTrue();
  }

  private static java.util.function.Function<RequestBody, SendOutcome> refusing(
      JournalDirectory journal, long... sequences) {
    Predicate<RequestBody> bad = holding(journal, sequences);
    return body ->
        bad.test(body) ? new SendOutcome.EntryFault(422, WORDS) : FakeIngestClient.accepted(body);
  }

  private static Predicate<RequestBody> holding(JournalDirectory journal, long... sequences) {
    Set<String> ids = LongStream.of(sequences)
        .mapToObj(sequence -> journal.id() + ":" + sequence)
        .collect(Collectors.toSet());
    return body -> ids.stream().anyMatch(id -> body.indexOf(id) >= 0);
  }

  private static String id(JournalDirectory journal, long first, long last) {
    return journal.id() + ":" + first + "-" + last;
  }

  private JsonNode letter(JournalDirectory journal, long sequence) throws IOException {
    Path file = rig.queueDirectory().deadLetters().resolve(journal.id() + "-" + sequence + ".json");
    return new ObjectMapper().readTree(Files.readAllBytes(file));
  }

  private List<String> letters() throws IOException {
    if (!Files.isDirectory(rig.queueDirectory().deadLetters())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(rig.queueDirectory().deadLetters())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
