package com.gt8004.sdk.queue;

import java.time.Instant;

/** The only class that asks the machine for the time. */
final class SystemClock implements EpochClock {
  static final SystemClock INSTANCE = new SystemClock();

  private SystemClock() {}

  @Override
  public long epochMicros() {
    return EpochClock.microsOf(Instant.now());
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }
}
