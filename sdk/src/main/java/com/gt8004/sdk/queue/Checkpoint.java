package com.gt8004.sdk.queue;

import java.util.List;
import java.util.UUID;

/**
 * How far a journal is settled at one destination.
 *
 * @param firstUnsettled first sequence that is not settled
 * @param settledBeyond settled ranges after it, ascending and apart, at most 16
 */
public record Checkpoint(UUID journalId, long firstUnsettled, List<SequenceRange> settledBeyond) {
  /** As many as fit a slot with room to spare; beyond them only the oldest gap is sent. */
  public static final int RANGES_MAX = 16;

  public Checkpoint {
    settledBeyond = List.copyOf(settledBeyond);
    if (firstUnsettled < 0) {
      throw new IllegalArgumentException("firstUnsettled < 0: " + firstUnsettled);
    }
    if (settledBeyond.size() > RANGES_MAX) {
      throw new IllegalArgumentException(
          settledBeyond.size() + " settled ranges, at most " + RANGES_MAX);
    }
    long end = firstUnsettled;
    for (SequenceRange range : settledBeyond) {
      if (range.first() <= end) {
        throw new IllegalArgumentException(
            "settled range " + range + " touches or precedes " + end);
      }
      end = range.last() + 1;
    }
  }

  /** A checkpoint with nothing settled beyond the first gap. */
  public static Checkpoint at(UUID journalId, long firstUnsettled) {
    return new Checkpoint(journalId, firstUnsettled, List.of());
  }

  /** Whether this entry is settled. */
  public boolean settled(long sequence) {
    return sequence < firstUnsettled
        || settledBeyond.stream().anyMatch(r -> sequence >= r.first() && sequence <= r.last());
  }
}
