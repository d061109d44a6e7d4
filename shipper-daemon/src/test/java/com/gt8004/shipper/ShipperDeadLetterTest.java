package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.shipper.send.Rejection;
import com.gt8004.shipper.send.SendOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries that the server refuses. */
class ShipperDeadLetterTest {
  private static final Duration TICK = Duration.ofMillis(200);

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
  void rejectedEntry_becomesADeadLetterAndTheCheckpointPasses() throws Exception {
    JournalDirectory journal = rig.append(10);
    rig.ingest.then(body -> FakeIngestClient.rejecting(body, 3, "status_code is odd"));
    rig.settle();
    rig.after(TICK);

    assertThat(rig.checkpoint(journal)).isEqualTo(10);
    JsonNode letter = new ObjectMapper().readTree(Files.readAllBytes(letters().get(0)));
    assertThat(letters()).hasSize(1);
    assertThat(letters().get(0)).hasFileName(journal.id() + "-3.json");
    assertThat(letter.path("entry_id").textValue()).isEqualTo(journal.id() + ":3");
    assertThat(letter.path("server_error").textValue()).isEqualTo("status_code is odd");
    assertThat(letter.path("entry").path("path").textValue()).isEqualTo("/n/3");
    assertThat(letter.path("entry").has("entry_id")).isFalse();
    assertThat(letter.path("status").intValue()).isEqualTo(200);
    assertThat(letter.path("attempts").intValue()).isEqualTo(1);
    assertThat(letter.path("refused_at").textValue()).startsWith("2026-11-22T09:00:00");
    assertThat(rig.queue().counters().rejected).isEqualTo(1);
  }

  @Test
  void expiredEntry_isSettledAndCountedButIsNoDeadLetter() throws Exception {
    JournalDirectory journal = rig.append(10);
    rig.ingest.then(
        body -> FakeIngestClient.rejecting(body, 3, "expired: older than the oldest kept day"));
    rig.settle();
    rig.after(TICK);
    assertThat(rig.checkpoint(journal)).isEqualTo(10);
    assertThat(letters()).isEmpty();
    assertThat(rig.queue().counters().expired).isEqualTo(1);
  }

  @Test
  void letterThatCannotBeWritten_holdsTheCheckpointBack() throws Exception {
    JournalDirectory journal = rig.append(10);
    rig.ingest.then(body -> {
      obstruct();
      return FakeIngestClient.rejecting(body, 3, "no");
    });
    rig.settle();
    rig.after(TICK);
    assertThat(rig.state()).isEqualTo(ShipperState.DISK_FAULT);
    assertThat(rig.checkpoint(journal)).isZero();

    Files.delete(rig.queueDirectory().deadLetters());
    rig.after(Duration.ofSeconds(15));
    rig.after(TICK);
    assertThat(letters()).hasSize(1);
    assertThat(rig.checkpoint(journal)).isEqualTo(10);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
  }

  /** A file where the folder belongs stops even root, whom no permission would. */
  private void obstruct() {
    try {
      Files.writeString(rig.queueDirectory().deadLetters(), "in the way");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void fullFolder_pausesAsAStormAndGoesOnOnceThereIsRoom() throws Exception {
    rig.with("dead_letters_max", "2");
    JournalDirectory journal = rig.append(30);
    for (int i = 0; i < 3; i++) {
      rig.ingest.then(body -> FakeIngestClient.rejecting(body, 0, "no"));
    }
    rig.settle();
    rig.after(TICK);
    assertThat(rig.state()).isEqualTo(ShipperState.DEAD_LETTER_STORM);
    assertThat(rig.checkpoint(journal)).isEqualTo(20);
    assertThat(rig.condition().cause()).contains("at most are kept 2");

    Files.delete(letters().get(0));
    rig.after(Duration.ofSeconds(15));
    rig.after(TICK);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
    assertThat(rig.checkpoint(journal)).isEqualTo(30);
    assertThat(rig.ingest.requests)
        .as("the answer is kept, not asked for again")
        .hasSize(3);
  }

  @Test
  void hundredLettersInTenMinutes_areAStormUntilAnOperatorResumes() throws Exception {
    JournalDirectory journal = rig.append(10);
    List<Rejection> all =
        IntStream.range(0, 10).mapToObj(index -> new Rejection(index, "no")).toList();
    rig.ingest.then(body -> {
      IntStream.range(0, 95).forEach(before -> rig.queue().letterRate().kept());
      return new SendOutcome.Settled(0, 0, all, true);
    });
    rig.settle().after(TICK);
    assertThat(rig.state()).isEqualTo(ShipperState.DEAD_LETTER_STORM);
    assertThat(rig.condition().cause()).contains("100 dead letters within 10 minutes");
    assertThat(rig.condition().cure()).contains("gt8004 resume --queue " + ShipperRig.AGENT);
    assertThat(letters()).hasSize(5);
    assertThat(rig.checkpoint(journal)).isZero();

    rig.append(10);
    rig.after(Duration.ofHours(1)).after(TICK);
    assertThat(rig.state()).isEqualTo(ShipperState.DEAD_LETTER_STORM);
    assertThat(letters()).hasSize(5);
    assertThat(rig.ingest.requests).hasSize(1);

    rig.queue().tryAtOnce();
    rig.settle().after(TICK);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
    assertThat(letters()).hasSize(10);
    assertThat(rig.checkpoint(journal)).isEqualTo(10);
    assertThat(rig.ingest.requests).as("its answer was kept").hasSize(2);
    assertThat(rig.queue().counters().rejected).isEqualTo(10);
  }

  @Test
  void entryThatIsCondemnedInAStorm_staysUntilThereIsRoomAndIsNotAskedAgain() throws Exception {
    rig.with("dead_letters_max", "1");
    JournalDirectory journal = rig.append(10);
    rig.ingest.always(
        body -> body.indexOf(journal.id() + ":0") >= 0 || body.indexOf(journal.id() + ":7") >= 0
            ? new SendOutcome.EntryFault(400, "no")
            : FakeIngestClient.accepted(body));
    rig.settle().after(TICK);
    assertThat(rig.state()).isEqualTo(ShipperState.DEAD_LETTER_STORM);
    assertThat(rig.checkpoint(journal)).isEqualTo(7);
    int requests = rig.ingest.requests.size();
    Files.delete(letters().get(0));
    rig.after(Duration.ofSeconds(15)).after(TICK);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
    assertThat(letters()).hasSize(1).first().satisfies(file -> assertThat(file)
        .hasFileName(journal.id() + "-7.json"));
    assertThat(rig.checkpoint(journal)).isEqualTo(10);
    assertThat(rig.ingest.requests.subList(requests, rig.ingest.requests.size()))
        .doesNotContain(journal.id() + ":7-7");
  }

  private List<Path> letters() throws Exception {
    if (!Files.isDirectory(rig.queueDirectory().deadLetters())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(rig.queueDirectory().deadLetters())) {
      return files.sorted().toList();
    }
  }
}
