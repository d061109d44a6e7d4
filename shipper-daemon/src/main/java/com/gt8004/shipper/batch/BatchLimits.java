package com.gt8004.shipper.batch;

/**
 * How large a batch may grow.
 *
 * @param entriesMax entries in one request, 1-1000
 * @param bytesMax bytes of one request's body; a single entry that is larger goes alone
 */
public record BatchLimits(int entriesMax, long bytesMax) {
  /** Requires limits that let at least one entry pass. */
  public BatchLimits {
    if (entriesMax < 1 || bytesMax < 1) {
      throw new IllegalArgumentException(
          "entriesMax " + entriesMax + ", bytesMax " + bytesMax + ": both from 1");
    }
  }
}
