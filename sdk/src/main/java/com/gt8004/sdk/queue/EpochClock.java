package com.gt8004.sdk.queue;

import java.time.Instant;

/**
 * The two clocks of this product: wall time, which may jump, and monotonic time, which may not. Taken
 * as an argument wherever time matters, so that tests can step it. Thread-safe.
 */
public interface EpochClock {
  /** Wall time in microseconds since 1970-01-01T00:00Z. */
  long epochMicros();

  /** Monotonic time in nanoseconds; only differences mean anything. */
  long nanoTime();

  /**
   * Wall time in microseconds at a monotonic time that was just read: whoever needs both asks the
   * machine once.
   */
  default long epochMicros(long nanoTime) {
    return epochMicros();
  }

  /** Wall time, cut to microseconds. */
  default Instant now() {
    return instantOf(epochMicros());
  }

  /** The instant of microseconds since the epoch. */
  static Instant instantOf(long epochMicros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(epochMicros, 1_000_000L), Math.floorMod(epochMicros, 1_000_000L) * 1_000L);
  }

  /** Microseconds since the epoch, cutting what is finer. */
  static long microsOf(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000L);
  }

  /** This machine's clocks. */
  static EpochClock system() {
    return SystemClock.INSTANCE;
  }
}
