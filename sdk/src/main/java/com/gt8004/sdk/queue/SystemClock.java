package com.gt8004.sdk.queue;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The only class that asks the machine for the time.
 *
 * <p>The wall clock is asked every 10 ms and the monotonic one in between: {@code Instant.now()} makes
 * an object, which an append must not. So a wall clock that was set is noticed 10 ms later.
 */
final class SystemClock implements EpochClock {
  static final SystemClock INSTANCE = new SystemClock();

  private static final long ASK_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** A moment on both clocks; immutable, so that threads may race for it without a lock. */
  private record Moment(long epochMicros, long nanos) {}

  private Moment asked = ask();

  private SystemClock() {}

  @Override
  public long epochMicros() {
    return epochMicros(System.nanoTime());
  }

  @Override
  public long epochMicros(long nanoTime) {
    Moment known = asked;
    long since = nanoTime - known.nanos;
    // Below 0 where another thread has asked in between.
    if (since < 0 || since >= ASK_AFTER_NANOS) {
      known = ask();
      asked = known;
      return known.epochMicros;
    }
    return known.epochMicros + since / 1_000;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  private static Moment ask() {
    return new Moment(EpochClock.microsOf(Instant.now()), System.nanoTime());
  }
}
