package com.gt8004.sdk.queue.tail;

import com.gt8004.sdk.queue.ChronicleFiles;
import com.gt8004.sdk.queue.Envelope;

/**
 * Follows Chronicle's own chain of excerpts, each with its length in the four bytes before it, to count
 * entries that were whole once although their bytes are not any more.
 *
 * @param entries complete excerpts with data that were passed
 * @param end where the chain led: to the place asked for, or to where nothing more could be followed
 */
record ExcerptChain(long entries, long end) {
  private static final int NOT_COMPLETE = 0x8000_0000;
  private static final int META_DATA = 0x4000_0000;
  private static final int LENGTH = 0x3FFF_FFFF;

  /** Follows it from a length header at or just behind {@code from}, to {@code to} at most. */
  static ExcerptChain follow(CycleFile file, long from, long to) {
    long at = aligned(from);
    long entries = 0;
    while (at < to) {
      int header = file.intAt(at);
      int length = header & LENGTH;
      if (header == 0 || (header & NOT_COMPLETE) != 0 || length > ChronicleFiles.BLOCK_BYTES) {
        break;
      }
      boolean data = (header & META_DATA) == 0;
      if (data && length <= Envelope.HEADER_BYTES) {
        break;
      }
      entries += data ? 1 : 0;
      at = aligned(at + Integer.BYTES + length);
    }
    return new ExcerptChain(entries, at);
  }

  private static long aligned(long offset) {
    return (offset + Integer.BYTES - 1) / Integer.BYTES * Integer.BYTES;
  }
}
