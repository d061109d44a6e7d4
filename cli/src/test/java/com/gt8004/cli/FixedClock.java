package com.gt8004.cli;

import com.gt8004.sdk.queue.EpochClock;
import java.time.Duration;
import java.time.Instant;

/** Time that moves when told to. */
public final class FixedClock implements EpochClock {
  private Instant now;
  private long nanos;

  public FixedClock(Instant now) {
    this.now = now;
  }

  public void advance(Duration by) {
    now = now.plus(by);
    nanos += by.toNanos();
  }

  @Override
  public long epochMicros() {
    return EpochClock.microsOf(now);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }
}
