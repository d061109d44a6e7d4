package com.gt8004.sdk.queue;

/** Sequences {@code first} to {@code last}, both included. */
public record SequenceRange(long first, long last) {
  public SequenceRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("not a range: " + first + " to " + last);
    }
  }

  /** How many sequences it holds. */
  public long count() {
    return last - first + 1;
  }
}
