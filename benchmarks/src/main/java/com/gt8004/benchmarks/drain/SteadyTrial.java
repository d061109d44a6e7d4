package com.gt8004.benchmarks.drain;

import com.gt8004.benchmarks.sink.SinkCounts;
import java.io.IOException;
import java.nio.file.Path;

/** A writer at an even pace, and the shipper with its defaults behind it. */
final class SteadyTrial {
  private static final int PAYLOAD_BYTES = 500;
  private static final long WARMUP_SECONDS = 10;
  private static final long PATIENCE_SECONDS = 60;

  private final Path folder;
  private final ShipperProcess.Start shipper;
  private final Path log;

  SteadyTrial(Path folder, ShipperProcess.Start shipper, Path log) {
    this.folder = folder;
    this.shipper = shipper;
    this.log = log;
  }

  Steady run(int round, long perSecond, long seconds) throws IOException, InterruptedException {
    try (BuiltQueue queue = new BuiltQueue(folder, PAYLOAD_BYTES, log);
        SinkProcess sink = new SinkProcess(false, true, log);
        ShipperProcess process = new ShipperProcess(shipper, folder, sink.url(), 0, false, log);
        MemoryWatch memory = new MemoryWatch(process.pid())) {
      long warm = perSecond * WARMUP_SECONDS;
      sink.mark(warm);
      queue.beginPace(perSecond, WARMUP_SECONDS);
      queue.awaitDone(WARMUP_SECONDS + PATIENCE_SECONDS);
      sink.await(
          warm, PATIENCE_SECONDS); // what waited for the shipper's start has no lag of its own
      sink.forgetLags();
      SinkCounts before = sink.counts();
      double cpuBefore = ProcessUse.cpuSeconds(process.pid());
      queue.beginPace(perSecond, seconds);
      queue.awaitDone(seconds + PATIENCE_SECONDS);
      SinkCounts after = sink.counts();
      double cpu = ProcessUse.cpuSeconds(process.pid()) - cpuBefore;
      return new Steady(
          round,
          perSecond,
          seconds,
          after.entries() - before.entries(),
          after.requests() - before.requests(),
          after.lagP50Micros(),
          after.lagP99Micros(),
          after.lagMaxMicros(),
          cpu / seconds,
          memory.peakRssBytes(),
          memory.anonymousBytes());
    }
  }
}
