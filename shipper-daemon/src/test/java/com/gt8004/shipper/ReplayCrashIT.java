package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.shipper.batch.RequestBody;
import com.gt8004.shipper.deadletter.DeadLetter;
import com.gt8004.shipper.deadletter.DeadLetterFolder;
import com.gt8004.shipper.send.SendOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays, retries and discards that die between their effects. */
class ReplayCrashIT {
  private static final int ENTRIES = 2_000;
  private static final int BATCH = 20;

  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"replay.before-progress:5", "replay.after-progress:4"})
  void replayThatDies_isResumedWithoutWhatItsRecordHas(String point) throws Exception {
    assertResumed(point);
  }

  @Tag("torture")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "replay.before-progress:3",
        "replay.after-progress:3",
        "replay.before-progress:7",
        "replay.after-progress:7",
        "replay.before-end"
      })
  void replayThatDiesElsewhere_isResumed(String point) throws Exception {
    assertResumed(point);
  }

  private void assertResumed(String point) throws Exception {
    try (ShipperRig rig = new ShipperRig(folder)) {
      JournalDirectory journal = settled(rig);
      DyingProcess.run(folder, point, Replaying.class);
      List<String> before = sent(folder);
      List<StoredReplay> stored = StoredReplay.of(rig.queueDirectory());
      assertThat(stored).hasSize(1);
      StoredReplay left = stored.get(0);
      assertThat(left.running()).isFalse();
      FakeIngestClient again = new FakeIngestClient();
      Replay.Result rest = Replay.builder(config(), rig.queueDirectory())
          .client(again)
          .resume(left.id())
          .build()
          .run(step -> {});
      assertThat(rest.complete()).isTrue();
      assertThat(rest.accepted()).as("counted once").isEqualTo(ENTRIES);
      assertThat(again.settled).as("nothing before the record").hasSize((int)
          (ENTRIES - left.passed()));
      HashSet<String> all = new HashSet<>(before);
      all.addAll(again.settled);
      assertThat(all)
          .hasSameElementsAs(
              LongStream.range(0, ENTRIES).mapToObj(i -> journal.id() + ":" + i).toList());
      assertThat(before.size() + again.settled.size() - ENTRIES)
          .as("sent twice: what was out, and what was answered since the record")
          .isLessThanOrEqualTo(2 * ReplayRun.PARCELS_MAX * BATCH);
    }
  }

  @Test
  void replayThatDiesBeforeItBegan_isNoReplay_andKeepsNothing() throws Exception {
    try (ShipperRig rig = new ShipperRig(folder)) {
      settled(rig);
      DyingProcess.run(folder, "replay.after-progress", Replaying.class);
      assertThat(StoredReplay.of(rig.queueDirectory())).isEmpty();
      FakeIngestClient again = new FakeIngestClient();
      assertThat(Replay.builder(config(), rig.queueDirectory())
              .client(again)
              .build()
              .run(step -> {})
              .accepted())
          .isEqualTo(ENTRIES);
      try (var files = Files.list(rig.queueDirectory().replays())) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void discardThatDiesAfterTheLedger_addsNoSecondLine() throws Exception {
    try (ShipperRig rig = new ShipperRig(folder)) {
      List<EntryId> ids = letters(rig);
      DyingProcess.run(folder, "letters.after-ledger:2", Discarding.class);
      assertThat(QueueLetters.ids(rig.queueDirectory())).hasSize(2);
      assertThat(Files.readAllLines(rig.queueDirectory().ledgerFile())).hasSize(2);
      try (QueueLetters own = QueueLetters.take(rig.queueDirectory(), EpochClock.system())) {
        assertThat(own.discard(ids)).isEqualTo(2);
      }
      assertThat(QueueLetters.ids(rig.queueDirectory())).isEmpty();
      assertThat(Files.readAllLines(rig.queueDirectory().ledgerFile()))
          .hasSize(3)
          .allMatch(line -> line.contains("\"reason\":\"discarded\""));
    }
  }

  @Test
  void retryThatDiesBeforeTheLetterGoes_sendsItOnceMore() throws Exception {
    try (ShipperRig rig = new ShipperRig(folder)) {
      List<EntryId> ids = letters(rig);
      DyingProcess.run(folder, "letters.before-unlink:2", Retrying.class);
      assertThat(QueueLetters.ids(rig.queueDirectory())).isEqualTo(ids.subList(1, 3));
      FakeIngestClient again = new FakeIngestClient();
      Replay.Result result = retry(rig, again);
      assertThat(result.accepted()).isEqualTo(2);
      assertThat(again.settled)
          .containsExactly(ids.get(1).toString(), ids.get(2).toString());
      assertThat(QueueLetters.ids(rig.queueDirectory())).isEmpty();
    }
  }

  private static JournalDirectory settled(ShipperRig rig) throws IOException {
    JournalDirectory journal = rig.append(ENTRIES);
    rig.settle();
    rig.after(ShipperRig.SECOND);
    assertThat(rig.checkpoint(journal)).isEqualTo(ENTRIES);
    rig.close();
    return journal;
  }

  private static List<EntryId> letters(ShipperRig rig) throws IOException {
    JournalDirectory journal = rig.append(3);
    List<EntryId> ids = List.of(journal.entryId(0), journal.entryId(1), journal.entryId(2));
    DeadLetterFolder letters =
        DeadLetterFolder.open(rig.queueDirectory().deadLetters(), 10, 1 << 20);
    for (EntryId id : ids) {
      letters.keep(new DeadLetter(id, "{\"path\":\"/\"}", 400, "odd", Instant.EPOCH, 1));
    }
    return ids;
  }

  private static Replay.Result retry(ShipperRig rig, FakeIngestClient server) throws IOException {
    return Replay.builder(config(), rig.queueDirectory())
        .client(server)
        .deadLetters(QueueLetters.ids(rig.queueDirectory()))
        .answered(there -> {
          try (QueueLetters own = QueueLetters.take(rig.queueDirectory(), EpochClock.system())) {
            assertThat(own.delivered(there)).isEqualTo(there.size());
          }
        })
        .build()
        .run(step -> {});
  }

  private static ShipperConfig config() {
    Map<String, String> settings = Map.of(
        "api_key",
        "key",
        "profile",
        "standard",
        "batch_size",
        "10",
        "batch_size_catch_up",
        String.valueOf(BATCH));
    return ShipperConfig.load(null, settings, Map.of()).config();
  }

  private static List<String> sent(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("sent"));
  }

  /** The replay that dies; notes what its server has. Its seconds are short, for many records. */
  static final class Replaying {
    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      try (ShipperRig rig = new ShipperRig(folder)) {
        FakeIngestClient server = new FakeIngestClient().always(body -> note(folder, body));
        var unused = Replay.builder(config(), rig.queueDirectory())
            .client(server)
            .evenTwice() // asks nobody: only entries are noted
            .clock(new FastClock(1_000))
            .build()
            .run(step -> {});
      }
    }

    private static SendOutcome note(Path folder, RequestBody body) {
      try {
        Files.write(
            folder.resolve("sent"),
            FakeIngestClient.entryIds(body),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return FakeIngestClient.accepted(body);
    }
  }

  /** The discard that dies. */
  static final class Discarding {
    public static void main(String[] args) throws IOException {
      try (ShipperRig rig = new ShipperRig(Path.of(args[0]));
          QueueLetters own = QueueLetters.take(rig.queueDirectory(), EpochClock.system())) {
        int unused = own.discard(QueueLetters.ids(rig.queueDirectory()));
      }
    }
  }

  /** The retry that dies. */
  static final class Retrying {
    public static void main(String[] args) throws IOException {
      try (ShipperRig rig = new ShipperRig(Path.of(args[0]))) {
        var unused = retry(rig, new FakeIngestClient());
      }
    }
  }
}
