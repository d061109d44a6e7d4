package com.gt8004.sdk.queue.tail;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the bytes that stand where entries are missing, from one place in a journal to another, and
 * says what they look like.
 */
final class SpanBytes {
  /** What Chronicle writes behind the last entry of a file when it begins the next. */
  private static final long END_OF_FILE_MARK = 0x464F_45C3_C000_0000L;

  private final List<DamagedSpan.Bytes> bytes = new ArrayList<>();
  private final CycleFiles files;
  private boolean cutOff;
  private boolean fileMissing;

  SpanBytes(CycleFiles files) {
    this.files = files;
  }

  /** Adds what lies between; {@code toCycle} and {@code toOffset} may lie behind all there is. */
  SpanBytes add(int fromCycle, long fromOffset, int toCycle, long toOffset) {
    int before = fromCycle;
    for (int cycle : files.cycles()) {
      CycleFile file = cycle < fromCycle || cycle > toCycle ? null : files.open(cycle);
      if (file != null) {
        fileMissing |= before > 0 && cycle > before + 1;
        before = cycle;
        long length = file.length();
        long from = cycle == fromCycle ? fromOffset : 0;
        // The entry that follows has its length before it.
        add(file, from, cycle == toCycle ? Math.max(from, toOffset - Integer.BYTES) : length);
        cutOff |= StoreHeader.of(file).lastPosition() >= length && cycle != toCycle;
      }
    }
    return this;
  }

  private void add(CycleFile file, long from, long to) {
    ExcerptChain chain = ExcerptChain.follow(file, from, to);
    // What Chronicle itself keeps between entries is no damage.
    long begin = chain.entries() == 0 ? Math.min(chain.end(), to) : from;
    if (begin < to && file.longAt(begin) == END_OF_FILE_MARK) {
      begin += Long.BYTES;
    }
    DamagedSpan.Bytes rest = file.withoutZeros(begin, Math.max(begin, to));
    if (rest.count() > 0) {
      bytes.add(rest);
    }
  }

  /** The span of these sequences, with what was added. */
  DamagedSpan missing(long firstSequence, long endSequence) {
    return new DamagedSpan(firstSequence, endSequence, bytes, reason());
  }

  private String reason() {
    if (fileMissing) {
      return "a cycle file is missing";
    }
    if (cutOff) {
      return "the file is cut off";
    }
    return bytes.isEmpty() ? "nothing but zeros" : "wrong checksum or header";
  }
}
