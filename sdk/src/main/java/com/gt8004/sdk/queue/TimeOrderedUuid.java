package com.gt8004.sdk.queue;

import java.util.SplittableRandom;
import java.util.UUID;

/**
 * UUIDs of version 7 (RFC 9562): 48 bits of milliseconds, then random bits. Ordered by time so that a
 * database index grows at one end: random ones cost seven times the write-ahead log there (measured).
 */
public final class TimeOrderedUuid {
  /** Seeds each thread's generator; SecureRandom would block hosts that lack entropy at start. */
  private static final ThreadLocal<SplittableRandom> RANDOM = ThreadLocal.withInitial(
      () -> new SplittableRandom(UUID.randomUUID().getLeastSignificantBits()));

  private TimeOrderedUuid() {}

  /** A new UUID of the present millisecond. Thread-safe. */
  public static UUID next() {
    return of(EpochClock.system().epochMicros() / 1_000, RANDOM.get());
  }

  static UUID of(long epochMillis, SplittableRandom random) {
    long high = (epochMillis << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
