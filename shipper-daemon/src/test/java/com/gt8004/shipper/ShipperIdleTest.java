package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.queue.OperatorPause;
import com.gt8004.sdk.queue.PathWatches;
import com.gt8004.sdk.queue.QueueBytes;
import com.gt8004.sdk.queue.QueueDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rounds ask of the disk while nothing happens, and that they see at once what does. */
class ShipperIdleTest {
  private static final int QUEUES = 3;

  @TempDir
  Path folder;

  private ShipperRig rig;
  private Path keys;
  private final List<GT8004Logger> loggers = new ArrayList<>();

  @BeforeEach
  void setUp() throws Exception {
    rig = new ShipperRig(folder);
    keys = Files.createDirectory(folder.resolve("keys"));
    rig.with("keys_dir", keys.toString());
    for (int i = 0; i < QUEUES; i++) {
      TestFiles.secret(keys.resolve("agent-" + i), "gt8004_sk_" + i);
      log("agent-" + i, 10);
    }
    comeToRest();
    assertThat(rig.ingest.settled).hasSize(10 * QUEUES);
  }

  @AfterEach
  void tearDown() {
    loggers.forEach(GT8004Logger::close);
    rig.close();
  }

  @Test
  void idleRounds_listAndReadNothing() {
    PathWatches watches = rig.roster().watches();
    long news = watches.news();
    long asked = watches.asked();
    for (int second = 0; second < 30; second++) {
      rig.after(ShipperRig.SECOND);
    }
    assertThat(watches.news() - news).isZero();
    // Each second the root, and of each queue its folder, its key, its journals; and each fifth
    // second its
    // journals again and its journal's files twice.
    assertThat(watches.asked() - asked)
        .isBetween(30L, 30L * (1 + 3 * QUEUES) + 30 / 5 * 3L * QUEUES);
  }

  @Test
  void everyMinute_looksAtAllOnceThoughNothingSeemsToHaveChanged() {
    PathWatches watches = rig.roster().watches();
    long news = watches.news();
    for (int second = 0; second < 60; second++) {
      rig.after(ShipperRig.SECOND);
    }
    assertThat(watches.news() - news).isBetween(1L, 1L + 6 * QUEUES);
  }

  @Test
  void newQueueAndNewJournal_areShippedByTheNextLook() throws Exception {
    TestFiles.secret(keys.resolve("agent-new"), "gt8004_sk_new");
    log("agent-new", 10);
    rig.after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(10 * QUEUES + 10);
    log("agent-0", 10);
    rig.after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(10 * QUEUES + 20);
  }

  /** Right after a look, so that the folder's stamp may be what that look saw. */
  @Test
  void journalsBornRightAfterALook_areAllFound() {
    for (int journals = 1; journals <= 5; journals++) {
      log("agent-1", 10);
      rig.after(ShipperRig.SECOND);
      assertThat(rig.ingest.settled).hasSize(10 * QUEUES + 10 * journals);
    }
  }

  @Test
  void entriesInAQueueAtRest_areShippedWithoutALookAtTheDisk() {
    PathWatches watches = rig.roster().watches();
    long asked = watches.asked();
    ShipperRig.log(loggers.get(0), 10);
    rig.settle();
    assertThat(rig.ingest.settled).hasSize(10 * QUEUES + 10);
    assertThat(watches.asked()).isEqualTo(asked);
  }

  @Test
  void pauseAndResume_areObeyedByTheNextLook() throws Exception {
    QueueDirectory queue = rig.root().queue("agent-2");
    new OperatorPause("alice", rig.clock.now(), null).write(queue);
    rig.after(ShipperRig.SECOND);
    assertThat(lane("agent-2").gate().operatorPause()).isNotNull();
    assertThat(OperatorPause.remove(queue)).isTrue();
    rig.after(ShipperRig.SECOND);
    assertThat(lane("agent-2").gate().operatorPause()).isNull();
  }

  @Test
  void pauseThatStoodBeforeTheQueueWasTaken_isObeyed() throws Exception {
    QueueDirectory queue = rig.root().queue("agent-2");
    new OperatorPause("alice", rig.clock.now(), null).write(queue);
    rig.close();
    rig.with("batch_size", "10");
    comeToRest();
    assertThat(lane("agent-2").gate().operatorPause()).isNotNull();
  }

  @Test
  void changedKey_countsByTheNextLook() throws Exception {
    Path file = keys.resolve("agent-1");
    TestFiles.mode(file, "rw-r--r--");
    rig.after(ShipperRig.SECOND);
    assertThat(lane("agent-1").state()).isEqualTo(ShipperState.NO_KEY);
    TestFiles.mode(file, "rw-------");
    rig.after(ShipperRig.SECOND);
    assertThat(lane("agent-1").state()).isEqualTo(ShipperState.IDLE);
    Files.delete(file);
    rig.after(ShipperRig.SECOND);
    assertThat(lane("agent-1").state()).isEqualTo(ShipperState.NO_KEY);
  }

  @Test
  void journalOfAWriterThatWent_isFinishedByTheNextLookAtAQueueAtRest() {
    loggers.get(0).close();
    rig.after(Duration.ofNanos(UpkeepPace.REST_INTERVAL_NANOS));
    assertThat(lane("agent-0").journals().finished()).hasSize(1);
    assertThat(lane("agent-0").journals().open()).isEmpty();
  }

  @Test
  void bytesOfAQueue_followWhatIsAppended() {
    QueueDirectory queue = rig.root().queue("agent-0");
    long before = lane("agent-0").retention().pressure().bytes();
    assertThat(before).isEqualTo(QueueBytes.ofQueue(queue));
    ShipperRig.log(loggers.get(0), 5_000);
    rig.after(ShipperRig.SECOND).after(ShipperRig.SECOND);
    assertThat(lane("agent-0").retention().pressure().bytes())
        .isEqualTo(QueueBytes.ofQueue(queue))
        .isGreaterThan(before);
  }

  @Test
  void queueThatIsRemoved_isLetGoByTheNextLook() throws Exception {
    loggers.get(1).close();
    Files.move(rig.root().queue("agent-1").path(), folder.resolve("elsewhere"));
    rig.after(ShipperRig.SECOND);
    assertThat(rig.roster().held("agent-1")).isNull();
    assertThat(rig.roster().held()).hasSize(QUEUES - 1);
  }

  private QueueLane lane(String name) {
    return rig.roster().held(name);
  }

  private void log(String agent, int entries) {
    GT8004Logger logger = rig.logger(agent);
    loggers.add(logger);
    ShipperRig.log(logger, entries);
  }

  private void comeToRest() {
    for (int second = 0; second < 16; second++) {
      rig.after(ShipperRig.SECOND);
    }
  }
}
