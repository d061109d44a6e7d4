package com.gt8004.benchmarks.drain;

/**
 * One drain, or what a floor posted in its place.
 *
 * @param entries in the queue
 * @param arrived entries that the sink counted; above {@code entries} if some came twice
 * @param timedEntries of them, after those that warm up
 * @param timedNanos from the end of the warm-up until the last arrived, by the sink's clock
 * @param totalSeconds from the start of the process until the last arrived
 * @param cpuSeconds of the sending process, while timed
 * @param bodyBytes of all requests, as they came over the wire
 * @param connections that it used
 */
public record Drained(
    int round,
    DrainCase drainCase,
    Sender sender,
    long entries,
    long arrived,
    long timedEntries,
    long timedNanos,
    double totalSeconds,
    double cpuSeconds,
    long requests,
    long gzipRequests,
    long bodyBytes,
    int connections,
    long peakRssBytes,
    long anonymousBytes) {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLION = 1e6;

  public double entriesPerSecond() {
    return timedEntries * NANOS_PER_SECOND / timedNanos;
  }

  public double cpuSecondsPerMillion() {
    return cpuSeconds * MILLION / timedEntries;
  }

  /** Over the wire, heads not counted. */
  public double bodyBytesPerEntry() {
    return (double) bodyBytes / arrived;
  }

  /** For people who watch. */
  public String line() {
    return "round %d  %-28s  %-29s %8.1f k/s  CPU %.2f s/M  %d connections  RSS %d MB%s"
        .formatted(
            round,
            drainCase,
            sender.title(),
            entriesPerSecond() / 1e3,
            cpuSecondsPerMillion(),
            connections,
            peakRssBytes >> 20,
            arrived == entries ? "" : "  arrived " + arrived + " of " + entries);
  }
}
