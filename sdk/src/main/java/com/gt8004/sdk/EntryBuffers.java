package com.gt8004.sdk;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Buffers for reuse, at most 64 of them. A pool and not a thread-local, because virtual threads come by
 * the million. Thread-safe; never waits.
 */
final class EntryBuffers {
  private static final int KEPT_MAX = 64;

  private final int payloadBytesMax;
  private final ArrayBlockingQueue<EntryBuffer> kept = new ArrayBlockingQueue<>(KEPT_MAX);

  EntryBuffers(int payloadBytesMax) {
    this.payloadBytesMax = payloadBytesMax;
  }

  EntryBuffer take() {
    EntryBuffer buffer = kept.poll();
    return buffer == null ? new EntryBuffer(payloadBytesMax) : buffer.clear();
  }

  void give(EntryBuffer buffer) {
    if (buffer.worthKeeping()) {
      boolean unused = kept.offer(buffer); // where 64 are kept already, this one is garbage
    }
  }
}
