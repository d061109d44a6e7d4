package com.gt8004.benchmarks.drain;

/**
 * What is drained how.
 *
 * @param batch entries in one request
 * @param gzip whether the sink offers to take compressed bodies
 * @param cold whether the page cache is emptied first
 * @param living whether the journal's writer lives
 */
public record DrainCase(int batch, boolean gzip, boolean cold, boolean living) {
  @Override
  public String toString() {
    return "batch " + batch + (gzip ? ", gzip" : "") + (cold ? ", cold" : "")
        + (living ? ", writer alive" : "");
  }
}
