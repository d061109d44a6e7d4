package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.Ledger;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.SequenceSet;
import com.gt8004.shipper.QueueCheck.Finding;
import com.gt8004.shipper.QueueCheck.Kind;
import com.gt8004.shipper.QueueCheck.Report;
import com.gt8004.shipper.QueueCheck.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds what is damaged, gives up that and nothing else, and leaves a queue that ships. */
class QueueCheckTest {
  @TempDir
  Path folder;

  private static Report check(QueueDirectory queue) throws IOException {
    return new QueueCheck(queue, null).run((entries, total) -> {});
  }

  private static List<Finding> mended(QueueCheck check) throws IOException {
    QueueCheck.Repair repair = check.repair((entries, total) -> {}, EpochClock.system());
    assertThat(repair.broken()).isNull();
    return repair.mended();
  }

  private static List<Finding> findings(Report report, Kind kind) {
    return report.findings().stream().filter(each -> each.kind() == kind).toList();
  }

  @Test
  void soundQueue_hasNoFindings_livingOrNot() throws Exception {
    try (ShipperRig rig = new ShipperRig(folder)) {
      rig.append(30);
      try (GT8004Logger logger = rig.logger(ShipperRig.AGENT)) {
        ShipperRig.log(logger, 20);
        Report beside = check(rig.queueDirectory());
        assertThat(beside.findings()).isEmpty();
        assertThat(beside.entries()).isEqualTo(50);
        rig.settle();
        ShipperRig.log(logger, 20);
        assertThat(check(rig.queueDirectory()).entries()).isEqualTo(70);
      }
      Report after = check(rig.queueDirectory());
      assertThat(after.findings()).isEmpty();
      assertThat(after.journals()).isEqualTo(2);
    }
  }

  @Test
  void smallFiles_areToldAndMended() throws Exception {
    try (ShipperRig rig = new ShipperRig(folder)) {
      JournalDirectory journal = rig.append(30);
      rig.settle();
      rig.after(ShipperRig.SECOND);
      rig.close();
      QueueDirectory queue = rig.queueDirectory();
      Files.writeString(journal.descriptorFile(), "{\"format_version\": 1, ");
      Files.writeString(queue.descriptorFile(), "?");
      Files.write(journal.flushFile(), new byte[3]);
      Files.delete(journal.ownerLockFile());
      Files.write(journal.checkpointFile(), new byte[100]);
      Files.setPosixFilePermissions(queue.ledgerFile().resolveSibling("shipper.lock"), Set.of());
      Files.setPosixFilePermissions(
          journal.flushFile(), PosixFilePermissions.fromString("rw-r--r--"));
      Files.createDirectories(queue.deadLetters());
      Path restorable = queue.deadLetters().resolve(journal.id() + "-7.json");
      Files.writeString(restorable, "{\"entry_id\"");
      Path lost = queue.deadLetters().resolve(journal.id() + "-777.json");
      Files.writeString(lost, "{}");

      QueueCheck check = new QueueCheck(queue, null);
      Report report = check.run((entries, total) -> {});
      assertThat(report.isDamaged()).isTrue();
      assertThat(report.findings())
          .extracting(Finding::kind)
          .contains(
              Kind.JOURNAL_DESCRIPTOR,
              Kind.QUEUE_DESCRIPTOR,
              Kind.FLUSH,
              Kind.OWNER_LOCK,
              Kind.CHECKPOINT,
              Kind.PERMISSIONS,
              Kind.DEAD_LETTER);
      assertThat(mended(check)).hasSameSizeAs(report.findings());

      Report after = check(queue);
      assertThat(after.isDamaged()).isFalse();
      assertThat(findings(after, Kind.PERMISSIONS)).isEmpty();
      assertThat(queue.descriptor().agentId()).isEqualTo(ShipperRig.AGENT);
      assertThat(rig.checkpoint(journal)).as("sent again from the start").isZero();
      assertThat(Files.readString(restorable)).contains("\"/n/7\"");
      assertThat(lost).doesNotExist();
      assertThat(Ledger.holds(queue, journal.id(), 777)).isTrue();
      assertThat(queue.damaged()).isDirectoryContaining("glob:**queue.json.bin");
    }
  }

  @Test
  void oneBadSlotOfTheCheckpoint_isWrittenAnewFromTheOther() throws Exception {
    try (ShipperRig rig = new ShipperRig(folder)) {
      JournalDirectory journal = rig.append(30);
      try (CheckpointFile file = CheckpointFile.open(journal)) {
        file.write(Checkpoint.at(journal.id(), 12));
      }
      byte[] bytes = Files.readAllBytes(journal.checkpointFile());
      bytes[40] ^= 1;
      Files.write(journal.checkpointFile(), bytes);
      QueueCheck check = new QueueCheck(rig.queueDirectory(), null);
      assertThat(check.run((entries, total) -> {}).findings())
          .singleElement()
          .satisfies(found -> assertThat(found.kind()).isEqualTo(Kind.CHECKPOINT));
      mended(check);
      assertThat(check(rig.queueDirectory()).findings()).isEmpty();
      assertThat(rig.checkpoint(journal)).isEqualTo(12);
    }
  }

  @Test
  void checkpointThatAShipperMendedMeanwhile_isNotMovedBack() throws Exception {
    try (ShipperRig rig = new ShipperRig(folder)) {
      JournalDirectory journal = rig.append(30);
      Files.delete(journal.checkpointFile());
      QueueCheck check = new QueueCheck(rig.queueDirectory(), null);
      assertThat(check.run((entries, total) -> {}).isDamaged()).isTrue();
      Files.write(journal.checkpointFile(), CheckpointFile.initial(journal.id()));
      DurableFiles.restrict(journal.checkpointFile());
      try (CheckpointFile file = CheckpointFile.open(journal)) {
        file.write(Checkpoint.at(journal.id(), 12));
      }
      assertThat(mended(check)).isEmpty();
      assertThat(rig.checkpoint(journal)).isEqualTo(12);
    }
  }

  @Test
  void repairThatBreaksOff_tellsWhatItMended() throws Exception {
    try (ShipperRig rig = new ShipperRig(folder)) {
      JournalDirectory journal = rig.append(3);
      Files.delete(journal.checkpointFile());
      Files.delete(journal.descriptorFile());
      // No file can take its place.
      DurableFiles.createFolders(journal.descriptorFile().resolve("child"));
      QueueCheck.Repair repair = new QueueCheck(rig.queueDirectory(), null)
          .repair((entries, total) -> {}, EpochClock.system());
      assertThat(repair.broken()).isNotNull();
      assertThat(repair.mended())
          .extracting(Finding::kind)
          .contains(Kind.CHECKPOINT)
          .doesNotContain(Kind.JOURNAL_DESCRIPTOR);
    }
  }

  @Test
  void journalThatRetentionRemovesMeanwhile_isNoDamage() throws Exception {
    try (ShipperRig rig = new ShipperRig(folder)) {
      rig.append(1_005);
      JournalDirectory later = rig.append(5);
      QueueDirectory queue = rig.queueDirectory();
      List<JournalDirectory> order = queue.journals();
      assertThat(order.get(1).id()).as("read last").isEqualTo(later.id());
      Report report = new QueueCheck(queue, null).run((entries, total) -> {
        try {
          DurableFiles.deleteRecursively(later.path());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
      assertThat(report.findings()).isEmpty();
      assertThat(report.journals()).isEqualTo(1);
      assertThat(report.entries()).isEqualTo(1_005);
    }
  }

  @Test
  void cycleFileUnderAWrongName_isNotGivenUp() throws Exception {
    try (ShipperRig rig = new ShipperRig(folder)) {
      JournalDirectory journal;
      Path file;
      try (CycleWriter writer = CycleWriter.unlimited(rig).append(35)) {
        journal = writer.journal();
        file = writer.files().get(1);
      }
      Path wrong = file.resolveSibling(file.getFileName() + ".bak");
      Files.move(file, wrong);
      QueueCheck check = new QueueCheck(rig.queueDirectory(), null);
      Report report = check.run((entries, total) -> {});
      assertThat(findings(report, Kind.FOREIGN_FILE)).hasSize(1);
      assertThat(findings(report, Kind.ENTRIES)).singleElement().satisfies(found -> {
        assertThat(found.severity()).isEqualTo(Severity.DAMAGE);
        assertThat(found.repairable()).isFalse();
      });
      assertThat(mended(check)).isEmpty();
      Files.move(wrong, file);
      assertThat(check(rig.queueDirectory()).findings()).isEmpty();
      assertThat(journal.path()).exists();
    }
  }

  @Test
  void queueThatAShipperHolds_isNotRepaired() throws Exception {
    try (ShipperRig rig = new ShipperRig(folder)) {
      JournalDirectory journal = rig.append(3);
      Files.writeString(journal.descriptorFile(), "");
      QueueCheck check = new QueueCheck(rig.queueDirectory(), null);
      check.run((entries, total) -> {});
      try (OwnerLock held = OwnerLock.tryAcquire(rig.queueDirectory().shipperLockFile())) {
        assertThat(held).isNotNull();
        assertThat(check.repair((entries, total) -> {}, EpochClock.system())).isNull();
      }
      assertThat(journal.descriptorFile()).hasContent("");
    }
  }

  @Test
  void whateverIsFlippedOrCut_isFoundAndCostsItselfAlone() throws Exception {
    DamagedQueue sound = DamagedQueue.write(folder.resolve("sound"));
    long seed = 8004;
    int rounds = Boolean.getBoolean("gt8004.torture") ? 200 : 8;
    Map<String, Integer> mattered = new HashMap<>();
    for (int round = 0; round < rounds; round++) {
      DamagedQueue queue = sound.copy(folder.resolve("round-" + round));
      String done = queue.harm(new SplittableRandom(seed + round));
      try {
        mattered.merge(verifyRepairAndShip(queue) ? "yes" : "no", 1, Integer::sum);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + (seed + round) + ", " + done, e);
      }
      queue.delete();
    }
    assertThat(mattered.getOrDefault("yes", 0)).as("some harm is done").isPositive();
  }

  /** True if the harm mattered. */
  private static boolean verifyRepairAndShip(DamagedQueue queue) throws Exception {
    Map<JournalDirectory, SequenceSet> hit = queue.hit();
    QueueCheck check = new QueueCheck(queue.directory(), null);
    Report report = check.run((entries, total) -> {});
    boolean tailUnknown = !findings(report, Kind.END_UNKNOWN).isEmpty();
    for (Map.Entry<JournalDirectory, SequenceSet> each : hit.entrySet()) {
      SequenceSet told = new SequenceSet();
      findings(report, Kind.ENTRIES).stream()
          .filter(found -> each.getKey().id().equals(found.journalId()))
          .forEach(found -> told.add(found.entries()));
      if (!tailUnknown) {
        assertThat(told.all())
            .as("%s", report.findings())
            .isEqualTo(each.getValue().all());
      }
    }
    if (queue.checkpointHit()) {
      assertThat(findings(report, Kind.CHECKPOINT)).isNotEmpty();
    }
    boolean mattered = report.isDamaged() || tailUnknown;
    mended(check);
    Report after = check(queue.directory());
    assertThat(after.isDamaged()).as("%s", after.findings()).isFalse();
    if (findings(after, Kind.NEWER_FORMAT).isEmpty()) {
      // A flipped version number says that a newer build wrote the file: that is left alone.
      ships(queue, hit, tailUnknown);
    }
    return mattered;
  }

  private static void ships(
      DamagedQueue queue, Map<JournalDirectory, SequenceSet> hit, boolean tailUnknown)
      throws Exception {
    try (ShipperRig rig = new ShipperRig(queue.folder())) {
      rig.settle();
      rig.after(Duration.ofSeconds(5)).after(ShipperRig.SECOND);
      assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
      Set<String> delivered = new TreeSet<>(rig.ingest.settled);
      for (JournalDirectory journal : queue.directory().journals()) {
        SequenceSet lost = hit.getOrDefault(journal, new SequenceSet());
        List<String> expected = new ArrayList<>();
        for (long sequence = DamagedQueue.SETTLED; sequence < DamagedQueue.ENTRIES; sequence++) {
          boolean isWhole = !lost.gapsIn(new SequenceRange(sequence, sequence)).isEmpty();
          if (isWhole) {
            expected.add(journal.id() + ":" + sequence);
          } else if (!tailUnknown) {
            assertThat(Ledger.holds(queue.directory(), journal.id(), sequence)).isTrue();
          }
        }
        assertThat(delivered).containsAll(expected);
        assertThat(delivered).doesNotContainAnyElementsOf(ids(journal, lost));
      }
    }
  }

  private static List<String> ids(JournalDirectory journal, SequenceSet sequences) {
    List<String> ids = new ArrayList<>(List.of("none"));
    for (SequenceRange range : sequences.all()) {
      for (long sequence = range.first(); sequence <= range.last(); sequence++) {
        ids.add(journal.id() + ":" + sequence);
      }
    }
    return ids;
  }
}
