package com.gt8004.sdk.servlet;

import com.gt8004.sdk.queue.EpochClock;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes on only when told. */
final class SteppedClock implements EpochClock {
  private final AtomicLong micros = new AtomicLong(1_795_338_000_123_456L);

  void step(long moreMicros) {
    micros.addAndGet(moreMicros);
  }

  @Override
  public long epochMicros() {
    return micros.get();
  }

  @Override
  public long nanoTime() {
    return micros.get() * 1_000;
  }
}
