package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replay in a process of its own, killed twice with SIGKILL and resumed: everything is stored, once. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ReplayKillIT {
  private static final boolean TORTURE = Boolean.getBoolean("gt8004.torture");
  private static final int ENTRIES = TORTURE ? 1_000_000 : 24_000;

  /** Without it the few entries of the normal build would be there before anybody could kill anything. */
  private static final long RATE = TORTURE ? 0 : 8_000;

  @TempDir
  Path folder;

  @Test
  void replayThatIsKilledTwice_storesEverythingOnce() throws Exception {
    QueueRoot root = new QueueRoot(folder.resolve("queues"));
    JournalDirectory journal = append(root);
    QueueDirectory queue = root.queue(ShipperRig.AGENT);
    try (IngestDouble server = new IngestDouble()) {
      long begunNanos = EpochClock.system().nanoTime();
      kill(start(queue, server, null), server, ENTRIES / 2);
      StoredReplay first = StoredReplay.of(queue).get(0);
      long again = server.table().size() - first.passed();
      UUID id = first.id();
      kill(start(queue, server, id), server, ENTRIES * 3 / 4);
      StoredReplay second = StoredReplay.of(queue).get(0);
      again += server.table().size() - second.passed();
      assertThat(second.passed()).isGreaterThanOrEqualTo(first.passed()).isPositive();
      Process last = start(queue, server, id);
      assertThat(last.waitFor(10, TimeUnit.MINUTES)).isTrue();
      assertThat(last.exitValue()).isZero();

      assertThat(server.table()).hasSize(ENTRIES);
      assertThat(server.table())
          .containsKeys(journal.id() + ":0", journal.id() + ":" + (ENTRIES - 1));
      assertThat(StoredReplay.of(queue)).isEmpty();
      assertThat((long) server.duplicates())
          .as("nothing that stands in a record is sent again")
          .isLessThanOrEqualTo(again);
      System.out.printf(
          "%,d entries in %.1f s with two deaths, %,d of them sent twice%n",
          ENTRIES, (EpochClock.system().nanoTime() - begunNanos) / 1e9, server.duplicates());
    }
  }

  private static JournalDirectory append(QueueRoot root) throws IOException {
    try (var logger =
        GT8004Logger.builder().agentId(ShipperRig.AGENT).queueRoot(root.path()).build()) {
      ShipperRig.log(logger, ENTRIES);
    }
    JournalDirectory journal = root.queue(ShipperRig.AGENT).journals().get(0);
    try (CheckpointFile file = CheckpointFile.open(journal)) {
      file.write(Checkpoint.at(journal.id(), ENTRIES));
    }
    return journal;
  }

  private static void kill(Process replay, IngestDouble server, int stored) throws Exception {
    long begunNanos = EpochClock.system().nanoTime();
    while (server.table().size() < stored) {
      assertThat(replay.isAlive()).as("still at work").isTrue();
      assertThat(EpochClock.system().nanoTime() - begunNanos)
          .isLessThan(TimeUnit.MINUTES.toNanos(5));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    replay.destroyForcibly().waitFor();
    assertThat(replay.exitValue()).isEqualTo(137);
  }

  private Process start(QueueDirectory queue, IngestDouble server, UUID resume) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        ShipperChild.java(),
        "-XX:TieredStopAtLevel=1",
        "-Xmx256m",
        "-cp",
        ShipperChild.classPath(),
        Replaying.class.getName(),
        queue.path().toString(),
        server.url(),
        String.valueOf(RATE)));
    if (resume != null) {
      command.add(resume.toString());
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("replay-" + resume + ".log").toFile())
        .start();
  }

  /** The replay that is killed: queue, URL, rate, and perhaps the id of what it goes on with. */
  static final class Replaying {
    public static void main(String[] args) throws IOException {
      Map<String, String> settings =
          Map.of("api_key", "key", "profile", "standard", "ingest_url", args[1]);
      ShipperConfig config = ShipperConfig.load(null, settings, Map.of()).config();
      ReplayBuilder replay = Replay.builder(config, new QueueDirectory(Path.of(args[0])));
      if (args.length > 3) {
        replay.resume(UUID.fromString(args[3]));
      } else {
        replay.rate(Long.parseLong(args[2]));
      }
      System.exit(replay.build().run(step -> {}).complete() ? 0 : 1);
    }
  }
}
