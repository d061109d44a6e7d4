package com.gt8004.benchmarks.drain;

/**
 * A shipper that starts with a backlog, beside its living writer.
 *
 * @param entries that wait in the queue
 * @param bytes that its cycle files take
 * @param readySeconds from the start of the process until {@code /readyz} says 200
 * @param firstBatchSeconds from there until the sink has the first entries
 * @param perSecond entries a second, warm: of a large backlog its last three quarters, of a small one
 *     the median of bursts as large, each sent once the sink lets go
 * @param anonymousBytes most memory without a file behind it
 * @param mappedBlocks most blocks of the journal mapped at a time
 */
public record Backlogged(
    int round,
    long entries,
    long bytes,
    double readySeconds,
    double firstBatchSeconds,
    double perSecond,
    long anonymousBytes,
    long peakRssBytes,
    long mappedBlocks) {
  /** For people who watch. */
  public String line() {
    return "round %d  backlog %,d entries, %,d MB  ready %.2f s  first batch %.2f s  %.1f k/s  RssAnon %d MB  blocks %d"
        .formatted(
            round,
            entries,
            bytes >> 20,
            readySeconds,
            firstBatchSeconds,
            perSecond / 1e3,
            anonymousBytes >> 20,
            mappedBlocks);
  }
}
