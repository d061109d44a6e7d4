package com.gt8004.benchmarks.drain;

import com.gt8004.benchmarks.sink.SinkCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Drains a queue once, or posts as much through a floor: sender and sink are fresh processes. */
final class DrainTrial {
  private static final long SECONDS_MAX = 1_800;
  private static final long EXIT_SECONDS_MAX = 60;
  private static final List<String> FLOOR_JVM = List.of("-Xms512m", "-Xmx512m");

  private final BuiltQueue queue;
  private final ShipperProcess.Start shipper;
  private final long entries;
  private final long warmup;
  private final Path log;

  /** @param warmup of the entries, that are not timed */
  DrainTrial(BuiltQueue queue, ShipperProcess.Start shipper, long entries, long warmup, Path log) {
    this.queue = queue;
    this.shipper = shipper;
    this.entries = entries;
    this.warmup = warmup;
    this.log = log;
  }

  /** The shipper, from the first entry to the last. */
  Drained drain(int round, DrainCase how) throws IOException, InterruptedException {
    queue.rewind();
    prepare(how);
    try (SinkProcess sink = new SinkProcess(how.gzip(), false, log)) {
      Map<String, String> settings = new HashMap<>();
      settings.put("GT8004_BATCH_SIZE", Integer.toString(how.batch()));
      settings.put("GT8004_BATCH_SIZE_CATCH_UP", Integer.toString(how.batch()));
      long start = begin(sink);
      try (ShipperProcess process =
          new ShipperProcess(shipper.with(settings), queue.root(), sink.url(), 0, true, log)) {
        Drained drained = measure(round, how, Sender.SHIPPER, sink, process.pid(), start);
        int exitCode = process.exitCode(EXIT_SECONDS_MAX);
        if (exitCode != 0) {
          throw new IOException("the shipper ended with exit code " + exitCode + ", see " + log);
        }
        return drained;
      }
    }
  }

  /** A floor: as many entries over as many connections. */
  Drained post(int round, DrainCase how, Sender sender, int connections)
      throws IOException, InterruptedException {
    try (SinkProcess sink = new SinkProcess(false, false, log);
        ChildProcess process = ChildProcess.java(
            PostMain.class, FLOOR_JVM, floorArguments(how, sender, connections, sink), log)) {
      process.await("ready", EXIT_SECONDS_MAX);
      long start = begin(sink);
      process.tell("go");
      return measure(round, how, sender, sink, process.pid(), start);
    }
  }

  private List<String> floorArguments(
      DrainCase how, Sender sender, int connections, SinkProcess sink) {
    return List.of(
        sender == Sender.CLIENT ? "client" : "socket",
        sink.url(),
        queue.root().toString(),
        Integer.toString(how.batch()),
        Integer.toString(connections),
        Long.toString(entries));
  }

  private void prepare(DrainCase how) throws IOException, InterruptedException {
    if (how.cold()) {
      PageCache.cool();
    } else {
      PageCache.warm(queue.root());
    }
  }

  private long begin(SinkProcess sink) throws IOException {
    sink.mark(warmup);
    sink.mark(entries);
    return System.nanoTime();
  }

  private Drained measure(
      int round, DrainCase how, Sender sender, SinkProcess sink, long pid, long startNanos)
      throws IOException, InterruptedException {
    try (MemoryWatch memory = new MemoryWatch(pid)) {
      SinkCounts warm = sink.await(warmup, SECONDS_MAX);
      double cpuWarm = ProcessUse.cpuSeconds(pid);
      SinkCounts last = sink.await(entries, SECONDS_MAX);
      double cpu = ProcessUse.cpuSeconds(pid) - cpuWarm;
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      return new Drained(
          round,
          how,
          sender,
          entries,
          sink.counts().entries(),
          last.entries() - warm.entries(),
          last.nanos() - warm.nanos(),
          seconds,
          cpu,
          last.requests(),
          last.gzipRequests(),
          last.bodyBytes(),
          last.connections(),
          memory.peakRssBytes(),
          memory.anonymousBytes());
    }
  }
}
