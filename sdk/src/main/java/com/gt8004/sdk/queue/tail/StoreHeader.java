package com.gt8004.sdk.queue.tail;

import java.nio.charset.StandardCharsets;

/**
 * What Chronicle notes at the start of a cycle file about its end: position and number of the last
 * entry. A hint only, as it is a page of its own that may be older than the entries, or lost.
 *
 * <p>In the file: the name {@code writePosition}, then (8-byte aligned) an array of two longs behind its
 * capacity and its length. The first is the position of the last entry's length header, the second the
 * same position shifted left by 32 with the entry's number in the file in the low 32 bits.
 *
 * @param entries how many entries it says the file has; 0 if it says nothing credible
 * @param lastPosition where the last of them begins
 */
record StoreHeader(long entries, long lastPosition) {
  private static final StoreHeader SILENT = new StoreHeader(0, 0);
  private static final byte[] NAME = "writePosition".getBytes(StandardCharsets.US_ASCII);
  private static final int NAME_WITHIN = 128;

  static StoreHeader of(CycleFile file) {
    int name = find(file);
    if (name < 0) {
      return SILENT;
    }
    long array = (name + NAME.length + Long.BYTES - 1L) / Long.BYTES * Long.BYTES;
    for (long at = array; at < array + 4L * Long.BYTES; at += Long.BYTES) {
      if (file.longAt(at) == 2 && file.longAt(at + 8) == 2) {
        return of(file.longAt(at + 16), file.longAt(at + 24));
      }
    }
    return SILENT;
  }

  private static StoreHeader of(long position, long encoded) {
    boolean agree = position > 0 && encoded >>> 32 == (position & 0xFFFF_FFFFL);
    return agree ? new StoreHeader((encoded & 0xFFFF_FFFFL) + 1, position) : SILENT;
  }

  private static int find(CycleFile file) {
    for (int at = 0; at < NAME_WITHIN; at++) {
      int matched = 0;
      while (matched < NAME.length && (byte) file.intAt(at + matched) == NAME[matched]) {
        matched++;
      }
      if (matched == NAME.length) {
        return at;
      }
    }
    return -1;
  }
}
