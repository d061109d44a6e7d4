package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.GT8004Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a shipper of many queues costs while nothing happens, and how soon it finds what is new. */
@Tag("torture")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OperatingCostIT {
  private static final int QUEUES = 20;
  private static final int NEW_QUEUES = 10;
  private static final Duration IDLE = Duration.ofSeconds(60);

  /** What the kernel counts processor time in; 100 a second wherever Java runs on Linux. */
  private static final double TICKS_PER_SECOND = 100;

  private static final double IDLE_PERCENT_MAX = 1;
  private static final double NEW_QUEUE_SECONDS_MAX = 2;

  @TempDir
  Path folder;

  private IngestDouble server;
  private final List<GT8004Logger> loggers = new ArrayList<>();

  @Test
  void twentyIdleQueues_costLessThanAPercentAndANewOneIsShippedInTwoSeconds() throws Exception {
    server = new IngestDouble();
    Path root = folder.resolve("queues");
    for (int i = 0; i < QUEUES; i++) {
      log("agent-" + i, 50);
    }
    // One key serves one agent: the others have theirs in a folder.
    Path keys = Files.createDirectory(folder.resolve("keys"));
    for (int i = 0; i < QUEUES + 2 * NEW_QUEUES; i++) {
      TestFiles.secret(keys.resolve("agent-" + i), "gt8004_sk_" + i);
    }
    try (ShipperChild shipper = ShipperChild.start(
        List.of(
            ShipperChild.java(), "-Xms32m", "-Xmx256m", "-XX:+UseSerialGC"), // as it is installed
        ShipperChild.classPath(),
        root,
        server.url(),
        Map.of("GT8004_KEYS_DIR", keys.toString()))) {
      eventually(shipper, () -> server.table().size() == 50 * QUEUES);
      double warmingUp = idlePercent(shipper.process().pid());
      double percent = idlePercent(shipper.process().pid());
      double fullBatch = 0;
      double flushed = 0;
      for (int i = 0; i < NEW_QUEUES; i++) {
        fullBatch =
            Math.max(fullBatch, secondsOfANewQueue(shipper, "agent-" + (QUEUES + 2 * i), 50));
        flushed =
            Math.max(flushed, secondsOfANewQueue(shipper, "agent-" + (QUEUES + 2 * i + 1), 1));
      }
      System.out.printf(
          "idle with %d queues: %.2f %% of a core (%.2f %% in the 60 s before, while Java still compiled); a new queue's first batch after at most %.2f s,"
              + " its first entry with flush() after at most %.2f s%n",
          QUEUES, percent, warmingUp, fullBatch, flushed);
      assertThat(percent).isLessThan(IDLE_PERCENT_MAX);
      assertThat(fullBatch).isLessThan(NEW_QUEUE_SECONDS_MAX);
      assertThat(flushed).isLessThan(NEW_QUEUE_SECONDS_MAX);
    } finally {
      loggers.forEach(GT8004Logger::close);
      server.close();
    }
  }

  private double secondsOfANewQueue(ShipperChild shipper, String agent, int entries)
      throws Exception {
    int before = server.table().size();
    long begun = System.nanoTime();
    GT8004Logger logger = log(agent, entries);
    eventually(shipper, () -> {
      boolean unused = logger.flush(Duration.ZERO); // asks; false until all is settled
      return server.table().size() == before + entries;
    });
    return (System.nanoTime() - begun) / 1e9;
  }

  private GT8004Logger log(String agent, int entries) {
    GT8004Logger logger = GT8004Logger.builder()
        .agentId(agent)
        .queueRoot(folder.resolve("queues"))
        .build();
    loggers.add(logger);
    ShipperRig.log(logger, entries);
    return logger;
  }

  private static double idlePercent(long pid) throws IOException {
    long before = ticks(pid);
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < IDLE.toNanos()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    return (ticks(pid) - before) / TICKS_PER_SECOND / seconds * 100;
  }

  /** Processor time of a process, in user and kernel mode. */
  private static long ticks(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private static void eventually(ShipperChild shipper, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(shipper.said()).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
