package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.Ledger;
import com.gt8004.sdk.queue.QueueBytes;
import com.gt8004.sdk.queue.QueueLimits;
import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shipper that dies between any two effects of removing something. */
class RetentionCrashIT {
  private static final int ENTRIES = 45;

  @TempDir
  Path folder;

  @Test
  void deathWhileDropping_losesWhatIsInTheLedgerOnceAndNothingElse() throws Exception {
    dieWhileDropping("shipper.after-ledger");
  }

  @Tag("torture")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "shipper.before-ledger",
        "shipper.before-ledger:2",
        "shipper.after-ledger:2",
        "shipper.before-checkpoint",
        "shipper.after-checkpoint",
        "shipper.before-unlink",
        "shipper.after-unlink",
        "shipper.before-unlink:2"
      })
  void deathWhileDroppingElsewhere_losesNothingElse(String point) throws Exception {
    dieWhileDropping(point);
  }

  private void dieWhileDropping(String point) throws Exception {
    try (CycleWriter writer = fullQueue()) {
      JournalDirectory journal = writer.journal();
      die(point, Dropping.class);
      try (ShipperRig rig = new ShipperRig(folder)) {
        rig.ingest.always(FakeIngestClient.away());
        shipAll(rig); // goes on dropping
        rig.ingest.acceptsAgain();
        rig.after(Duration.ofMinutes(1));
        shipAll(rig);
        Set<String> lost = new HashSet<>();
        for (int sequence = 0; sequence < ENTRIES; sequence++) {
          if (Ledger.holds(rig.queueDirectory(), journal.id(), sequence)) {
            lost.add(journal.id() + ":" + sequence);
          }
        }
        assertThat(lost).hasSizeBetween(10, 30);
        assertThat(rig.ingest.settled)
            .hasSize(ENTRIES - lost.size())
            .doesNotContainAnyElementsOf(lost);
        assertThat(rig.checkpoint(journal)).isEqualTo(ENTRIES);
        assertThat(linesOf(rig)).as("each range once").doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void deathAfterAJournalLostItsName_removesItAtTheNextStart() throws Exception {
    dieWhileRemoving("shipper.after-rename");
  }

  @Tag("torture")
  @ParameterizedTest
  @ValueSource(
      strings = {"shipper.before-removal", "shipper.after-summary", "shipper.after-removal"})
  void deathWhileRemoving_isMadeGoodAtTheNextStart(String point) throws Exception {
    dieWhileRemoving(point);
  }

  private void dieWhileRemoving(String point) throws Exception {
    JournalDirectory journal;
    try (CycleWriter writer = new CycleWriter(
        new QueueRoot(folder.resolve("queues")).queue(ShipperRig.AGENT),
        QueueLimits.DEFAULT.withDiskFreeMin(0),
        new ManualClock())) {
      journal = writer.append(5).journal();
    }
    die(point, Removing.class);
    try (ShipperRig rig = new ShipperRig(folder).with("retention_age", "0s")) {
      shipAll(rig);
      rig.after(Duration.ofMinutes(1)).after(ShipperRig.SECOND);
      assertThat(rig.ingest.settled).as("sent again").isEmpty();
      assertThat(rig.queueDirectory().journalsFolder()).isEmptyDirectory();
      assertThat(Ledger.endOfRemoved(rig.queueDirectory(), journal.id())).isEqualTo(5);
      assertThat(linesOf(rig)).hasSize(1);
    }
  }

  /** Five cycle files, more than the queue may take, of a writer that lives. */
  private CycleWriter fullQueue() throws IOException {
    long bytes;
    try (ShipperRig measure = new ShipperRig(folder.resolve("measure"));
        CycleWriter writer = CycleWriter.unlimited(measure).append(ENTRIES)) {
      assertThat(writer.files()).hasSize(5);
      bytes = QueueBytes.ofQueue(measure.queueDirectory());
    }
    return new CycleWriter(
            new QueueRoot(folder.resolve("queues")).queue(ShipperRig.AGENT),
            new QueueLimits(bytes * 10 / 14, 0, true), // 140 %: two files too many
            new ManualClock())
        .append(ENTRIES);
  }

  private void die(String point, Class<?> main) throws IOException, InterruptedException {
    DyingProcess.run(folder, point, main);
  }

  private static List<String> linesOf(ShipperRig rig) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(rig.queueDirectory().ledgerFile())) {
      lines.add(line.replaceAll(",\"at\".*", ""));
    }
    return lines;
  }

  private static void shipAll(ShipperRig rig) {
    rig.settle();
    rig.after(Duration.ofSeconds(5)).after(ShipperRig.SECOND);
  }

  /** The shipper that dies while it drops. */
  static final class Dropping {
    public static void main(String[] args) {
      try (ShipperRig rig = new ShipperRig(Path.of(args[0]))) {
        rig.ingest.always(FakeIngestClient.away());
        shipAll(rig);
      }
    }
  }

  /** The shipper that dies while it removes. */
  static final class Removing {
    public static void main(String[] args) {
      try (ShipperRig rig = new ShipperRig(Path.of(args[0])).with("retention_age", "0s")) {
        shipAll(rig);
        rig.after(Duration.ofMinutes(1)).after(ShipperRig.SECOND);
      }
    }
  }
}
