package com.gt8004.shipper;

import com.gt8004.sdk.queue.tail.TailedEntry;
import com.gt8004.shipper.checkpoint.JournalCheckpoint;

/**
 * How much of one open journal waits. Derived from sequences, and from the oldest entry that waits,
 * whenever it is asked for. Not thread-safe: owned by the shipping thread.
 */
final class JournalDepth {
  private final UnsettledTail tail;
  private final JournalCheckpoint checkpoint;
  private final OpenBatch filling;
  private final Window window;

  JournalDepth(UnsettledTail tail, JournalCheckpoint checkpoint, OpenBatch filling, Window window) {
    this.tail = tail;
    this.checkpoint = checkpoint;
    this.filling = filling;
    this.window = window;
  }

  /** Entries that are not settled. */
  long backlog() {
    return checkpoint.unsettledBefore(tail.endOrUnknown());
  }

  /** Append time of the oldest entry that is not settled, epoch microseconds; -1 if that cannot be read. */
  long oldestAppendMicros() {
    Shipment oldest = window.oldest();
    if (oldest != null) {
      return oldest.batch().firstAppendMicros();
    }
    if (!filling.isEmpty()) {
      return filling.firstAppendMicros();
    }
    TailedEntry next = tail.peekOrNull();
    return next == null ? -1 : next.appendMicros();
  }

  /** Bytes of an entry, by those that are read and not settled; 0 if none can be read. */
  double bytesPerEntry() {
    Shipment oldest = window.oldest();
    if (oldest != null) {
      return (double) oldest.body().length() / oldest.body().count();
    }
    if (!filling.isEmpty()) {
      return filling.bytesPerEntry();
    }
    TailedEntry next = tail.peekOrNull();
    return next == null ? 0 : next.payloadLength();
  }
}
