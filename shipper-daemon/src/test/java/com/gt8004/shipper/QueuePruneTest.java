package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueBytes;
import com.gt8004.sdk.queue.QueueLimits;
import com.gt8004.shipper.admin.AdminDesk.Order;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention applied without a shipper, and what a shipper answers that is asked for it. */
class QueuePruneTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir
  Path folder;

  private ShipperRig rig;

  @BeforeEach
  void setUp() {
    rig = new ShipperRig(folder);
  }

  private QueuePrune take() throws Exception {
    ShipperConfig config = ShipperConfig.load(
            null, Map.of("api_key", "key", "profile", "standard"), Map.of())
        .config();
    return QueuePrune.take(config, rig.queueDirectory(), rig.clock);
  }

  /** Its last checkpoint was written so long ago. */
  private void settledAgo(JournalDirectory journal, Duration age) throws Exception {
    Files.setLastModifiedTime(
        journal.checkpointFile(), FileTime.from(rig.clock.now().minus(age)));
  }

  @Test
  void oldFiles_areNamedWithTheirReason_andGo_butForTheNewestOfALivingWriter() throws Exception {
    try (CycleWriter writer = CycleWriter.unlimited(rig).append(35)) {
      rig.settle().after(ShipperRig.SECOND);
      rig.close();
      List<Path> files = writer.files();
      settledAgo(writer.journal(), WEEK.minusMinutes(1));
      try (QueuePrune young = take()) {
        assertThat(JSON.readTree(young.plan()).path("due").isEmpty()).isTrue();
        assertThat(JSON.readTree(young.plan()).path("kept_files").asInt()).isEqualTo(3);
      }
      settledAgo(writer.journal(), WEEK);
      try (QueuePrune old = take()) {
        JsonNode plan = JSON.readTree(old.plan());
        assertThat(plan.path("due")).hasSize(3);
        JsonNode first = plan.path("due").path(0);
        assertThat(first.path("file").asText()).isEqualTo(files.get(0).toString());
        assertThat(first.path("why").asText()).isEqualTo("age");
        assertThat(first.path("whole_journal").asBoolean()).isFalse();
        assertThat(writer.files()).as("a plan removes nothing").isEqualTo(files);
        JsonNode done = JSON.readTree(old.run());
        assertThat(done.path("due").isEmpty()).isTrue();
        assertThat(done.path("pruned_files").asInt()).isEqualTo(3);
      }
      assertThat(writer.files()).isEqualTo(files.subList(3, 4));
    }
  }

  @Test
  void unsettledFiles_stay() throws Exception {
    try (CycleWriter writer = CycleWriter.unlimited(rig).append(35)) {
      rig.ingest.always(FakeIngestClient.away());
      rig.settle().after(ShipperRig.SECOND);
      rig.close();
      settledAgo(writer.journal(), WEEK.multipliedBy(9));
      try (QueuePrune prune = take()) {
        assertThat(JSON.readTree(prune.run()).path("pruned_files").asInt()).isZero();
      }
      assertThat(writer.files()).hasSize(4);
    }
  }

  @Test
  void fullQueueWhoseWriterDropsTheOldest_losesNothingThatIsNotSettled() throws Exception {
    try (ShipperRig measure = new ShipperRig(folder.resolve("measure"));
        CycleWriter same = CycleWriter.unlimited(measure).append(35)) {
      long taken = QueueBytes.ofQueue(measure.queueDirectory());
      QueueLimits limits = new QueueLimits((long) (taken / 0.98), 0, true);
      try (CycleWriter writer =
          new CycleWriter(rig.queueDirectory(), limits, rig.clock).append(35)) {
        assertThat(writer.files()).hasSameSizeAs(same.files());
        rig.close();
        try (QueuePrune prune = take()) {
          JsonNode done = JSON.readTree(prune.run());
          assertThat(done.path("due").isEmpty()).isTrue();
          assertThat(done.path("pruned_files").asInt()).isZero();
        }
        assertThat(writer.files()).hasSize(4);
        assertThat(rig.queueDirectory().ledgerFile()).doesNotExist();
      }
    }
  }

  @Test
  void finishedJournal_goesAsAWhole_aMinuteAfterTheFirstLook() throws Exception {
    JournalDirectory journal = rig.append(20);
    rig.settle().after(ShipperRig.SECOND);
    rig.close();
    settledAgo(journal, WEEK);
    try (QueuePrune prune = take()) {
      JsonNode first = JSON.readTree(prune.run());
      assertThat(first.path("due").path(0).path("whole_journal").asBoolean()).isTrue();
      assertThat(journal.path()).isDirectory();
      rig.clock.advance(Duration.ofSeconds(61));
      JsonNode second = JSON.readTree(prune.run());
      assertThat(second.path("removed_journals").asInt()).isEqualTo(1);
      assertThat(second.path("due").isEmpty()).isTrue();
    }
    assertThat(journal.path()).doesNotExist();
    assertThat(Files.readString(rig.queueDirectory().ledgerFile())).contains("\"removed\"");
  }

  @Test
  void heldQueue_isNotTaken_andItsShipperAnswers() throws Exception {
    try (CycleWriter writer = CycleWriter.unlimited(rig).append(35)) {
      rig.settle().after(ShipperRig.SECOND);
      assertThat(take()).isNull();
      rig.clock.advance(WEEK);
      QueueOrders orders = new QueueOrders(rig.clock);
      JsonNode dry = JSON.readTree(
          orders.carryOut(Order.PRUNE, rig.queue(), "{\"dry_run\":true}").body());
      assertThat(dry.path("due")).hasSize(3);
      assertThat(writer.files()).hasSize(4);
      JsonNode done =
          JSON.readTree(orders.carryOut(Order.PRUNE, rig.queue(), "").body());
      assertThat(done.path("pruned_files").asInt()).isEqualTo(3);
      assertThat(writer.files()).hasSize(1);
    }
    rig.close();
    assertThat(OwnerLock.isHeld(rig.queueDirectory().shipperLockFile())).isFalse();
  }
}
