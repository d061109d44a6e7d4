package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.shipper.send.SendOutcome;
import com.gt8004.shipper.send.SendResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several batches of one journal are out at once. */
class ShipperWindowTest {
  private static final Duration TICK = Duration.ofMillis(200);

  @TempDir
  private Path folder;

  private ShipperRig rig;

  @BeforeEach
  void start() {
    rig = new ShipperRig(folder).with("batch_size_catch_up", "10");
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void serverThatKeepsUp_isGivenMoreAtOnce() throws Exception {
    rig.append(1_000);
    letMoreOut(4);
    assertThat(rig.ingest.held()).hasSizeBetween(4, 16);
  }

  @Test
  void answersInAnyOrder_checkpointStandsBeforeTheOldestThatIsOut() throws Exception {
    JournalDirectory journal = rig.append(1_000);
    letMoreOut(4);
    rig.after(TICK);
    long first = rig.checkpoint(journal);
    answer(3);
    answer(1);
    rig.after(TICK);
    assertThat(read(journal))
        .isEqualTo(new Checkpoint(
            journal.id(),
            first,
            List.of(
                new SequenceRange(first + 10, first + 19),
                new SequenceRange(first + 30, first + 39))));
    answer(0);
    rig.after(TICK);
    assertThat(read(journal).firstUnsettled()).isEqualTo(first + 20);
  }

  @Test
  void restart_sendsWhatWasNotAnsweredAndNothingElse() throws Exception {
    JournalDirectory journal = rig.append(1_000);
    letMoreOut(4);
    rig.after(TICK);
    long first = rig.checkpoint(journal);
    answer(2);
    rig.after(TICK);
    rig.crashAndRestart();
    rig.ingest.settled.clear();
    rig.ingest.release(new SendOutcome.Settled(10, 0, List.of(), true));
    rig.settle().after(TICK);
    assertThat(rig.ingest.settled)
        .doesNotHaveDuplicates()
        .hasSize((int) (1_000 - first - 10))
        .doesNotContain(journal.id() + ":" + (first + 20))
        .contains(journal.id() + ":" + first, journal.id() + ":" + (first + 30));
  }

  @Test
  void oldestBatchThatNeverPasses_holdsTheOthersUpAtSixteen() throws Exception {
    JournalDirectory journal = rig.append(1_000);
    letMoreOut(2);
    rig.after(TICK);
    long first = rig.checkpoint(journal);
    CompletableFuture<SendResult> stuck = rig.ingest.held().remove(0);
    for (int i = 0; i < 100; i++) {
      while (!rig.ingest.held().isEmpty()) {
        answer(0);
      }
      rig.after(Duration.ofMillis(20));
    }
    assertThat(rig.queue().journals().open().get(0).shipments()).hasSizeLessThanOrEqualTo(16);
    assertThat(read(journal).firstUnsettled()).isEqualTo(first);
    stuck.complete(new SendResult(new SendOutcome.Settled(10, 0, List.of(), true), 1));
    rig.ingest.release(new SendOutcome.Settled(10, 0, List.of(), true));
    rig.settle().after(TICK);
    assertThat(read(journal).firstUnsettled()).isEqualTo(1_000);
  }

  @Test
  void failure_leavesOneOutAtATime() throws Exception {
    rig.append(1_000);
    letMoreOut(4);
    rig.ingest.release(FakeIngestClient.away());
    rig.settle();
    rig.ingest.hold();
    rig.after(Duration.ofSeconds(6));
    assertThat(rig.ingest.held()).hasSize(1);
  }

  @Test
  void refusedBatch_isLookedIntoWithOneRequestAtATimeWhileTheOthersThatAreOutSettle()
      throws Exception {
    JournalDirectory journal = rig.append(1_000);
    letMoreOut(4);
    int count = rig.ingest.held().size();
    int requests = rig.ingest.requests.size();
    List<String> out = List.copyOf(rig.ingest.requests.subList(requests - count, requests));
    SendOutcome refusal = new SendOutcome.EntryFault(422, "one of them is odd");
    rig.ingest.held().remove(1).complete(new SendResult(refusal, 1));
    rig.settle();
    assertThat(rig.ingest.held()).as("its half, and all others").hasSize(count);
    answer(0);
    rig.ingest
        .held()
        .remove(0)
        .complete(new SendResult(refusal, 1)); // another batch: its turn is later
    while (rig.ingest.held().size() > 1) {
      answer(0);
    }
    rig.settle();
    assertThat(rig.ingest.held()).as("its half").hasSize(1);
    long first = Long.parseLong(out.get(1).replaceAll(".*:(\\d+)-.*", "$1"));
    assertThat(rig.ingest.requests.get(rig.ingest.requests.size() - 1))
        .isEqualTo(journal.id() + ":" + first + "-" + (first + 4));
    assertThat(rig.queue().journals().open().get(0).shipments())
        .extracting(shipment -> shipment.body().id())
        .doesNotContain(out.get(0), out.get(3))
        .contains(out.get(2));
    rig.ingest.release(new SendOutcome.Settled(5, 0, List.of(), true));
    rig.settle().after(TICK);
    assertThat(read(journal).firstUnsettled()).isEqualTo(1_000);
    assertThat(rig.queue().deadLetters().count()).isZero();
  }

  /** Answers without haste until that many requests are out, and leaves them there. */
  private void letMoreOut(int inFlight) {
    rig.ingest.hold();
    for (int i = 0; i < 1_000; i++) {
      rig.after(Duration.ofMillis(20));
      if (rig.ingest.held().size() >= inFlight) {
        return;
      }
      while (!rig.ingest.held().isEmpty()) {
        answer(0);
      }
    }
    throw new AssertionError("never more than " + rig.destination().inFlightMax() + " are out");
  }

  private void answer(int index) {
    rig.ingest
        .held()
        .remove(index)
        .complete(new SendResult(new SendOutcome.Settled(10, 0, List.of(), true), 1));
  }

  private Checkpoint read(JournalDirectory journal) throws Exception {
    Path path = rig.queueDirectory().journalsFolder().resolve(journal.path().getFileName());
    return java.util.Objects.requireNonNull(CheckpointFile.peek(journal.at(path)));
  }
}
