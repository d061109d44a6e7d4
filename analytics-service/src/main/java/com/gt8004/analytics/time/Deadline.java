package com.gt8004.analytics.time;

import java.time.Duration;

/** The end of a bounded wait, on the monotonic clock. Immutable. */
public final class Deadline {
  private final ServiceClock clock;
  private final long endNanos;

  private Deadline(ServiceClock clock, long endNanos) {
    this.clock = clock;
    this.endNanos = endNanos;
  }

  /** A deadline that far from now. */
  public static Deadline in(Duration wait, ServiceClock clock) {
    return new Deadline(clock, clock.nanoTime() + wait.toNanos());
  }

  /** True when the time is up. */
  public boolean passed() {
    return clock.nanoTime() - endNanos >= 0;
  }
}
