package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueBytes;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Whether the queue may grow: what all its journals take on the disk, against {@code queue_bytes_max}.
 * Other processes append to the queue and the shipper removes files of it, so it is counted from the
 * disk, off the appending threads, once a second; in between the own appends are added.
 *
 * <p>{@link #allows} and {@link #appended} are used under the append lock and cost a comparison and an
 * addition; the rest is thread-safe.
 */
final class QueueRoom {
  private static final long COUNT_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** An application that logs nothing need not look every second. */
  private static final long COUNT_IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Counting takes at most this part of a processor, however many files there are. */
  private static final long DUTY = 50;

  /** What an entry takes beside its payload: envelope, Chronicle's header and its padding. */
  private static final int BESIDE_PAYLOAD_BYTES = 48;

  private final QueueDirectory queue;
  private final long bytesMax;
  private final EpochClock clock;
  private final Episode full;

  /** Written under the append lock only. */
  private final AtomicLong appended = new AtomicLong();

  /** What was counted, less what had been appended by then: plus {@code appended} it is what is there now. */
  private volatile long base;

  private volatile boolean counted;
  // Guarded by this.
  private long countedAtNanos;
  private long countNanos;
  private long appendedAtCount;

  QueueRoom(QueueDirectory queue, long bytesMax, EpochClock clock, Logger log) {
    this.queue = queue;
    this.bytesMax = bytesMax;
    this.clock = clock;
    this.full = new Episode(log, clock);
  }

  /** Whether an entry of this length may be appended. */
  boolean allows(int payloadLength) {
    if (!counted) {
      count();
    }
    if (bytes() + payloadLength + BESIDE_PAYLOAD_BYTES <= bytesMax) {
      // Not with the first that passes: near the limit small entries do while large ones do not.
      if (full.isOpen() && full.isOver(clock.nanoTime())) {
        full.ended(queue.path() + " has room again");
      }
      return true;
    }
    if (full.isOpen()) {
      full.again(); // a refusal must stay cheaper than an append: no text, no stack trace
    } else {
      full.happened(
          queue.path() + " takes " + bytes() + " bytes, queue_bytes_max is " + bytesMax,
          "entries are refused until the shipper has made room; is it running? (gt8004 status)",
          new IOException("queue full"));
    }
    return false;
  }

  /** An entry of this length was appended. */
  void appended(int payloadLength) {
    // Lazily: one writer at a time, and nobody needs it at once.
    appended.lazySet(appended.getPlain() + payloadLength + BESIDE_PAYLOAD_BYTES);
  }

  /** Bytes of the whole queue, as last counted, and what was appended here since. */
  long bytes() {
    return base + appended.get();
  }

  /** Whether even an empty entry would be refused. */
  boolean isFull() {
    return bytes() + BESIDE_PAYLOAD_BYTES > bytesMax;
  }

  /** To be called once a second. */
  void countIfDue() {
    if (!counted) {
      count();
      return;
    }
    boolean busy = isFull() || changed();
    countIfOlderThan(busy ? COUNT_AFTER_NANOS / 2 : COUNT_IDLE_NANOS);
  }

  /** Counts, unless that was done within {@code nanos} or is too costly to be done so soon again. */
  synchronized void countIfOlderThan(long nanos) {
    if (clock.nanoTime() - countedAtNanos >= Math.max(nanos, DUTY * countNanos)) {
      count();
    }
  }

  private synchronized boolean changed() {
    return appended.get() != appendedAtCount;
  }

  private synchronized void count() {
    long since = clock.nanoTime();
    appendedAtCount = appended.get();
    // As before where it cannot be counted now: 0 would let the queue grow beyond its limit.
    base = QueueBytes.ofQueue(queue, base + appendedAtCount) - appendedAtCount;
    counted = true;
    countedAtNanos = clock.nanoTime();
    countNanos = countedAtNanos - since;
  }
}
