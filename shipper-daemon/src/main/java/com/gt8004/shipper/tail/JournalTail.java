package com.gt8004.shipper.tail;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The reading end of one journal. {@link #peek} shows the next entry until {@link #take} goes past it,
 * so that an entry which does not fit one batch begins the next. Not thread-safe. Never skips: a gap,
 * damage or a newer format is a {@link #fault}, and the tail stays before it.
 */
public final class JournalTail implements AutoCloseable {
  /** How old an answer of {@link #hasAhead} may be: asking costs a look at the folder. */
  private static final long END_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final JournalTailer tailer;
  private final JournalDirectory journal;
  private final EpochClock clock;
  private final TailedEntry entry = new TailedEntry();
  private long next;
  private boolean positioned;
  private boolean peeked;
  private @Nullable TailFault fault;
  private long end;
  private long endNanos;

  private JournalTail(JournalDirectory journal, long from, EpochClock clock) {
    this.tailer = JournalTailer.open(journal);
    this.journal = journal;
    this.clock = clock;
    this.next = from;
    this.end = from;
    this.endNanos = clock.nanoTime() - END_AGE_NANOS;
  }

  /** Opens the journal before {@code from}. */
  public static JournalTail open(JournalDirectory journal, long from, EpochClock clock) {
    return new JournalTail(journal, from, clock);
  }

  /** First sequence on disk, 0 for an empty journal. */
  public static long firstRetained(JournalDirectory journal) {
    try (JournalTailer tailer = JournalTailer.open(journal)) {
      return tailer.firstSequence();
    }
  }

  /** Sequence of the next entry, whether it is there yet or not. */
  public long next() {
    return next;
  }

  /** Why nothing more is read; null while all is well. */
  public @Nullable TailFault fault() {
    return fault;
  }

  /** The next entry, valid until the next call; null if there is none yet, or a {@link #fault}. */
  public @Nullable TailedEntry peek() {
    if (peeked) {
      return entry;
    }
    if (fault != null || !position()) {
      return null;
    }
    TailStatus status = tailer.read(entry);
    if (status == TailStatus.ENTRY && entry.sequence() == next) {
      peeked = true;
      return entry;
    }
    fault = faultOf(status);
    return null;
  }

  /** Goes past the entry that {@link #peek} showed. */
  public void take() {
    if (!peeked) {
      throw new IllegalStateException("no entry was shown at " + next);
    }
    peeked = false;
    next++;
  }

  /** One past the last entry on disk, now. */
  public long end() {
    end = Math.max(next, tailer.endSequence());
    endNanos = clock.nanoTime();
    return end;
  }

  /**
   * Notes a {@link #fault} if entries are on disk that cannot be read. Only for a journal that nobody
   * writes any more.
   */
  public void checkEnd() {
    long there = end();
    // The look comes after the end was asked for: it sees all that was appended before.
    if (there > next && peek() == null && fault == null) {
      fault = new TailFault(
          TailFault.Kind.DAMAGED,
          journal.path() + ": entries up to " + (there - 1) + " exist, cannot be read past "
              + next);
    }
  }

  /** True if at least {@code count} entries lie ahead; may be 200 ms behind the truth. */
  public boolean hasAhead(int count) {
    if (end - next < count && clock.nanoTime() - endNanos >= END_AGE_NANOS) {
      end();
    }
    return end - next >= count;
  }

  private boolean position() {
    if (!positioned) {
      positioned = tailer.seek(next);
      if (!positioned && !tailer.trouble().isEmpty()) {
        fault = faultOf(
            TailStatus.DAMAGED); // else a damaged neighbour would look like an empty journal
      }
    }
    return positioned;
  }

  private @Nullable TailFault faultOf(TailStatus status) {
    String place = journal.path() + ", sequence " + next + ": ";
    return switch (status) {
      case NOTHING_NEW -> null;
      case ENTRY ->
        new TailFault(
            TailFault.Kind.DAMAGED, place + "missing; the next one there is " + entry.sequence());
      case DAMAGED -> new TailFault(TailFault.Kind.DAMAGED, place + tailer.trouble());
      case NEWER_FORMAT ->
        new TailFault(
            TailFault.Kind.NEWER_FORMAT,
            place + "written in a format newer than this version reads");
    };
  }

  @Override
  public void close() {
    tailer.close();
  }
}
