package com.gt8004.benchmarks.drain;

import com.gt8004.benchmarks.sink.SinkCounts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Starts the shipper on a backlog. To be compared with a large one, a small one is sent in bursts by the
 * same process: each is appended while the sink holds its answers back, and timed from when it lets go.
 */
final class BacklogTrial {
  private static final int PAYLOAD_BYTES = 500;
  private static final int BATCH = 50;
  private static final int BURSTS = 200;
  private static final long SECONDS_MAX = 1_800;

  private final Path folder;
  private final ShipperProcess.Start shipper;
  private final Path log;

  BacklogTrial(Path folder, ShipperProcess.Start shipper, Path log) {
    this.folder = folder;
    this.shipper = shipper.with(Map.of("GT8004_BATCH_SIZE_CATCH_UP", Integer.toString(BATCH)));
    this.log = log;
  }

  /** @param inBursts for a backlog that is sent before the shipper's code is compiled */
  Backlogged run(int round, long entries, boolean inBursts)
      throws IOException, InterruptedException {
    try (BuiltQueue queue = new BuiltQueue(folder, PAYLOAD_BYTES, log);
        SinkProcess sink = new SinkProcess(false, false, log)) {
      queue.append(entries);
      PageCache.warm(folder);
      long bytes = bytesIn(queue);
      long warm = entries / 4;
      sink.mark(1);
      sink.mark(warm);
      sink.mark(entries);
      long start = System.nanoTime();
      try (ShipperProcess process =
              new ShipperProcess(shipper, folder, sink.url(), freePort(), false, log);
          MemoryWatch memory = new MemoryWatch(process.pid())) {
        double ready = process.secondsToReady();
        sink.await(1, SECONDS_MAX);
        double firstBatch = (System.nanoTime() - start) / 1e9;
        SinkCounts from = sink.await(warm, SECONDS_MAX);
        SinkCounts to = sink.await(entries, SECONDS_MAX);
        double perSecond = inBursts ? bursts(queue, sink, entries) : rate(from, to);
        return new Backlogged(
            round,
            entries,
            bytes,
            ready,
            Math.max(0, firstBatch - ready),
            perSecond,
            memory.anonymousBytes(),
            memory.peakRssBytes(),
            memory.mappedBlocks());
      }
    }
  }

  private static double rate(SinkCounts from, SinkCounts to) {
    return (to.entries() - from.entries()) * 1e9 / (to.nanos() - from.nanos());
  }

  private static double bursts(BuiltQueue queue, SinkProcess sink, long entries)
      throws IOException, InterruptedException {
    double[] rates = new double[BURSTS];
    for (int i = 0; i < BURSTS; i++) {
      sink.hold();
      queue.append(entries);
      SinkCounts held = sink.counts();
      long end = (i + 2) * entries;
      sink.mark(end);
      sink.release();
      SinkCounts released = sink.counts();
      SinkCounts last = sink.await(end, SECONDS_MAX);
      rates[i] = (end - held.entries()) * 1e9 / (last.nanos() - released.nanos());
    }
    double[] warm = Arrays.copyOfRange(rates, BURSTS / 2, BURSTS);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }

  /** Lengths, of which the last file's lies somewhat ahead of what is written. */
  private static long bytesIn(BuiltQueue queue) throws IOException {
    try (Stream<Path> files = Files.list(queue.journal().chronicle())) {
      long bytes = 0;
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
