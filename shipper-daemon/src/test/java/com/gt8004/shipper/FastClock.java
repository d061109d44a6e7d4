package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import java.time.Duration;

/** Time that goes so many times as fast as the clock on the wall. */
final class FastClock implements EpochClock {
  private final int times;
  private final long beganNanos = EpochClock.system().nanoTime();
  private final long beganMicros = EpochClock.system().epochMicros();

  FastClock(int times) {
    this.times = times;
  }

  @Override
  public long nanoTime() {
    return beganNanos + (EpochClock.system().nanoTime() - beganNanos) * times;
  }

  @Override
  public long epochMicros() {
    return beganMicros + (nanoTime() - beganNanos) / 1_000;
  }

  /** How long that takes on the wall. */
  Duration onTheWall(Duration duration) {
    return duration.dividedBy(times);
  }
}
