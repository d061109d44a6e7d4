package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.EpochClock;
import java.time.Duration;

/** A clock that a test sets. Both times stand still otherwise. */
final class ManualClock implements EpochClock {
  private volatile long epochMicros = 1_795_338_000_000_000L;
  private volatile long nanos;

  @Override
  public long epochMicros() {
    return epochMicros;
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  /** Time passes. */
  void pass(Duration duration) {
    nanos += duration.toNanos();
    epochMicros += duration.toNanos() / 1_000;
  }

  /** Somebody sets the wall clock; no time passes. */
  void setWall(Duration difference) {
    epochMicros += difference.toNanos() / 1_000;
  }
}
