package com.gt8004.sdk;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for reuse, at most 64 of them. A pool and not a thread-local, because virtual threads come by
 * the million. Thread-safe; never waits, and allocates only where the few slots that a thread looks at
 * are empty.
 */
final class EntryBuffers {
  private static final int SLOT_BITS = 6;
  private static final int SLOTS = 1 << SLOT_BITS;

  /** References between two slots: 64 bytes and more, so that two threads do not share a cache line. */
  private static final int STRIDE = 16;

  /** How many slots a thread looks at. Each costs a cache miss; 64 would be a queue. */
  private static final int PROBES = 4;

  /** 2 to the 64th by the golden ratio: the top bits of its multiples lie far apart for neighbours. */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final int payloadBytesMax;
  private final AtomicReferenceArray<@Nullable EntryBuffer> slots =
      new AtomicReferenceArray<>(SLOTS * STRIDE);

  EntryBuffers(int payloadBytesMax) {
    this.payloadBytesMax = payloadBytesMax;
  }

  EntryBuffer take() {
    int home = home();
    for (int probe = 0; probe < PROBES; probe++) {
      int slot = slot(home + probe);
      EntryBuffer buffer = slots.get(slot);
      if (buffer != null && slots.compareAndSet(slot, buffer, null)) {
        return buffer;
      }
    }
    return new EntryBuffer(payloadBytesMax);
  }

  void give(EntryBuffer buffer) {
    if (!buffer.worthKeeping()) {
      return;
    }
    int home = home();
    for (int probe = 0; probe < PROBES; probe++) {
      int slot = slot(home + probe);
      if (slots.get(slot) == null && slots.compareAndSet(slot, null, buffer)) {
        return;
      }
    }
    // The slots in reach are taken, so this one is garbage.
  }

  private static int home() {
    return (int) ((Thread.currentThread().getId() * SPREAD) >>> (Long.SIZE - SLOT_BITS));
  }

  private static int slot(int index) {
    return (index & (SLOTS - 1)) * STRIDE;
  }
}
