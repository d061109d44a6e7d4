package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.CrashPoint;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueLimits;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.tail.CycleHeads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real shipper that is killed again and again, at each named point and at any moment, over one queue
 * that goes on growing. After each death the disk is compared with what the server has.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ShipperKillIT {
  /** Where it dies here. */
  private static final List<String> POINTS = List.of(
      "shipper.before-send",
      "shipper.after-send",
      "shipper.after-reply",
      "shipper.before-dead-letter",
      "shipper.after-dead-letter",
      "shipper.before-checkpoint",
      "shipper.checkpoint-unforced",
      "shipper.after-checkpoint",
      "shipper.before-unlink",
      "shipper.after-unlink");

  /** Where it dies in {@link RetentionCrashIT}: they need full disks, or minutes. */
  private static final List<String> POINTS_ELSEWHERE = List.of(
      "shipper.before-ledger",
      "shipper.after-ledger",
      "shipper.before-removal",
      "shipper.after-rename",
      "shipper.after-summary",
      "shipper.after-removal");

  /** Where the normal build lets it die in {@link ShipperProcessIT}; each death here takes a second. */
  private static final Set<String> POINTS_IN_TORTURE_ONLY = Set.of(
      "shipper.before-send",
      "shipper.after-reply",
      "shipper.before-checkpoint",
      "shipper.after-checkpoint");

  private static final boolean TORTURE = Boolean.getBoolean("gt8004.torture");
  private static final int ROUNDS_PER_POINT = TORTURE ? 10 : 1;
  private static final int ROUNDS_AT_ANY_MOMENT = TORTURE ? 100 : 0;
  private static final int ENTRIES_PER_ROUND = 40;

  private static final Map<String, String> SETTINGS = Map.of(
      "GT8004_BATCH_SIZE", "5",
      "GT8004_BATCH_SIZE_CATCH_UP", "5",
      "GT8004_FLUSH_INTERVAL", "50ms",
      "GT8004_RETENTION_AGE", "0s",
      "GT8004_PROFILE", "standard",
      "GT8004_ALLOW_FILE_SYSTEM", "tmpfs");

  @TempDir
  Path folder;

  private IngestDouble server;
  private ModelWriter writer;
  private final Random random = new Random();
  private final Map<String, Boolean> appended = new HashMap<>(); // entry id → is to be rejected
  private final Map<String, Integer> deaths = new HashMap<>();
  private int written;

  @BeforeEach
  void setUp() throws Exception {
    server = new IngestDouble();
    writer = newWriter();
  }

  @AfterEach
  void tearDown() {
    writer.close();
    server.close();
  }

  @Test
  void everyNamedPoint_isOneOfThoseThatTestsDieAt() throws Exception {
    Set<String> named = new TreeSet<>();
    for (String module : List.of("sdk", "shipper-daemon")) {
      try (Stream<Path> sources = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (Path source :
            sources.filter(file -> file.toString().endsWith(".java")).toList()) {
          Matcher point = Pattern.compile("CrashPoint\\.reach\\(\"(shipper\\.[a-z-]+)\"\\)")
              .matcher(Files.readString(source));
          while (point.find()) {
            named.add(point.group(1));
          }
        }
      }
    }
    assertThat(POINTS).doesNotContainAnyElementsOf(POINTS_ELSEWHERE);
    assertThat(Stream.concat(POINTS.stream(), POINTS_ELSEWHERE.stream()))
        .containsExactlyInAnyOrderElementsOf(named);
  }

  @Test
  void deathAgainAndAgain_losesNothingAndStoresNothingTwice() throws Exception {
    for (String death : deathsToDie()) {
      if (random.nextInt(4) == 0) {
        writer.close();
        writer = newWriter();
      }
      append(ENTRIES_PER_ROUND);
      if (death.isEmpty()) {
        dieAtAnyMoment();
      } else {
        dieAt(death);
      }
      deaths.merge(death.isEmpty() ? "any moment" : death, 1, Integer::sum);
      check();
    }
    writer.close();
    drain();
    check();
    appended.forEach((id, rejected) ->
        assertThat(rejected ? hasLetter(id) : isStored(id)).as(id + " arrived").isTrue());
    assertThat(server.table().keySet())
        .as("entries nobody appended")
        .allMatch(appended::containsKey);
    assertThat(server.duplicates()).as("sent twice, stored once").isPositive();
    System.out.printf(
        "kill: %d deaths %s; %d entries, %d stored, %d dead letters, %d requests, %d entries sent again%n",
        deaths.values().stream().mapToInt(Integer::intValue).sum(),
        deaths,
        appended.size(),
        server.table().size(),
        server.refused().size(),
        server.requests(),
        server.duplicates());
  }

  /** As an operator would: so many dead letters at once are a storm, which a restart ends. */
  private void drain() throws Exception {
    for (int start = 0; start < 50; start++) {
      try (ShipperChild last =
          ShipperChild.start(root(), server.url(), SETTINGS, "--until-empty", "--timeout", "15s")) {
        if (last.exitCode(60) == 0) {
          return;
        }
        assertThat(last.said()).contains("DEAD_LETTER_STORM");
      }
    }
    throw new AssertionError("the queue does not become empty");
  }

  /** Each named point as often as it should be; the empty name stands for any moment. */
  private List<String> deathsToDie() {
    List<String> all = new ArrayList<>();
    for (int round = 0; round < ROUNDS_PER_POINT; round++) {
      POINTS.stream()
          .filter(point -> TORTURE || !POINTS_IN_TORTURE_ONLY.contains(point))
          .forEach(all::add);
    }
    for (int round = 0; round < ROUNDS_AT_ANY_MOMENT; round++) {
      all.add(random.nextInt(all.size() + 1), "");
    }
    return all;
  }

  private void append(int entries) throws IOException {
    for (int i = 0; i < entries; i++) {
      boolean rejected = written % 10 == 3;
      long sequence = writer.append("r" + written++, rejected ? IngestDouble.REJECTED : "fine");
      appended.put(writer.journal().id() + ":" + sequence, rejected);
    }
  }

  private ModelWriter newWriter() {
    return new ModelWriter(queue(), QueueLimits.DEFAULT.withDiskFreeMin(0), EpochClock.system());
  }

  private void dieAt(String point) throws Exception {
    Map<String, String> environment = new HashMap<>(SETTINGS);
    environment.put("GT8004_CRASH_AT", point + ":" + (1 + random.nextInt(3)));
    try (ShipperChild dying = ShipperChild.start(root(), server.url(), environment)) {
      // The third checkpoint, say, needs more to come than was there.
      for (int i = 0; i < 100 && !dying.process().waitFor(500, TimeUnit.MILLISECONDS); i++) {
        append(ModelWriter.PER_CYCLE);
      }
      assertThat(dying.exitCode(1))
          .as("%s: %s", point, dying.said())
          .isEqualTo(CrashPoint.EXIT_CODE);
    }
  }

  private void dieAtAnyMoment() throws Exception {
    int before = server.requests();
    try (ShipperChild dying = ShipperChild.start(root(), server.url(), SETTINGS)) {
      long begun = System.nanoTime();
      boolean whileStarting = random.nextInt(4) == 0;
      while (!whileStarting
          && server.requests() == before
          && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(5)) {
        LockSupport.parkNanos(1_000_000);
      }
      LockSupport.parkNanos(
          TimeUnit.MILLISECONDS.toNanos(random.nextInt(whileStarting ? 900 : 400)));
      dying.kill();
    }
  }

  private void check() throws IOException {
    assertThat(server.refused()).as("rejected").allMatch(id -> appended.getOrDefault(id, false));
    for (JournalDirectory journal : queue().journals()) {
      Checkpoint checkpoint = CheckpointFile.peek(journal);
      assertThat(checkpoint).isNotNull();
      assertSettled(journal, 0, checkpoint.firstUnsettled() - 1);
      for (SequenceRange range : checkpoint.settledBeyond()) {
        assertSettled(journal, range.first(), range.last());
      }
      List<Path> files = CycleHeads.of(journal);
      assertThat(files.isEmpty() ? 0 : CycleHeads.firstSequence(files.get(0)))
          .as("nothing is removed that the checkpoint has not passed")
          .isLessThanOrEqualTo(checkpoint.firstUnsettled());
    }
  }

  private void assertSettled(JournalDirectory journal, long first, long last) {
    for (long sequence = first; sequence <= last; sequence++) {
      String id = journal.id() + ":" + sequence;
      assertThat(isStored(id) || hasLetter(id))
          .as("%s: the checkpoint is never ahead of the server and of dead letters", id)
          .isTrue();
    }
  }

  private boolean isStored(String id) {
    return server.table().containsKey(id);
  }

  private boolean hasLetter(String id) {
    return Files.exists(queue().deadLetters().resolve(id.replace(':', '-') + ".json"));
  }

  private QueueDirectory queue() {
    return new QueueRoot(root()).queue(ShipperRig.AGENT);
  }

  private Path root() {
    return folder.resolve("queues");
  }
}
