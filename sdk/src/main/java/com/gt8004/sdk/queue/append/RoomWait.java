package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.EpochClock;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets a caller wait for room, without the append lock. Thread-safe. An interrupt ends the wait and its
 * flag stays set.
 */
final class RoomWait {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Those who wait cannot wait for the next count of the usual interval. */
  private static final long COUNT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final QueueRoom room;
  private final DiskSpace disk;
  private final EpochClock clock;
  private final long nanosMax;

  RoomWait(QueueRoom room, DiskSpace disk, EpochClock clock, long nanosMax) {
    this.room = room;
    this.disk = disk;
    this.clock = clock;
    this.nanosMax = nanosMax;
  }

  /** Whether a refusal of this kind is worth waiting for. */
  boolean mayHelp(long outcome) {
    return nanosMax > 0
        && (outcome == Refusal.QUEUE_FULL.code() || outcome == Refusal.DISK_FULL.code());
  }

  /**
   * Waits until it looks as if there was room, or the logger was closed.
   *
   * @param sinceNanos when the caller began to wait
   * @return false if it waited for nothing: time is up or the thread was interrupted
   */
  boolean await(long sinceNanos, BooleanSupplier closed) {
    while (true) {
      long left = nanosMax - (clock.nanoTime() - sinceNanos);
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(Math.min(LOOK_NANOS, left));
      if (closed.getAsBoolean() || looksFree()) {
        return true;
      }
    }
  }

  private boolean looksFree() {
    room.countIfOlderThan(COUNT_NANOS);
    try {
      return !room.isFull() && disk.hasFree();
    } catch (IOException e) {
      return true; // the append will say what is wrong
    }
  }
}
