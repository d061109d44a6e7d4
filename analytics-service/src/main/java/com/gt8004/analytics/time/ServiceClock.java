package com.gt8004.analytics.time;

import java.time.Duration;
import java.time.Instant;

/**
 * Wall time, which may jump, monotonic time, which may not, and waiting. Taken as an argument wherever
 * time matters, so that tests can step it. Thread-safe.
 */
public interface ServiceClock {
  /** Wall time, cut to microseconds, as PostgreSQL keeps it. */
  Instant now();

  /** Monotonic time in nanoseconds; only differences mean anything. */
  long nanoTime();

  /** Waits that long. */
  void sleep(Duration duration) throws InterruptedException;

  /** This machine's clocks. */
  static ServiceClock system() {
    return SystemServiceClock.INSTANCE;
  }
}
