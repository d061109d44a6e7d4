package com.gt8004.system;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Waits for what another process will do: looks again and again until it holds or time is up. */
final class Eventually {
  private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

  private Eventually() {}

  /** The last failure is thrown when time is up. */
  static void holds(Duration within, ThrowingCallable assertion) throws Exception {
    long deadline = System.nanoTime() + within.toNanos();
    while (true) {
      try {
        assertion.call();
        return;
      } catch (Throwable failure) {
        if (System.nanoTime() - deadline > 0) {
          throw new AssertionError(
              "still not after " + within + ": " + failure.getMessage(), failure);
        }
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** The first value that is not null. */
  static <T> T value(Duration within, Callable<T> look) throws Exception {
    long deadline = System.nanoTime() + within.toNanos();
    T value;
    while ((value = look.call()) == null) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("nothing after " + within);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return value;
  }
}
