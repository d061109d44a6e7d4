package com.gt8004.sdk.queue;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Named places where a test lets the process die as a power failure would. Armed only by {@code
 * GT8004_CRASH_AT=name[:count]}, as a system property or in the environment: the process halts with
 * {@value #EXIT_CODE} when the place is reached for the count-th time. Unarmed it costs nothing.
 */
public final class CrashPoint {
  /** As after a SIGKILL. */
  public static final int EXIT_CODE = 137;

  /** A constant to the compiler: where it is null, {@link #reach} is nothing. */
  private static final @Nullable String NAME;

  private static final AtomicInteger REMAINING = new AtomicInteger();

  static {
    String armed = System.getProperty("GT8004_CRASH_AT", System.getenv("GT8004_CRASH_AT"));
    int colon = armed == null ? -1 : armed.lastIndexOf(':');
    NAME = armed == null || colon < 0 ? armed : armed.substring(0, colon);
    REMAINING.set(armed == null || colon < 0 ? 1 : Integer.parseInt(armed.substring(colon + 1)));
  }

  private CrashPoint() {}

  /** Dies here if a test asked for it. */
  public static void reach(String name) {
    if (NAME != null && NAME.equals(name) && REMAINING.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
