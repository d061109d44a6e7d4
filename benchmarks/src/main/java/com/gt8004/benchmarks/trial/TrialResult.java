package com.gt8004.benchmarks.trial;

/**
 * What one trial measured.
 *
 * @param samples calls that were timed one by one
 * @param p50Nanos and the following: their latency, the timer's own cost included
 * @param entries logged for the rate, by calls that were not timed
 * @param callNanos from the first of them until the last returned
 * @param forcedNanos from the first of them until all was forced to disk and closed
 * @param callerBytesPerEntry heap that the logging threads allocated
 * @param processBytesPerEntry heap that all threads of the process allocated
 * @param lost entries logged for the rate that the contestant did not keep
 * @param forces calls that forced a file to disk, while the rate was measured; -1 if not counted
 * @param timerNanos what one reading of the timer costs
 * @param cutShort whether time ended a measurement before its number was reached
 */
public record TrialResult(
    long samples,
    long p50Nanos,
    long p99Nanos,
    long p999Nanos,
    long maxNanos,
    long entries,
    long callNanos,
    long forcedNanos,
    double callerBytesPerEntry,
    double processBytesPerEntry,
    long lost,
    long forces,
    double timerNanos,
    boolean cutShort) {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Entries a second, the final force of all files included. */
  public double entriesPerSecond() {
    return entries * NANOS_PER_SECOND / forcedNanos;
  }

  /** Forces a second; below 0 if they were not counted. */
  public double forcesPerSecond() {
    return forces * NANOS_PER_SECOND / forcedNanos;
  }
}
