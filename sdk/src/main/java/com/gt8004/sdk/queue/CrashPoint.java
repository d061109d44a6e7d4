package com.gt8004.sdk.queue;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Named places between two effects on disk, where a test lets the process die as {@code kill -9} would.
 * Armed only by {@code GT8004_CRASH_AT=name[:count]}, as a system property or in the environment, read
 * once: the process halts with {@value #EXIT_CODE} when the place is reached for the count-th time.
 * Unarmed it costs nothing: the name is a constant to the compiler. Thread-safe.
 */
public final class CrashPoint {
  /** What a process ends with here: that of one killed by SIGKILL under a shell. */
  public static final int EXIT_CODE = 137;

  private static final @Nullable String NAME;
  private static final AtomicInteger REMAINING = new AtomicInteger();

  static {
    String armed = System.getProperty("GT8004_CRASH_AT", System.getenv("GT8004_CRASH_AT"));
    int colon = armed == null ? -1 : armed.lastIndexOf(':');
    NAME = armed == null || colon < 0 ? armed : armed.substring(0, colon);
    REMAINING.set(armed == null || colon < 0 ? 1 : Integer.parseInt(armed.substring(colon + 1)));
  }

  private CrashPoint() {}

  /**
   * Ends the process if this place is the armed one and its turn has come.
   *
   * @param name {@code <part>.<before or after>-<effect>}, such as {@code shipper.after-ledger}
   */
  public static void reach(String name) {
    if (NAME != null && NAME.equals(name) && REMAINING.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
