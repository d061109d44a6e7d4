package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import org.jspecify.annotations.Nullable;

/**
 * How deep a queue is at this moment. Derived from sequences whenever it is asked for: a running
 * counter would drift with every crash.
 *
 * @param entries that wait; null while some journal cannot tell, or was not asked yet
 * @param bytesEstimate of what waits, from the entries that are read already; null like {@code entries}
 * @param lagSeconds age of the oldest entry that waits; null if that cannot be read
 * @param checkpointAgeSeconds how long a checkpoint on disk has been behind what is settled
 */
record Depths(
    @Nullable Long entries,
    @Nullable Long bytesEstimate,
    @Nullable Double lagSeconds,
    double checkpointAgeSeconds) {

  /** On the shipping thread only. */
  static Depths of(QueueLane queue, EpochClock clock) {
    long open = 0;
    double bytes = 0;
    long oldestMicros = Long.MAX_VALUE;
    double behindSeconds = 0;
    for (JournalLane journal : queue.journals().open()) {
      long backlog = journal.depth().backlog();
      open += backlog;
      bytes += backlog * journal.depth().bytesPerEntry();
      long appended = journal.depth().oldestAppendMicros();
      oldestMicros = appended < 0 ? oldestMicros : Math.min(oldestMicros, appended);
      behindSeconds = Math.max(behindSeconds, journal.checkpoint().behindNanos() / 1e9);
    }
    Long others = others(queue.journals());
    Long entries = others == null ? null : (Long) (open + others);
    double perEntry = open == 0 ? 0 : bytes / open;
    return new Depths(
        entries,
        entries == null ? null : (Long) Math.round(entries * perEntry),
        lagSeconds(entries, oldestMicros, clock),
        behindSeconds);
  }

  /** What waits in journals that are not open. */
  private static @Nullable Long others(JournalShelf journals) {
    Long waiting = journals.waiting().backlog();
    if (waiting == null) {
      return null;
    }
    long entries = waiting;
    for (JournalShelf.Stopped journal : journals.stopped()) {
      if (journal.depth() == null) {
        return null;
      }
      entries += journal.depth().backlog();
    }
    return entries;
  }

  private static @Nullable Double lagSeconds(
      @Nullable Long entries, long oldestMicros, EpochClock clock) {
    if (entries != null && entries == 0) {
      return 0.0;
    }
    return oldestMicros == Long.MAX_VALUE
        ? null
        : (Double) (Math.max(0, clock.epochMicros() - oldestMicros) / 1e6);
  }
}
