package com.gt8004.benchmarks.trial;

import com.gt8004.benchmarks.contestant.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/** Threads that log as fast as they can, each its share, all at once. */
final class Phase {
  private static final long LATENCY_NANOS_MAX = 60_000_000_000L;
  private static final int SIGNIFICANT_DIGITS = 3;

  /**
   * What a phase did.
   *
   * @param entries calls made
   * @param startNanos the timer when the threads were let go
   * @param callNanos from then until the last call had returned
   * @param latencies of single calls; empty if they were not timed
   */
  record Outcome(
      long entries,
      long startNanos,
      long callNanos,
      Histogram latencies,
      double callerBytesPerEntry,
      double processBytesPerEntry) {}

  private Phase() {}

  /** @param timed whether each call is timed */
  static Outcome run(Subject subject, int threads, long entries, long millisMax, boolean timed)
      throws InterruptedException {
    var latches = new Worker.Latches(
        new CountDownLatch(threads),
        new CountDownLatch(1),
        new CountDownLatch(threads),
        new CountDownLatch(1));
    long share = (entries + threads - 1) / threads;
    List<Worker> workers = new ArrayList<>();
    List<Histogram> histograms = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Histogram histogram = newHistogram();
      histograms.add(histogram);
      Worker worker = new Worker(subject, share, millisMax, timed ? histogram : null, latches);
      workers.add(worker);
      worker.start();
    }
    latches.ready().await();
    Allocation before = Allocation.now();
    long start = Ticker.nanos();
    latches.start().countDown();
    latches.done().await();
    long callNanos = Ticker.nanos() - start;
    Allocation after = Allocation.now();
    latches.release().countDown();
    long logged = logged(workers);
    Histogram all = newHistogram();
    histograms.forEach(all::add);
    return new Outcome(
        logged,
        start,
        callNanos,
        all,
        (double) after.of(workers, before) / logged,
        (double) after.ofAll(before) / logged);
  }

  private static long logged(List<Worker> workers) {
    long logged = 0;
    for (Worker worker : workers) {
      Throwable failure = worker.failure();
      if (failure != null) {
        throw new IllegalStateException("a logging thread failed", failure);
      }
      logged += worker.logged();
    }
    return logged;
  }

  private static Histogram newHistogram() {
    return new Histogram(LATENCY_NANOS_MAX, SIGNIFICANT_DIGITS);
  }
}
