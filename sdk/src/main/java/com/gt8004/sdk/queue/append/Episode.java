package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.EpochClock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Something that goes wrong for a while: said once when it begins and once when it ends, however often
 * it happens between. Not thread-safe: used under the append lock.
 */
final class Episode {
  private final Logger log;
  private final EpochClock clock;
  private boolean open;
  private long count;
  private long sinceNanos;

  Episode(Logger log, EpochClock clock) {
    this.log = log;
    this.clock = clock;
  }

  void happened(String what, String consequence, Throwable cause) {
    count++;
    if (!open) {
      open = true;
      sinceNanos = clock.nanoTime();
      log.warn("{}; {}", what, consequence);
      log.debug("{}", what, cause);
    }
  }

  /** It goes on. */
  void again() {
    count++;
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
