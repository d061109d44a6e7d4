package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import java.time.Duration;
import java.time.Instant;

/** Time that stands still until a test moves it. */
public final class ManualClock implements EpochClock {
  private long micros = EpochClock.microsOf(Instant.parse("2026-11-22T09:00:00Z"));

  @Override
  public long epochMicros() {
    return micros;
  }

  @Override
  public long nanoTime() {
    return micros * 1_000;
  }

  public void advance(Duration by) {
    micros += by.toNanos() / 1_000;
  }
}
