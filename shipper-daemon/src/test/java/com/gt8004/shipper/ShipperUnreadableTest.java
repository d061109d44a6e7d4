package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.PathWatches;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.batch.BatchLimits;
import com.gt8004.shipper.ledger.LedgerFile;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be read is neither finished nor empty, and is never removed. */
class ShipperUnreadableTest {
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

  private EndWatch watch() {
    return new EndWatch(rig.root(), rig.roster(), List.of(), true);
  }

  @Test
  void entriesBehindAnUnreadableLength_areShippedLikeTheRest() throws Exception {
    JournalDirectory journal = rig.append(10);
    eraseHeaderOf(journal, "/n/5");
    rig.untilEmpty().settle();
    rig.after(ShipperRig.SECOND).after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(10);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
    assertThat(rig.checkpoint(journal)).isEqualTo(10);
    assertThat(rig.queueDirectory().ledgerFile()).doesNotExist();
    assertThat(watch().look()).isNotNull().extracting(Ending::exitCode).isEqualTo(0);
  }

  /** A folder opens like a file, and each read of it fails like one of a broken disk. */
  @Test
  void fileThatFailsToRead_stopsItsJournalThereAndLosesNothing() throws Exception {
    JournalDirectory journal;
    Path broken;
    try (CycleWriter writer = CycleWriter.unlimited(rig).append(45)) {
      journal = writer.journal();
      broken = writer.files().get(3);
    }
    rig.step(); // opens it, while all is well, and fills the first batch
    Path aside = Files.move(broken, folder.resolve("aside.cq4"));
    Files.createDirectory(broken);
    rig.append(10);
    rig.settle();
    rig.after(ShipperRig.SECOND).after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).as("all before it, and the other journal").hasSize(40);
    assertThat(rig.state()).isEqualTo(ShipperState.DISK_FAULT);
    assertThat(rig.condition().cause()).contains(journal.path().toString(), "sequence 30");
    assertThat(rig.checkpoint(journal)).isEqualTo(30);
    assertThat(rig.queueDirectory().ledgerFile()).doesNotExist();
    Files.delete(broken);
    Files.move(aside, broken);
    rig.after(Duration.ofSeconds(15)).after(Duration.ofSeconds(5));
    assertThat(rig.ingest.settled).hasSize(55);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
  }

  @Test
  void checkpointOfANewerShipper_makesItsJournalWaitUntouched() throws Exception {
    JournalDirectory journal = rig.append(10);
    byte[] newer = TestFiles.asOfNewerFormat(journal);
    rig.append(5);
    rig.settle();
    rig.after(Duration.ofSeconds(15)).after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(5);
    assertThat(rig.state()).isEqualTo(ShipperState.NEWER_FORMAT);
    assertThat(rig.condition().cause()).contains(journal.checkpointFile().toString());
    assertThat(Files.readAllBytes(journal.checkpointFile())).isEqualTo(newer);
    QueueCheck check = new QueueCheck(rig.queueDirectory(), null);
    assertThat(check.run((entries, total) -> {}).findings())
        .singleElement()
        .satisfies(found -> assertThat(found.kind()).isEqualTo(QueueCheck.Kind.NEWER_FORMAT));
  }

  @Test
  void journalWithADamagedFirstEntry_isNotTakenForEmptyAndRemoved() throws Exception {
    JournalDirectory journal = rig.append(10);
    eraseHeaderOf(journal, "/n/0");
    rig.settle();
    rig.after(ShipperRig.SECOND).after(Duration.ofSeconds(60)).after(Duration.ofSeconds(60));
    assertThat(journal.path()).exists();
  }

  @Test
  void journalWithoutMetadata_isNotTakenForEmptyAndRemoved() throws Exception {
    JournalDirectory journal = rig.append(10);
    Files.delete(journal.chronicle().resolve("metadata.cq4t"));
    rig.settle();
    assertThat(rig.ingest.settled).hasSize(10);
    rig.after(ShipperRig.SECOND).after(Duration.ofSeconds(60)).after(Duration.ofSeconds(60));
    assertThat(journal.path()).exists();
  }

  @Test
  void journalsNeverListed_areNotDrained() throws Exception {
    JournalShelf shelf = new JournalShelf(
        rig.queueDirectory(),
        ShipperRig.AGENT,
        BatchRules.of(
            ShipperConfig.load(null, java.util.Map.of(), java.util.Map.of()).config(), true),
        rig.destination(),
        com.gt8004.shipper.ledger.LedgerFile.open(rig.queueDirectory(), rig.clock),
        new PathWatches(rig.clock),
        rig.clock);
    assertThat(shelf.isDrained()).isFalse();
  }

  @Test
  void untilEmpty_failsWhereTheRootCannotBeRead() throws Exception {
    rig.append(3);
    rig.untilEmpty().settle();
    Files.move(rig.root().path(), folder.resolve("moved"));
    Files.writeString(rig.root().path(), "in the way");
    rig.after(ShipperRig.SECOND);
    EndWatch watch = new EndWatch(new QueueRoot(folder), rig.roster(), List.of(), true);
    assertThat(watch.look()).isNotNull().satisfies(ending -> {
      assertThat(ending.exitCode()).isEqualTo(1);
      assertThat(ending.message()).contains("cannot be read");
    });
  }

  @Test
  void untilEmpty_failsWhereJournalsAreNotWell() throws Exception {
    rig.append(3);
    rig.untilEmpty().settle();
    rig.queue()
        .journalHealth()
        .ails(new Condition(ShipperState.DISK_FAULT, "cannot list the journals", "look"));
    assertThat(watch().look()).isNotNull().satisfies(ending -> {
      assertThat(ending.exitCode()).isEqualTo(1);
      assertThat(ending.message()).contains("cannot list the journals");
    });
  }

  @Test
  void journalsOfLivingWriters_takeNoPlaceFromFinishedOnes() throws Exception {
    JournalDirectory finished = rig.append(3);
    List<OwnerLock> writers = new ArrayList<>();
    try {
      for (int i = 0; i < JournalShelf.FINISHED_OPEN_MAX; i++) {
        Path living =
            finished.path().resolveSibling("1-%08d-0000-7000-8000-000000000001".formatted(i));
        Files.createDirectories(living);
        writers.add(OwnerLock.tryAcquire(living.resolve("owner.lock")));
      }
      rig.untilEmpty().settle();
      assertThat(rig.queue().journals().waiting().count()).isZero();
      assertThat(rig.ingest.settled).hasSize(3);
    } finally {
      for (OwnerLock writer : writers) {
        writer.close();
      }
    }
  }

  @Test
  void journalThatCannotBeOpened_leavesTheBacklogOpenAndNotTooLow() throws Exception {
    JournalDirectory broken = rig.append(3);
    rig.append(4);
    Path inTheWay = broken.chronicle().resolve("19700101-0020X.cq4");
    Files.createDirectory(inTheWay);
    rig.ingest.always(FakeIngestClient.away());
    rig.settle();
    assertThat(Depths.of(rig.queue(), rig.clock).entries()).isNull();
    Files.delete(inTheWay);
    rig.after(Duration.ofSeconds(16));
    assertThat(Depths.of(rig.queue(), rig.clock).entries()).isEqualTo(7);
  }

  @Test
  void stoppedJournal_countsInTheBacklog() throws Exception {
    JournalDirectory broken = rig.append(3);
    rig.settle();
    JournalLane lane = java.util.Objects.requireNonNull(rig.queue().journals().open(broken.id()));
    rig.queue().journals().stop(lane, new Condition(ShipperState.DISK_FAULT, "broken", "wait"));
    assertThat(Depths.of(rig.queue(), rig.clock).entries()).isEqualTo(3);
  }

  @Test
  void journalThatFailsWhileItIsOpened_isEitherOpenOrStopped() throws Exception {
    JournalDirectory journal = rig.append(3);
    Path inTheWay = journal.chronicle().resolve("19700101-0020X.cq4");
    Files.createDirectory(inTheWay); // reads as a cycle file that cannot be opened
    JournalShelf shelf = new JournalShelf(
        rig.queueDirectory(),
        ShipperRig.AGENT,
        new BatchRules(new BatchLimits(10, 1 << 20), new BatchLimits(10, 1 << 20), 0),
        rig.destination(),
        LedgerFile.open(rig.queueDirectory(), rig.clock),
        new PathWatches(rig.clock),
        rig.clock);
    shelf.refresh();
    assertThat(shelf.stopped()).hasSize(1);
    assertThat(shelf.open()).isEmpty();
    Files.delete(inTheWay);
    rig.clock.advance(Duration.ofSeconds(16));
    shelf.refresh();
    assertThat(shelf.stopped()).isEmpty();
    assertThat(shelf.open()).hasSize(1);
    shelf.close();
  }

  /** Makes Chronicle see the end of its data where the entry of this path stands. */
  private static void eraseHeaderOf(JournalDirectory journal, String path) throws Exception {
    try (Stream<Path> files = Files.list(journal.chronicle())) {
      Path cycle =
          files.filter(file -> file.toString().endsWith(".cq4")).findFirst().orElseThrow();
      String text = new String(Files.readAllBytes(cycle), StandardCharsets.ISO_8859_1);
      int envelope = text.lastIndexOf("GT8J", text.indexOf(path + "\""));
      assertThat(envelope).isPositive();
      try (RandomAccessFile file = new RandomAccessFile(cycle.toFile(), "rw")) {
        file.seek(envelope - 4L);
        file.write(new byte[4]);
      }
    }
  }
}
