package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.shipper.send.SendOutcome;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crashes, lost checkpoints, other shippers, the end. */
class ShipperRecoveryTest {
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
  void crashAfterEveryRound_losesNothingAndTheDiskIsNeverAhead() throws Exception {
    JournalDirectory journal = rig.append(100);
    rig.with("batch_size_catch_up", "10");
    for (int crash = 0; crash < 40; crash++) {
      rig.step();
      rig.clock.advance(Duration.ofMillis(crash % 3 * 150L));
      rig.step();
      long settled = new HashSet<>(rig.ingest.settled).size();
      assertThat(rig.checkpoint(journal)).isLessThanOrEqualTo(settled);
      rig.crashAndRestart();
    }
    rig.settle();
    assertThat(new HashSet<>(rig.ingest.settled))
        .isEqualTo(Set.copyOf(
            IntStream.range(0, 100).mapToObj(i -> journal.id() + ":" + i).toList()));
  }

  @Test
  void crashBetweenReplyAndCheckpoint_sendsTheSameEntriesAgainUnderTheSameIds() throws Exception {
    rig.append(30);
    rig.settle();
    List<String> before = new ArrayList<>(rig.ingest.settled);
    rig.crashAndRestart(); // the checkpoint on disk is 10
    rig.settle();
    assertThat(rig.ingest.settled.subList(30, 50)).isEqualTo(before.subList(10, 30));
  }

  @Test
  void bothCheckpointSlotsTorn_beginsAtTheOldestEntry() throws Exception {
    JournalDirectory journal = rig.append(20);
    rig.settle();
    rig.after(ShipperRig.SECOND);
    try (RandomAccessFile file = new RandomAccessFile(journal.checkpointFile().toFile(), "rw")) {
      file.write(new byte[8192]);
    }
    rig.crashAndRestart();
    rig.settle();
    assertThat(rig.ingest.settled).hasSize(40);
    rig.after(ShipperRig.SECOND);
    assertThat(rig.checkpoint(journal)).isEqualTo(20);
  }

  @Test
  void missingCheckpointFile_beginsAtTheOldestEntry() throws Exception {
    JournalDirectory journal = rig.append(20);
    Files.delete(journal.checkpointFile());
    rig.settle();
    rig.after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(20);
    assertThat(rig.checkpoint(journal)).isEqualTo(20);
  }

  @Test
  void secondShipper_skipsTheQueueAndTakesItOverWhenTheFirstEnds() throws Exception {
    rig.append(10);
    OwnerLock first = OwnerLock.tryAcquire(rig.queueDirectory().shipperLockFile());
    rig.settle();
    assertThat(rig.roster().held()).isEmpty();
    assertThat(rig.roster().isNothingLeft()).isTrue();
    assertThat(rig.roster().notHeld().get(ShipperRig.AGENT).condition().state())
        .isEqualTo(ShipperState.HELD_BY);
    first.close();
    rig.after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(10);
    assertThat(rig.roster().notHeld()).isEmpty();
  }

  @Test
  void gracefulStop_letsWhatIsOutFinishAndWritesTheCheckpoint() throws Exception {
    JournalDirectory journal = rig.append(30);
    rig.ingest.hold();
    rig.settle();
    rig.shipper().beginStop();
    rig.step();
    assertThat(rig.shipper().isStopped()).isFalse();
    rig.ingest.release(new SendOutcome.Settled(10, 0, List.of(), true));
    rig.step();
    assertThat(rig.shipper().isStopped()).isTrue();
    assertThat(rig.ingest.requests).as("nothing new goes out").hasSize(1);
    rig.close();
    assertThat(rig.checkpoint(journal)).isEqualTo(10);
    assertThat(OwnerLock.isHeld(rig.queueDirectory().shipperLockFile())).isFalse();
  }

  @Test
  void gracefulStop_cancelsWhatIsStillOutAfterTwoSeconds() throws Exception {
    JournalDirectory journal = rig.append(10);
    rig.ingest.hold();
    rig.settle();
    rig.shipper().beginStop();
    rig.step(); // from here on the grace counts
    rig.after(Duration.ofMillis(1_999));
    assertThat(rig.shipper().isStopped()).isFalse();
    rig.after(Duration.ofMillis(1)).step();
    assertThat(rig.shipper().isStopped()).isTrue();
    rig.close();
    assertThat(rig.checkpoint(journal)).isZero();
  }

  @Test
  void gracefulStop_takesInAnAnswerThatCameBetweenTwoRounds() throws Exception {
    JournalDirectory journal = rig.append(10);
    rig.ingest.hold();
    rig.settle();
    rig.shipper().beginStop();
    rig.ingest.release(new SendOutcome.Settled(10, 0, List.of(), true));
    assertThat(rig.shipper().isStopped()).as("the answer is not settled yet").isFalse();
    rig.step();
    rig.close();
    assertThat(rig.checkpoint(journal)).isEqualTo(10);
  }

  @Test
  void journalThatCannotBeOpened_doesNotStopTheOthers() throws Exception {
    JournalDirectory broken = rig.append(10);
    JournalDirectory sound = rig.append(10);
    Files.delete(broken.checkpointFile());
    Files.createDirectory(broken.checkpointFile());
    rig.settle();
    assertThat(rig.ingest.settled)
        .hasSize(10)
        .allMatch(id -> id.startsWith(sound.id().toString()));
    assertThat(rig.state()).isEqualTo(ShipperState.DISK_FAULT);
    assertThat(rig.condition().cause()).contains(broken.path().toString());
    Files.delete(broken.checkpointFile());
    rig.after(Duration.ofSeconds(15)).after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(20);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
  }

  @Test
  void rootThatAppearsLater_isShippedAndOneThatCannotBeReadIsNamed() throws Exception {
    rig.settle();
    assertThat(rig.roster().rootExists()).isFalse();
    Files.createDirectories(rig.root().path().getParent());
    Files.writeString(rig.root().path(), "in the way");
    rig.after(ShipperRig.SECOND);
    assertThat(rig.roster().rootProblem()).contains(rig.root().path().toString());
    Files.delete(rig.root().path());
    rig.append(10);
    rig.after(ShipperRig.SECOND);
    assertThat(rig.roster().rootProblem()).isNull();
    assertThat(rig.ingest.settled).hasSize(10);
  }

  @Test
  void journalThatVanishes_doesNotStopTheOthers() throws Exception {
    JournalDirectory gone = rig.append(3);
    rig.settle();
    com.gt8004.sdk.queue.DurableFiles.deleteRecursively(gone.path());
    rig.after(ShipperRig.SECOND);
    rig.append(10);
    rig.after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(10);
  }

  @Test
  void emptyJournal_isRemovedAMinuteAfterItsWriterEnded() throws Exception {
    JournalDirectory used = rig.append(10);
    Path empty = used.path().resolveSibling("1-00000000-0000-7000-8000-000000000001");
    Files.createDirectories(empty);
    Files.write(empty.resolve("owner.lock"), new byte[0]);
    rig.settle();
    rig.after(ShipperRig.SECOND); // the first look
    rig.after(Duration.ofSeconds(59));
    assertThat(empty).exists();
    rig.after(Duration.ofNanos(UpkeepPace.REST_INTERVAL_NANOS)); // it is at rest
    assertThat(empty).doesNotExist();
    assertThat(used.path()).exists();
  }

  @Test
  void journalOfALivingWriter_isNeverRemoved() throws Exception {
    JournalDirectory used = rig.append(10);
    Path empty = used.path().resolveSibling("1-00000000-0000-7000-8000-000000000001");
    Files.createDirectories(empty);
    try (OwnerLock writer = OwnerLock.tryAcquire(empty.resolve("owner.lock"))) {
      assertThat(writer).isNotNull();
      rig.settle();
      rig.after(Duration.ofSeconds(59))
          .after(Duration.ofSeconds(120))
          .after(Duration.ofSeconds(120));
      assertThat(empty).exists();
    }
  }

  @Test
  void untilEmpty_sendsPartialBatchesAtOnceAndKnowsTheEnd() throws Exception {
    rig.untilEmpty();
    rig.append(3);
    EndWatch watch = new EndWatch(rig.root(), rig.roster(), List.of(), true);
    rig.step();
    rig.settle();
    assertThat(rig.ingest.settled).hasSize(3);
    assertThat(watch.look()).isEqualTo(new Ending(0, "all is settled in 1 queue"));
  }

  @Test
  void untilEmpty_endsWithCauseAndCureAtAConfigurationFault() throws Exception {
    rig.untilEmpty();
    rig.append(3);
    rig.ingest.always(FakeIngestClient.fault(com.gt8004.shipper.send.Fault.UNAUTHORIZED));
    EndWatch watch = new EndWatch(rig.root(), rig.roster(), List.of(), true);
    rig.settle();
    Ending ending = watch.look();
    assertThat(ending.exitCode()).isEqualTo(1);
    assertThat(ending.message()).contains("UNAUTHORIZED", "mend it");
  }

  @Test
  void untilEmpty_goesOnWhileTheServerIsAway() throws Exception {
    rig.untilEmpty();
    rig.append(3);
    rig.ingest.always(FakeIngestClient.away());
    EndWatch watch = new EndWatch(rig.root(), rig.roster(), List.of(), true);
    rig.settle();
    assertThat(watch.look()).isNull();
  }
}
