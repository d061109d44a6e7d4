package com.gt8004.benchmarks.report;

import com.gt8004.benchmarks.jmh.JmhResult;
import com.gt8004.benchmarks.trial.Effort;
import com.gt8004.benchmarks.trial.TrialResult;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * One contestant under one load, over all rounds: medians, but the largest maximum and the sum of what
 * was lost. NaN where nothing was measured.
 */
final class Figures {
  private static final int RULE_ROUNDS = 5;
  private static final long RULE_WARMUP_MILLIS = 10_000;
  private static final long RULE_BYTES = 2_000_000_000L;

  private final List<Measured> measured;
  private final List<TrialResult> loads;
  private final List<JmhResult> jmh;

  Figures(List<Measured> measured) {
    this.measured = List.copyOf(measured);
    this.loads = measured.stream().map(Measured::load).filter(Objects::nonNull).toList();
    this.jmh = measured.stream().map(Measured::jmh).filter(Objects::nonNull).toList();
  }

  /** How many trials there were; 0 if only JMH measured, or nobody. */
  int rounds() {
    return loads.size();
  }

  double p50Micros() {
    return median(loads, load -> load.p50Nanos() / 1e3);
  }

  double p99Micros() {
    return median(loads, load -> load.p99Nanos() / 1e3);
  }

  double p999Micros() {
    return median(loads, load -> load.p999Nanos() / 1e3);
  }

  double maxMillis() {
    return loads.stream().mapToDouble(load -> load.maxNanos() / 1e6).max().orElse(Double.NaN);
  }

  double perSecond() {
    return median(loads, TrialResult::entriesPerSecond);
  }

  double forcesPerSecond() {
    return median(loads, TrialResult::forcesPerSecond);
  }

  /** Heap bytes that the logging threads allocate for an entry. */
  double callerBytes() {
    return median(loads, TrialResult::callerBytesPerEntry);
  }

  double jmhNanos() {
    return median(jmh, JmhResult::nanosPerCall);
  }

  double jmhBytes() {
    return median(jmh, JmhResult::bytesPerCall);
  }

  /** Which part of the entries was not kept, 0 to 1. */
  double lostShare() {
    long entries = loads.stream().mapToLong(TrialResult::entries).sum();
    return (double) loads.stream().mapToLong(TrialResult::lost).sum() / entries;
  }

  double timerNanos() {
    return median(loads, TrialResult::timerNanos);
  }

  boolean cutShort() {
    return loads.stream().anyMatch(TrialResult::cutShort);
  }

  /** Whether this was measured as the gates demand it. */
  boolean byTheRules() {
    long good = measured.stream().filter(Figures::byTheRules).count();
    return good >= RULE_ROUNDS && good == loads.size();
  }

  private static boolean byTheRules(Measured one) {
    TrialResult load = one.load();
    Effort effort = one.effort();
    return load != null
        && effort.warmupMillis() >= RULE_WARMUP_MILLIS
        && load.entries() * one.cell().payloadBytes() >= RULE_BYTES;
  }

  private static <T> double median(List<T> results, ToDoubleFunction<T> figure) {
    double[] sorted = results.stream().mapToDouble(figure).sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
