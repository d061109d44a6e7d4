package com.gt8004.analytics.time;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The only class that asks the machine for the time. */
final class SystemServiceClock implements ServiceClock {
  static final SystemServiceClock INSTANCE = new SystemServiceClock();

  private SystemServiceClock() {}

  @Override
  public Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    Thread.sleep(duration.toMillis());
  }
}
