package com.gt8004.analytics.testing;

import com.gt8004.analytics.time.ServiceClock;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until it is told to go on. */
public final class ManualClock implements ServiceClock {
  private Instant now;
  private long nanos;

  public ManualClock(Instant now) {
    this.now = now;
  }

  public synchronized void advance(Duration duration) {
    now = now.plus(duration);
    nanos += duration.toNanos();
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  @Override
  public void sleep(Duration duration) {
    advance(duration);
  }
}
