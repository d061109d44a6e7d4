package com.gt8004.shipper.batch;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Arrays of bodies that were answered, to be filled again: a backlog goes out at hundreds of megabytes
 * a second, and fresh arrays would make the heap as large as the collector lets it grow. Not
 * thread-safe: owned by the shipping thread.
 */
public final class BodyBuffers {
  /** Most batches fit at once; a larger one grows by halves. */
  static final int BYTES_FIRST = 32 * 1024;

  private final int keptMax;
  private final Deque<byte[]> free = new ArrayDeque<>();

  /**
   * No arrays yet.
   *
   * @param keptMax how many lie here at most; the others are left to the collector
   */
  public BodyBuffers(int keptMax) {
    this.keptMax = keptMax;
  }

  /** An array with anything in it. The one that came last: it is warm in the processor's cache. */
  byte[] take() {
    byte[] buffer = free.pollLast();
    return buffer == null ? new byte[BYTES_FIRST] : buffer;
  }

  void give(byte[] buffer) {
    if (free.size() < keptMax && buffer.length >= BYTES_FIRST) {
      free.addLast(buffer);
    }
  }
}
