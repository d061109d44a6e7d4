package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.Ledger;
import com.gt8004.sdk.queue.QueueBytes;
import com.gt8004.sdk.queue.QueueLimits;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.shipper.ledger.LedgerFile;
import com.gt8004.shipper.ledger.LossReason;
import com.gt8004.shipper.send.Rejection;
import com.gt8004.shipper.send.SendOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full queue: settled entries go first; what is not settled only by a writer's wish, and in the ledger. */
class OldestDroppedTest {
  private static long fiveFiles;

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
  void settledCycles_goWhateverTheirAgeFrom80Percent() throws Exception {
    try (CycleWriter writer = writer(limits(0.79, false))) {
      shipAll();
      assertThat(writer.files()).as("at 79 %").hasSize(5);
    }
    rig.close();
    rig = new ShipperRig(folder.resolve("other"));
    try (CycleWriter writer = writer(limits(0.81, false))) {
      shipAll();
      assertThat(writer.files().size()).as("at 81 %, down to 75 %").isBetween(2, 4);
      assertThat(rig.ingest.settled).hasSize(45);
      assertThat(rig.queueDirectory().ledgerFile()).doesNotExist();
    }
  }

  @Test
  void settledCycles_goUnderPressureThoughAReplayMayWantThem() throws Exception {
    try (CycleWriter writer = writer(limits(1.0, false))) {
      Path lease = rig.queueDirectory().path().resolve("replays/1.json");
      Files.createDirectories(lease.getParent());
      Files.writeString(lease, "{}");
      shipAll();
      assertThat(writer.files()).hasSizeLessThan(5);
    }
  }

  @Test
  void unsettledCycles_stayWhereTheWriterPrefersRefusals() throws Exception {
    rig.ingest.always(FakeIngestClient.away());
    try (CycleWriter writer = writer(limits(1.2, false))) {
      shipAll();
      assertThat(writer.files()).hasSize(5);
      assertThat(rig.queueDirectory().ledgerFile()).doesNotExist();
    }
  }

  @Test
  void oldestUnsettledCycles_goWhereTheWriterPrefersThat() throws Exception {
    rig.ingest.always(FakeIngestClient.away());
    try (CycleWriter writer = writer(limits(1.0, true))) {
      shipAll();
      long dropped = rig.queue().retention().droppedEntries();
      assertThat(dropped).as("some, in whole cycles, not the newest").isIn(10L, 20L, 30L);
      assertThat(rig.checkpoint(writer.journal())).isEqualTo(dropped);
      assertThat(writer.files())
          .extracting(CycleWriter::firstSequence)
          .containsExactlyElementsOf(
              LongStream.iterate(dropped, first -> first < 45, first -> first + 10)
                  .boxed()
                  .toList());
      for (long sequence = 0; sequence < 45; sequence++) {
        assertThat(Ledger.holds(rig.queueDirectory(), writer.journal().id(), sequence))
            .as("sequence %d", sequence)
            .isEqualTo(sequence < dropped);
      }
      assertThat(rig.queue().retention().pressure().isFull()).isFalse();
      rig.ingest.acceptsAgain();
      rig.after(Duration.ofMinutes(1));
      shipAll();
      assertThat(rig.ingest.settled)
          .as("appended = acknowledged + in the ledger")
          .containsExactlyInAnyOrderElementsOf(ids(writer.journal(), dropped, 45));
    }
  }

  @Test
  void newestCycleOfALivingWriter_isNeverDropped() throws Exception {
    rig.ingest.always(FakeIngestClient.away());
    try (CycleWriter writer = writer(limits(30.0, true))) {
      shipAll();
      assertThat(writer.files()).extracting(CycleWriter::firstSequence).containsExactly(40L);
      assertThat(rig.checkpoint(writer.journal())).isEqualTo(40);
      writer.append(3);
      rig.ingest.acceptsAgain();
      rig.after(Duration.ofMinutes(1));
      shipAll();
      assertThat(rig.ingest.settled)
          .containsExactlyInAnyOrderElementsOf(ids(writer.journal(), 40, 48));
    }
  }

  @Test
  void batchThatIsOut_isWaitedFor() throws Exception {
    rig.ingest.hold();
    try (CycleWriter writer = writer(limits(1.0, true))) {
      shipAll();
      assertThat(rig.queue().retention().droppedEntries()).isZero();
      rig.ingest.release(new SendOutcome.Settled(45, 0, List.of(), true));
      shipAll();
      assertThat(rig.queue().retention().droppedEntries()).isZero();
      assertThat(rig.checkpoint(writer.journal())).isEqualTo(45);
      assertThat(rig.queueDirectory().ledgerFile()).doesNotExist();
    }
  }

  /** The answer cannot be acted on for as long as nobody mends the server: waiting would be for ever. */
  @Test
  void batchWhoseLettersFindNoRoom_losesOnlyWhatTheServerRefused() throws Exception {
    rig.with("dead_letters_max", "1");
    rig.ingest.then(body -> new SendOutcome.Settled(
        body.count() - 2, 0, List.of(new Rejection(2, "no"), new Rejection(5, "no")), true));
    try (CycleWriter writer = writer(limits(1.0, true))) {
      shipAll();
      long dropped = rig.queue().retention().droppedEntries();
      assertThat(dropped).as("one of the first cycle, others whole").isIn(1L, 11L, 21L, 31L);
      assertThat(Ledger.holds(rig.queueDirectory(), writer.journal().id(), 5)).isTrue();
      for (int accepted : new int[] {0, 1, 2, 3, 4, 6, 7, 8, 9}) {
        assertThat(Ledger.holds(rig.queueDirectory(), writer.journal().id(), accepted))
            .isFalse();
      }
      assertThat(rig.state())
          .as("an operator has to look at it")
          .isEqualTo(ShipperState.DEAD_LETTER_STORM);
      assertThat(rig.ingest.requests).hasSize(1);
      Files.delete(rig.queueDirectory().deadLetters().resolve(writer.journal().id() + "-2.json"));
      rig.after(Duration.ofSeconds(15)).after(ShipperRig.SECOND);
      shipAll();
      assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
      assertThat(rig.checkpoint(writer.journal())).isEqualTo(45);
    }
  }

  @Test
  void checkpointThatCannotBeWritten_letsNothingOutThatIsInTheLedger() throws Exception {
    rig.ingest.hold();
    try (CycleWriter writer = writer(limits(1.0, true))) {
      rig.settle(); // a batch is out, so nothing is dropped yet
      rig.queue().journals().open().get(0).checkpoint().close(); // writing it fails from now on
      rig.ingest.release(FakeIngestClient.away());
      rig.ingest.always(FakeIngestClient.away());
      rig.after(ShipperRig.SECOND).after(ShipperRig.SECOND);
      long dropped = rig.queue().retention().droppedEntries();
      assertThat(dropped).isPositive();
      assertThat(rig.checkpoint(writer.journal())).isEqualTo(dropped);
      rig.ingest.acceptsAgain();
      rig.after(Duration.ofMinutes(1));
      shipAll();
      assertThat(rig.ingest.settled)
          .containsExactlyInAnyOrderElementsOf(ids(writer.journal(), dropped, 45));
    }
  }

  @Test
  void nothingIsDropped_whenNoWriterLives() throws Exception {
    rig.ingest.always(FakeIngestClient.away());
    CycleWriter writer = writer(limits(1.2, true));
    writer.close();
    shipAll();
    assertThat(rig.queue().retention().droppedEntries()).isZero();
    assertThat(CycleWriter.files(rig.queueDirectory().journals().get(0))).hasSize(5);
  }

  @Test
  void oldestJournal_goesBeforeTheNewer() throws Exception {
    rig.ingest.always(FakeIngestClient.away());
    QueueLimits limits = limits(0.55, true); // twice as many files: 110 %
    CycleWriter first = writer(limits);
    JournalDirectory finished = first.journal();
    first.close();
    rig.clock.advance(Duration.ofSeconds(1));
    try (CycleWriter living = writer(limits)) {
      shipAll();
      assertThat(rig.checkpoint(finished)).as("what was enough").isBetween(10L, 30L);
      assertThat(rig.checkpoint(living.journal())).isZero();
    }
  }

  @Test
  void journalsThatWaitForTheirSecondLook_costNoMoreThanIsNeeded() throws Exception {
    QueueLimits unlimited = QueueLimits.DEFAULT.withDiskFreeMin(0);
    long all;
    try (ShipperRig measure = new ShipperRig(folder.resolve("four"));
        CycleWriter living = livingAndThreeFinished(measure, unlimited)) {
      assertThat(living.files()).hasSize(1);
      all = QueueBytes.ofQueue(measure.queueDirectory());
    }
    rig.ingest.always(FakeIngestClient.away());
    try (CycleWriter living = livingAndThreeFinished(rig, new QueueLimits(all, 0, true))) {
      List<JournalDirectory> journals = rig.queueDirectory().journals();
      shipAll();
      assertThat(rig.queue().retention().droppedEntries()).as("10 %").isIn(5L, 10L);
      assertThat(rig.checkpoint(living.journal())).isZero();
      assertThat(rig.checkpoint(journals.get(1))).isEqualTo(5);
      assertThat(rig.checkpoint(journals.get(3))).isZero();
      rig.after(Duration.ofMinutes(1));
      shipAll();
      assertThat(journals.get(1).path()).as("gone by now").doesNotExist();
      assertThat(living.files()).hasSize(1);
    }
  }

  /** The living one first: it would be refused once the queue is full. */
  private static CycleWriter livingAndThreeFinished(ShipperRig rig, QueueLimits limits) {
    CycleWriter living = new CycleWriter(rig.queueDirectory(), limits, rig.clock).append(5);
    for (int i = 0; i < 3; i++) {
      rig.clock.advance(ShipperRig.SECOND);
      CycleWriter.unlimited(rig).append(5).close();
    }
    return living;
  }

  @Test
  void crashBetweenLedgerAndCheckpoint_goesOnAsIfTheCheckpointHadBeenWritten() throws Exception {
    try (CycleWriter writer = writer(QueueLimits.DEFAULT.withDiskFreeMin(0))) {
      LedgerFile.open(rig.queueDirectory(), rig.clock)
          .add(writer.journal().id(), new SequenceRange(0, 9), LossReason.DROP_OLDEST, null);
      shipAll();
      assertThat(rig.ingest.settled)
          .containsExactlyInAnyOrderElementsOf(ids(writer.journal(), 10, 45));
      assertThat(rig.checkpoint(writer.journal())).isEqualTo(45);
      assertThat(Files.readAllLines(rig.queueDirectory().ledgerFile())).hasSize(1);
    }
  }

  @Test
  void droppingThroughCrashes_countsEveryEntryOnce() throws Exception {
    rig.ingest.then(FakeIngestClient::accepted).always(FakeIngestClient.away());
    rig.with("batch_size_catch_up", "13");
    try (CycleWriter writer = writer(limits(1.4, true))) {
      JournalDirectory journal = writer.journal();
      Set<String> lost = new HashSet<>();
      for (int crash = 0; crash < 4; crash++) {
        shipAll();
        rig.crashAndRestart();
      }
      rig.ingest.acceptsAgain();
      rig.after(Duration.ofMinutes(1));
      shipAll();
      for (int sequence = 0; sequence < 45; sequence++) {
        if (Ledger.holds(rig.queueDirectory(), journal.id(), sequence)) {
          lost.add(journal.id() + ":" + sequence);
        }
      }
      Set<String> delivered = new HashSet<>(rig.ingest.settled);
      assertThat(delivered).doesNotContainAnyElementsOf(lost).contains(journal.id() + ":44");
      assertThat(delivered.size() + lost.size()).isEqualTo(45);
      assertThat(lost).isNotEmpty();
    }
  }

  private CycleWriter writer(QueueLimits limits) {
    return new CycleWriter(rig.queueDirectory(), limits, rig.clock).append(45);
  }

  /** Limits by which a queue of five cycle files, as these tests make it, is that full. */
  private QueueLimits limits(double full, boolean dropOldest) throws Exception {
    return new QueueLimits((long) (measured() / full), 0, dropOldest);
  }

  private long measured() throws Exception {
    if (fiveFiles == 0) {
      fiveFiles = measure();
    }
    return fiveFiles;
  }

  private long measure() throws Exception {
    ShipperRig measure = new ShipperRig(folder.resolve("measure"));
    try (CycleWriter writer = CycleWriter.unlimited(measure).append(45)) {
      assertThat(writer.files()).hasSize(5);
      return QueueBytes.ofQueue(measure.queueDirectory());
    } finally {
      com.gt8004.sdk.queue.DurableFiles.deleteRecursively(folder.resolve("measure"));
    }
  }

  private static List<String> ids(JournalDirectory journal, long from, int to) {
    return IntStream.range((int) from, to).mapToObj(i -> journal.id() + ":" + i).toList();
  }

  private void shipAll() {
    rig.settle();
    rig.after(Duration.ofSeconds(5)).after(ShipperRig.SECOND);
  }
}
