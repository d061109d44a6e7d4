package com.gt8004.benchmarks.trial;

import com.gt8004.benchmarks.contestant.Contestant;
import com.gt8004.benchmarks.contestant.Folders;
import com.gt8004.benchmarks.contestant.SampleEntries;
import com.gt8004.benchmarks.contestant.Subject;
import com.gt8004.sdk.RequestLogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/**
 * Warm-up, then latency of single calls, then the sustained rate, each on a contestant opened afresh
 * whose data is deleted at once: the disk holds one phase's data at most, and all contestants meet a
 * machine whose memory has just been used.
 */
final class Trial {
  /** What the warm-up writes before it deletes and begins again. */
  private static final long WARMUP_CHUNK_BYTES = 256L << 20;

  /** What calls that are timed write, unless they are fewer than the next number then. */
  private static final long LATENCY_BYTES = 1L << 30;

  private static final long LATENCY_SAMPLES_MIN = 200_000;

  private static final long NOT_COUNTED = -1;
  private static final double P50 = 50;
  private static final double P99 = 99;
  private static final double P999 = 99.9;

  private final TrialSpec spec;
  private final Path folder;
  private final RequestLogEntry[] entries;

  Trial(TrialSpec spec, Path folder) {
    this.spec = spec;
    this.folder = folder;
    this.entries = SampleEntries.ofPayloadBytes(spec.cell().payloadBytes());
  }

  TrialResult run() throws IOException, InterruptedException {
    warmUp();
    Phase.Outcome timed = timed();
    return sustained(timed);
  }

  private void warmUp() throws IOException, InterruptedException {
    long end = Ticker.nanos() + spec.effort().warmupMillis() * 1_000_000L;
    boolean timed = false;
    for (long left = end - Ticker.nanos(); left > 0; left = end - Ticker.nanos()) {
      Subject subject = open();
      var unused = phase(subject, entriesIn(WARMUP_CHUNK_BYTES), left / 1_000_000L + 1, timed);
      subject.finish();
      Folders.delete(folder);
      timed = !timed; // both loops are to be compiled
    }
  }

  private Phase.Outcome timed() throws IOException, InterruptedException {
    Subject subject = open();
    Phase.Outcome outcome = phase(subject, latencySamples(), spec.effort().phaseMillisMax(), true);
    subject.finish();
    Folders.delete(folder);
    return outcome;
  }

  private TrialResult sustained(Phase.Outcome timed) throws IOException, InterruptedException {
    long wanted = entriesIn(spec.effort().sustainedBytes());
    Subject subject = open();
    Rate rate = spec.contestant() == Contestant.SYNC
        ? rateAndForces(subject, wanted)
        : rate(subject, wanted);
    Phase.Outcome outcome = rate.outcome();
    // Each thread logged one more before the start.
    long lost = outcome.entries() + spec.cell().threads() - subject.kept();
    Folders.delete(folder);
    Histogram latencies = timed.latencies();
    return new TrialResult(
        timed.entries(),
        latencies.getValueAtPercentile(P50),
        latencies.getValueAtPercentile(P99),
        latencies.getValueAtPercentile(P999),
        latencies.getMaxValue(),
        outcome.entries(),
        outcome.callNanos(),
        rate.forcedNanos(),
        outcome.callerBytesPerEntry(),
        outcome.processBytesPerEntry(),
        lost,
        rate.forces(),
        Ticker.costNanos(),
        outcome.entries() < wanted || timed.entries() < latencySamples());
  }

  private record Rate(Phase.Outcome outcome, long forcedNanos, long forces) {}

  private Rate rate(Subject subject, long wanted) throws IOException, InterruptedException {
    Phase.Outcome outcome = phase(subject, wanted, spec.effort().phaseMillisMax(), false);
    subject.finish();
    return new Rate(outcome, Ticker.nanos() - outcome.startNanos(), NOT_COUNTED);
  }

  private Rate rateAndForces(Subject subject, long wanted)
      throws IOException, InterruptedException {
    Path recording = folder.resolveSibling(folder.getFileName() + ".jfr");
    try (Forces forces = new Forces(recording)) {
      Rate rate = rate(subject, wanted);
      return new Rate(rate.outcome(), rate.forcedNanos(), forces.count());
    } finally {
      Files.deleteIfExists(recording);
    }
  }

  private Subject open() throws IOException {
    Files.createDirectories(folder);
    return spec.contestant().open(folder, entries);
  }

  private Phase.Outcome phase(Subject subject, long count, long millisMax, boolean timed)
      throws InterruptedException {
    return Phase.run(subject, spec.cell().threads(), count, millisMax, timed);
  }

  private long latencySamples() {
    long bounded = Math.max(LATENCY_SAMPLES_MIN, entriesIn(LATENCY_BYTES));
    return Math.min(spec.effort().latencySamples(), bounded);
  }

  private long entriesIn(long bytes) {
    int each = spec.cell().payloadBytes();
    return (bytes + each - 1) / each;
  }
}
