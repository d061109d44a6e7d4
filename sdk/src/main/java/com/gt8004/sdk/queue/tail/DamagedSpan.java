package com.gt8004.sdk.queue.tail;

import com.gt8004.sdk.queue.SequenceRange;
import java.nio.file.Path;
import java.util.List;

/**
 * Entries of a journal that cannot be read, with the bytes that stand where they belong.
 *
 * @param firstSequence the first that is missing
 * @param endSequence one past the last that is missing
 * @param bytes where they should be, in the order of the journal, without zeros at the edges; empty
 *     where nothing but zeros is left or a file is gone
 * @param reason what was found instead, for people
 */
public record DamagedSpan(long firstSequence, long endSequence, List<Bytes> bytes, String reason) {
  /** Part of a file, from {@code fromOffset} up to, not including, {@code toOffset}. */
  public record Bytes(Path file, long fromOffset, long toOffset) {
    /** How many. */
    public long count() {
      return toOffset - fromOffset;
    }
  }

  public DamagedSpan {
    bytes = List.copyOf(bytes);
    if (firstSequence < 0 || endSequence <= firstSequence) {
      throw new IllegalArgumentException("no entries: " + firstSequence + " to " + endSequence);
    }
  }

  /** The sequences that are missing. */
  public SequenceRange range() {
    return new SequenceRange(firstSequence, endSequence - 1);
  }

  /** What is missing and why, with file and sequences. */
  public String describe() {
    String which = endSequence - firstSequence == 1
        ? "sequence " + firstSequence + " belongs"
        : "sequence " + firstSequence + " to " + (endSequence - 1) + " belong";
    return reason + " where " + which;
  }
}
