package com.gt8004.sdk.queue.append;

import java.util.concurrent.TimeUnit;

/**
 * Whether the wall clock was set back so far that a journal, in which append times never decrease, no
 * longer tells the time: then a new one is due, at most one an hour. Not thread-safe: used under the
 * append lock.
 */
final class ClockSetback {
  private static final long TOLERATED_MICROS = TimeUnit.MINUTES.toMicros(1);
  private static final long BETWEEN_NANOS = TimeUnit.HOURS.toNanos(1);

  private boolean happenedBefore;
  private long happenedAtNanos;

  /**
   * Whether a new journal is due now; if so, the next is not within the hour.
   *
   * @param lastAppendMicros the least long where nothing was appended yet
   */
  boolean endsJournal(long lastAppendMicros, long nowMicros, long nowNanos) {
    if (nowMicros + TOLERATED_MICROS >= lastAppendMicros
        || (happenedBefore && nowNanos - happenedAtNanos < BETWEEN_NANOS)) {
      return false;
    }
    happenedBefore = true;
    happenedAtNanos = nowNanos;
    return true;
  }
}
