package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import java.util.concurrent.TimeUnit;

/**
 * How often the files of one queue are looked after: every second, and every five once it has been at rest
 * for ten. A host may have many queues, and most of them are at rest. New entries and new journals do not
 * wait for this. Not thread-safe: owned by the shipping thread.
 */
final class UpkeepPace {
  static final long REST_AFTER_NANOS = TimeUnit.SECONDS.toNanos(10);
  static final long REST_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final EpochClock clock;
  private long movedNanos;
  private long lookedNanos;
  private boolean due = true;

  UpkeepPace(EpochClock clock) {
    this.clock = clock;
    this.movedNanos = clock.nanoTime();
    this.lookedNanos = movedNanos;
  }

  /** Something happened in the queue, or is under way. */
  void moved() {
    movedNanos = clock.nanoTime();
  }

  /** A new second has begun: decides whether this is one to look in. */
  void tick() {
    long now = clock.nanoTime();
    boolean atRest = now - movedNanos >= REST_AFTER_NANOS;
    due = !atRest || now - lookedNanos >= REST_INTERVAL_NANOS;
    if (due) {
      lookedNanos = now;
    }
  }

  /** Whether to look in this second. */
  boolean isDue() {
    return due;
  }
}
