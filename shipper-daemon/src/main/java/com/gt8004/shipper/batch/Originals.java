package com.gt8004.shipper.batch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/** Payloads as they stand in the journal, beside a batch that has them in other words. Not thread-safe. */
final class Originals {
  private byte[] bytes = new byte[4 << 10];
  private int[] ends = new int[16];
  private final BitSet cut = new BitSet();
  private int count;

  /** {@code wasCut} if the request has less of it than the journal. */
  void add(byte[] payload, int offset, int length, boolean wasCut) {
    int start = start(count);
    int end = Math.addExact(start, length);
    if (end > bytes.length) {
      bytes = Arrays.copyOf(
          bytes, (int) Math.min(Math.max(end, bytes.length * 2L), Integer.MAX_VALUE - 8));
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    System.arraycopy(payload, offset, bytes, start, length);
    cut.set(count, wasCut);
    ends[count++] = end;
  }

  /** The payload that was added as number {@code index}, from 0. */
  String text(int index) {
    return new String(bytes, start(index), ends[index] - start(index), StandardCharsets.UTF_8);
  }

  /** How many of these were cut. */
  int cuts(int from, int to) {
    return cut.get(from, to).cardinality();
  }

  /** What all of them take. */
  int bytes() {
    return start(count);
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }
}
