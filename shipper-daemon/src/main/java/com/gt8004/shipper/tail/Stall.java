package com.gt8004.shipper.tail;

import com.gt8004.sdk.queue.EpochClock;
import java.util.concurrent.TimeUnit;

/** How long reading has been stuck at one place. Not thread-safe. */
final class Stall {
  /** Longer than any pause of a living writer between two steps of an append. */
  private static final long SECONDS_MAX = 60;

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final EpochClock clock;
  private boolean runs;
  private long sinceNanos;
  private long lookNanos;

  Stall(EpochClock clock) {
    this.clock = clock;
    this.lookNanos = clock.nanoTime();
  }

  /** True once {@value #SECONDS_MAX} s have passed since this was first asked without an end. */
  boolean hasLasted() {
    long now = clock.nanoTime();
    if (!runs) {
      runs = true;
      sinceNanos = now;
    }
    return now - sinceNanos >= TimeUnit.SECONDS.toNanos(SECONDS_MAX);
  }

  /** Whether it has begun and not ended. */
  boolean runs() {
    return runs;
  }

  void ended() {
    runs = false;
  }

  /** True once a second: looking costs more than reading. */
  boolean isLookDue() {
    long now = clock.nanoTime();
    if (now - lookNanos < LOOK_NANOS) {
      return false;
    }
    lookNanos = now;
    return true;
  }
}
