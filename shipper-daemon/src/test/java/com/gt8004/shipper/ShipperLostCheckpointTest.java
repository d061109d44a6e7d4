package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.shipper.send.SendOutcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint that nobody can read, at destinations that store again what they have already. */
class ShipperLostCheckpointTest {
  @TempDir
  Path folder;

  private ShipperRig rig;
  private JournalDirectory journal;

  @BeforeEach
  void setUp() throws Exception {
    rig = new ShipperRig(folder);
    rig.with("profile", "auto");
    rig.ingest.always(body -> new SendOutcome.Settled(body.count(), 0, List.of(), false));
    journal = rig.append(20);
    rig.settle();
    rig.after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(20);
  }

  @AfterEach
  void tearDown() {
    rig.close();
  }

  @Test
  void queue_pausesUntilSomebodyDecidesAndSoItDoesAfterARestart() throws Exception {
    loseCheckpoint(journal);
    for (int start = 0; start < 3; start++) {
      if (start == 1) {
        rig.close(); // an orderly stop must not decide either
      }
      rig.crashAndRestart();
      rig.settle();
      rig.after(Duration.ofSeconds(20));
      assertThat(rig.state()).isEqualTo(ShipperState.CHECKPOINT_LOST);
      assertThat(rig.condition().cause())
          .contains(journal.id().toString(), "0 to 19", "http://localhost/v1/ingest");
      assertThat(rig.condition().cure()).contains("resume --queue my-agent --from", "--rewind");
      assertThat(rig.ingest.settled).hasSize(20);
      assertThat(rig.checkpoint(journal)).as("still unreadable on disk").isEqualTo(-1);
    }
  }

  @Test
  void fileThatIsGone_isNotTakenForReadableAfterARestart() throws Exception {
    Path path = rig.queueDirectory().journalsFolder().resolve(journal.path().getFileName());
    Files.delete(journal.at(path).checkpointFile());
    for (int start = 0; start < 3; start++) {
      rig.crashAndRestart();
      rig.settle();
      rig.after(Duration.ofSeconds(20));
      assertThat(rig.state()).isEqualTo(ShipperState.CHECKPOINT_LOST);
      assertThat(rig.ingest.settled).hasSize(20);
    }
  }

  @Test
  void rewind_sendsAllOfItAgain() throws Exception {
    loseCheckpoint(journal);
    rig.crashAndRestart();
    rig.settle();
    assertThat(rig.queue().lostCheckpoints().rewind()).isEqualTo(1);
    assertThat(rig.queue().gate().isPaused()).isFalse();
    rig.settle();
    rig.after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(40);
    assertThat(rig.checkpoint(journal)).isEqualTo(20);
  }

  @Test
  void resumeFrom_sendsOnlyWhatFollows() throws Exception {
    loseCheckpoint(journal);
    rig.crashAndRestart();
    rig.settle();
    LostCheckpoints lost = rig.queue().lostCheckpoints();
    assertThat(lost.resumeFrom(null, 21)).contains("0 to 20, not at 21");
    assertThat(lost.resumeFrom(null, -1)).contains("not at -1");
    assertThat(lost.resumeFrom(new java.util.UUID(1, 1), 5)).contains("no journal");
    assertThat(rig.queue().gate().isPaused()).isTrue();
    assertThat(lost.resumeFrom(journal.id(), 17)).isNull();
    rig.crashAndRestart(); // the decision is on disk
    rig.settle();
    rig.after(Duration.ofSeconds(6));
    assertThat(rig.ingest.settled.subList(20, rig.ingest.settled.size()))
        .containsExactly(journal.id() + ":17", journal.id() + ":18", journal.id() + ":19");
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
  }

  @Test
  void severalJournals_areDecidedByName() throws Exception {
    JournalDirectory second = rig.append(10);
    rig.settle();
    rig.after(ShipperRig.SECOND);
    loseCheckpoint(journal);
    loseCheckpoint(second);
    rig.crashAndRestart();
    rig.settle();
    LostCheckpoints lost = rig.queue().lostCheckpoints();
    assertThat(lost.resumeFrom(null, 5)).contains("2 journals", second.id().toString());
    assertThat(lost.resumeFrom(second.id(), 10)).isNull();
    rig.settle();
    assertThat(rig.state()).as("the other still waits").isEqualTo(ShipperState.CHECKPOINT_LOST);
    assertThat(lost.resumeFrom(null, 20)).isNull();
    rig.settle();
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
    assertThat(rig.ingest.settled).hasSize(30);
  }

  @Test
  void newJournalOfAPausedQueue_waitsToo() throws Exception {
    loseCheckpoint(journal);
    rig.crashAndRestart();
    rig.settle();
    rig.append(10);
    rig.after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(20);
    rig.queue().lostCheckpoints().rewind();
    rig.settle();
    rig.after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(50);
  }

  @Test
  void destinationThatDeduplicates_getsAllOfItAgain() throws Exception {
    rig.with("profile", "standard");
    loseCheckpoint(journal);
    rig.crashAndRestart();
    rig.ingest.acceptsAgain();
    rig.settle();
    assertThat(rig.ingest.settled).hasSize(40);
    assertThat(rig.ingest.requests.stream().filter(id -> id.equals("ping")))
        .as("the first contact, and to find out whether it deduplicates")
        .hasSize(2);
  }

  private void loseCheckpoint(JournalDirectory of) throws IOException {
    Path path = rig.queueDirectory().journalsFolder().resolve(of.path().getFileName());
    try (RandomAccessFile file =
        new RandomAccessFile(of.at(path).checkpointFile().toFile(), "rw")) {
      file.write(new byte[8192]);
    }
  }
}
