package com.gt8004.shipper;

import static com.gt8004.shipper.ShipperRig.AGENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.queue.FlushRequest;
import com.gt8004.sdk.queue.JournalDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes out when, and what the checkpoint says afterwards. */
class ShipperShippingTest {
  private static final Duration LINGER = Duration.ofSeconds(5);
  private static final Duration TICK = Duration.ofMillis(200);

  @TempDir
  Path folder;

  private ShipperRig rig;

  @BeforeEach
  void setUp() {
    rig = new ShipperRig(folder);
  }

  @AfterEach
  void tearDown() {
    rig.close();
  }

  @Test
  void fullBatch_goesAtOnce() throws Exception {
    JournalDirectory journal = rig.append(10);
    rig.settle();
    assertThat(rig.ingest.requests).containsExactly(journal.id() + ":0-9");
  }

  @Test
  void partialBatch_waitsForTheFlushInterval() throws Exception {
    JournalDirectory journal = rig.append(13);
    rig.settle();
    rig.after(LINGER.minusMillis(1));
    assertThat(rig.ingest.requests).containsExactly(journal.id() + ":0-9");
    rig.after(Duration.ofMillis(1));
    assertThat(rig.ingest.requests).last().isEqualTo(journal.id() + ":10-12");
  }

  @Test
  void backlog_goesInCatchUpBatchesAndEndsInSteadyOnes() throws Exception {
    JournalDirectory journal = rig.append(215);
    rig.settle();
    rig.after(LINGER);
    assertThat(rig.ingest.requests.stream().map(id -> id.substring(id.indexOf(':') + 1)))
        .containsExactly("0-99", "100-199", "200-209", "210-214");
    assertThat(rig.ingest.settled).isEqualTo(ids(journal, 215));
  }

  @Test
  void flushRequest_makesAPartialBatchGo() throws Exception {
    JournalDirectory journal = rig.append(3);
    rig.settle();
    assertThat(rig.ingest.requests).isEmpty();
    FlushRequest.raise(journal, 3);
    rig.after(Duration.ofMillis(10));
    assertThat(rig.ingest.settled).isEqualTo(ids(journal, 3));
  }

  @Test
  void shipNow_makesAPartialBatchGo() throws Exception {
    JournalDirectory journal = rig.append(3);
    rig.settle();
    rig.queue().journals().open().forEach(lane -> lane.intake().shipNow());
    rig.settle();
    assertThat(rig.ingest.settled).isEqualTo(ids(journal, 3));
  }

  @Test
  void checkpoint_followsWithin200Milliseconds() throws Exception {
    JournalDirectory journal = rig.append(30);
    rig.settle();
    assertThat(rig.checkpoint(journal)).isEqualTo(10); // the first one is written at once
    rig.after(TICK);
    assertThat(rig.checkpoint(journal)).isEqualTo(30);
  }

  @Test
  void checkpoint_isNeverAheadOfWhatWasAnswered() throws Exception {
    JournalDirectory journal = rig.append(30);
    rig.ingest.hold();
    rig.settle();
    rig.after(TICK);
    assertThat(rig.ingest.held()).hasSize(1);
    assertThat(rig.checkpoint(journal)).isZero();
    rig.ingest.release(new com.gt8004.shipper.send.SendOutcome.Settled(10, 0, List.of(), true));
    rig.after(TICK).after(TICK);
    assertThat(rig.checkpoint(journal)).isEqualTo(30);
  }

  @Test
  void firstRequest_goesAlone() throws Exception {
    rig.append(50);
    rig.append(50);
    rig.ingest.hold();
    rig.settle();
    assertThat(rig.ingest.held()).hasSize(1);
  }

  @Test
  void newJournalOfALivingWriter_isShippedWithinTwoSeconds() throws Exception {
    rig.settle();
    try (GT8004Logger logger = rig.logger(AGENT)) {
      ShipperRig.log(logger, 10);
      rig.after(ShipperRig.SECOND);
      assertThat(rig.ingest.settled).hasSize(10);
      ShipperRig.log(logger, 10);
      rig.settle();
      assertThat(rig.ingest.settled).hasSize(20);
    }
  }

  @Test
  void severalQueues_areShippedUnderTheirOwnNames() throws Exception {
    rig.with("keys_dir", keys("alpha", "beta").toString());
    rig.append("alpha", 10);
    rig.append("beta", 10);
    rig.settle();
    assertThat(rig.ingest.settled).hasSize(20);
    assertThat(rig.roster().held())
        .extracting(QueueLane::agentId)
        .containsExactlyInAnyOrder("alpha", "beta");
  }

  @Test
  void namedQueue_isShippedAloneWhetherCalledByNameOrByAgentId() throws Exception {
    rig.append("a b/안녕", 10);
    rig.append("other", 10);
    rig.with("queues", "a b/안녕");
    rig.settle();
    assertThat(rig.roster().held()).extracting(QueueLane::agentId).containsExactly("a b/안녕");
    String name = rig.queue().name();
    rig.close();
    rig.with("queues", name);
    rig.settle();
    assertThat(rig.roster().held()).extracting(QueueLane::agentId).containsExactly("a b/안녕");
    assertThat(rig.ingest.settled).hasSize(10);
  }

  @Test
  void finishedJournal_isClosedOnceItIsSettled() throws Exception {
    JournalDirectory journal = rig.append(10);
    rig.settle();
    rig.after(ShipperRig.SECOND);
    assertThat(rig.queue().journals().open()).isEmpty();
    assertThat(rig.queue().journals().finished())
        .extracting(JournalShelf.Finished::directory, JournalShelf.Finished::end)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(journal, 10L));
    assertThat(rig.checkpoint(journal)).isEqualTo(10);
  }

  @Test
  void manyFinishedJournals_areOpenedOldestFirstAFewAtATime() throws Exception {
    for (int i = 0; i < JournalShelf.FINISHED_OPEN_MAX + 3; i++) {
      rig.append(1);
    }
    rig.step();
    assertThat(rig.queue().journals().open()).hasSize(JournalShelf.FINISHED_OPEN_MAX);
    assertThat(rig.queue().journals().waiting().count()).isEqualTo(3);
    assertThat(Depths.of(rig.queue(), rig.clock).entries())
        .isEqualTo(JournalShelf.FINISHED_OPEN_MAX + 3);
    rig.after(LINGER);
    rig.after(ShipperRig.SECOND).after(LINGER);
    assertThat(rig.ingest.settled)
        .hasSize(JournalShelf.FINISHED_OPEN_MAX + 3)
        .doesNotHaveDuplicates();
  }

  private Path keys(String... queues) throws Exception {
    Path keys = java.nio.file.Files.createDirectories(folder.resolve("keys"));
    for (String queue : queues) {
      TestFiles.secret(keys.resolve(queue), "key-of-" + queue);
    }
    return keys;
  }

  private static List<String> ids(JournalDirectory journal, int count) {
    return IntStream.range(0, count).mapToObj(i -> journal.id() + ":" + i).toList();
  }
}
