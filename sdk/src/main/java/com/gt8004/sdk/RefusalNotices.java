package com.gt8004.sdk;

import com.gt8004.sdk.queue.EpochClock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once per episode that entries are refused, for the reasons that no other class tells: the disk's
 * are told where the disk is asked. An episode ends when a reason did not occur for a minute. Thread-safe.
 */
final class RefusalNotices {
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final Logger log = LoggerFactory.getLogger(RefusalNotices.class);

  /** One reason: what to say, and when it occurred last. */
  private record Notice(String words, AtomicLong lastNanos) {}

  private final EpochClock clock;
  private final Map<AppendResult, Notice> notices = new EnumMap<>(AppendResult.class);

  RefusalNotices(EpochClock clock, int entryBytesMax, long stallNanos) {
    this.clock = clock;
    add(
        AppendResult.REFUSED_CLOSED,
        "entries are refused because the logger is closed; close it after the last request");
    add(
        AppendResult.REFUSED_TOO_LARGE,
        "an entry was refused because it has more than " + entryBytesMax
            + " bytes when encoded, even without its bodies; log less of it");
    add(
        AppendResult.REFUSED_STALLED,
        "entries are refused because another thread held the append lock for "
            + TimeUnit.NANOSECONDS.toMillis(stallNanos)
            + " ms: the queue's disk stalls, or the processors are overloaded");
  }

  private void add(AppendResult reason, String words) {
    // As if it had occurred just too long ago to belong to an episode.
    notices.put(reason, new Notice(words, new AtomicLong(clock.nanoTime() - QUIET_NANOS)));
  }

  /** An entry was refused. */
  void refused(AppendResult reason) {
    Notice notice = notices.get(reason);
    if (notice != null) {
      long now = clock.nanoTime();
      if (now - notice.lastNanos.getAndSet(now) >= QUIET_NANOS) {
        log.warn("{}", notice.words);
      }
    }
  }
}
