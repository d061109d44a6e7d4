package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.EpochClock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Something that goes wrong for a while: said once when it begins and once when it ends, however often
 * it happens between. Not thread-safe: used under the append lock.
 */
final class Episode {
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Logger log;
  private final EpochClock clock;
  private boolean open;
  private long count;
  private long sinceNanos;
  private long lastNanos;

  Episode(Logger log, EpochClock clock) {
    this.log = log;
    this.clock = clock;
  }

  void happened(String what, String consequence, Throwable cause) {
    again();
    if (!open) {
      open = true;
      sinceNanos = lastNanos;
      log.warn("{}; {}", what, consequence);
      log.debug("{}", what, cause);
    }
  }

  /** It goes on. */
  void again() {
    count++;
    lastNanos = clock.nanoTime();
  }

  boolean isOpen() {
    return open;
  }

  /** Whether it goes on but has not happened for a second: on the edge of it a few still pass. */
  boolean isOver(long nowNanos) {
    return open && nowNanos - lastNanos >= QUIET_NANOS;
  }

  /** The failure in whose words the cure stands: an error of class loading only wraps it. */
  static Throwable telling(Throwable failure) {
    Throwable telling = failure;
    while (telling instanceof LinkageError && telling.getCause() != null) {
      telling = telling.getCause();
    }
    return telling;
  }

  void ended(String what) {
    if (open) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(clock.nanoTime() - sinceNanos);
      log.info("{} after {} s; {} entries were refused meanwhile", what, seconds, count);
      open = false;
      count = 0;
    }
  }
}
