package com.gt8004.benchmarks.drain;

/**
 * A shipper that keeps up with a writer.
 *
 * @param perSecond entries that the writer appended, evenly
 * @param lagP50Micros from an entry's event time, taken right before it was logged, until its batch was
 *     read by the sink
 * @param cpuShare processor time of the shipper, in cores
 */
public record Steady(
    int round,
    long perSecond,
    long seconds,
    long arrived,
    long requests,
    long lagP50Micros,
    long lagP99Micros,
    long lagMaxMicros,
    double cpuShare,
    long peakRssBytes,
    long anonymousBytes) {
  /** For people who watch. */
  public String line() {
    return "round %d  steady %,d/s  lag p50 %.1f ms  p99 %.1f ms  max %.1f ms  CPU %.1f %% of a core"
        .formatted(
            round,
            perSecond,
            lagP50Micros / 1e3,
            lagP99Micros / 1e3,
            lagMaxMicros / 1e3,
            100 * cpuShare);
  }
}
