package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import org.jspecify.annotations.Nullable;

/**
 * How deep a queue is at this moment. Derived from sequences whenever it is asked for: a running
 * counter would drift with every crash.
 *
 * @param bytesEstimate of what waits, from the entries that are read already
 * @param lagSeconds age of the oldest entry that waits; null if that cannot be read
 * @param checkpointAgeSeconds how long a checkpoint on disk has been behind what is settled
 */
record Depths(
    long entries, long bytesEstimate, @Nullable Double lagSeconds, double checkpointAgeSeconds) {

  /** On the shipping thread only. */
  static Depths of(QueueLane queue, EpochClock clock) {
    long entries = 0;
    double bytes = 0;
    long oldestMicros = Long.MAX_VALUE;
    double behindSeconds = 0;
    for (JournalLane journal : queue.journals().open()) {
      long backlog = journal.depth().backlog();
      entries += backlog;
      bytes += backlog * journal.depth().bytesPerEntry();
      long appended = journal.depth().oldestAppendMicros();
      oldestMicros = appended < 0 ? oldestMicros : Math.min(oldestMicros, appended);
      behindSeconds = Math.max(behindSeconds, journal.checkpoint().behindNanos() / 1e9);
    }
    for (JournalShelf.Stopped journal : queue.journals().stopped()) {
      entries += Math.max(0, journal.end() - journal.firstUnsettled());
    }
    return new Depths(
        entries, Math.round(bytes), lagSeconds(entries, oldestMicros, clock), behindSeconds);
  }

  private static @Nullable Double lagSeconds(long entries, long oldestMicros, EpochClock clock) {
    if (entries == 0) {
      return 0.0;
    }
    return oldestMicros == Long.MAX_VALUE
        ? null
        : (Double) (Math.max(0, clock.epochMicros() - oldestMicros) / 1e6);
  }
}
