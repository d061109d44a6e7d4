package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueStatusTest {
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
  void queueWithoutAShipper_isUnattendedWithItsBacklog() throws Exception {
    try (GT8004Logger logger = rig.logger(ShipperRig.AGENT)) {
      ShipperRig.log(logger, 12);
      QueueStatus status = QueueStatus.of(rig.queueDirectory(), EpochClock.system());
      assertThat(status.agentId()).isEqualTo(ShipperRig.AGENT);
      assertThat(status.state()).isEqualTo(ShipperState.UNATTENDED);
      assertThat(status.cure()).contains("gt8004 ship");
      assertThat(status.backlogEntries()).isEqualTo(12);
      assertThat(status.backlogBytesEstimate()).isBetween(12L * 50, 12L * 400);
      assertThat(status.lagSeconds()).isBetween(0.0, 30.0);
      assertThat(status.diskFreeBytes()).isPositive();
      assertThat(status.holder()).isNull();
      assertThat(status.live()).isNull();
      assertThat(status.journals()).singleElement().satisfies(journal -> {
        assertThat(journal.end()).isEqualTo(12);
        assertThat(journal.checkpoint()).isZero();
        assertThat(journal.writerAlive()).isTrue();
        assertThat(journal.trouble()).isNull();
      });
    }
  }

  @Test
  void settledEntries_areNoBacklog() throws Exception {
    JournalDirectory journal = rig.append(25);
    rig.ingest.then(body -> FakeIngestClient.rejecting(body, 3, "no"));
    rig.settle();
    rig.after(ShipperRig.SECOND);
    QueueStatus status = QueueStatus.of(rig.root(), rig.clock).get(0);
    assertThat(status.backlogEntries()).isEqualTo(5);
    assertThat(status.deadLetters()).isEqualTo(1);
    assertThat(status.journals().get(0).checkpoint()).isEqualTo(20);
    assertThat(status.journals().get(0).id()).isEqualTo(journal.id());
    assertThat(status.state())
        .as("this process holds it, and serves no admin port")
        .isEqualTo(ShipperState.UNREACHABLE);
  }

  @Test
  void rootThatDoesNotExist_hasNoQueues() throws Exception {
    assertThat(QueueStatus.of(rig.root(), rig.clock)).isEqualTo(List.of());
  }

  @Test
  void report_saysWhatTheShipperKnows() throws Exception {
    rig.append(25);
    rig.settle();
    rig.after(ShipperRig.SECOND);
    StatusReport report = new StatusReport(
        rig.roster(), rig.destination(), EpochClock.system(), java.util.Map.of("pid", 7));
    var json = new com.fasterxml.jackson.databind.ObjectMapper().readTree(report.json());
    assertThat(json.path("pid").intValue()).isEqualTo(7);
    assertThat(json.path("ready").booleanValue()).isTrue();
    assertThat(json.path("breaker").path("state").textValue()).isEqualTo("CLOSED");
    var queue = json.path("queues").path(0);
    assertThat(queue.path("state").textValue()).isEqualTo("SHIPPING");
    assertThat(queue.path("backlog_entries").intValue()).isEqualTo(5);
    assertThat(queue.path("accepted").intValue()).isEqualTo(20);
    assertThat(queue.path("requests").intValue()).isEqualTo(2);
    assertThat(queue.path("lag_seconds").doubleValue()).isBetween(0.0, 60.0);
    assertThat(queue.path("journals").path(0).path("checkpoint").intValue()).isEqualTo(20);
    rig.ingest.always(FakeIngestClient.fault(com.gt8004.shipper.send.Fault.UNAUTHORIZED));
    rig.after(java.time.Duration.ofSeconds(5));
    assertThat(report.isReady()).isFalse();
    assertThat(report.readiness()).contains("UNAUTHORIZED", "mend it");
  }
}
