package com.gt8004.shipper.tail;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.tail.CycleHeads;
import com.gt8004.sdk.queue.tail.DamagedSpan;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The reading end of one journal. {@link #peek} shows the next entry until {@link #take} goes past it,
 * so that an entry which does not fit one batch begins the next. Not thread-safe. Stays before a {@link
 * #fault}, and before {@link #damage} until {@link #passDamage}.
 *
 * <p>Damage is a matter of files that nobody writes any more: of finished journals, and of those cycle
 * files that a living writer has left behind. In the file that it is at, what cannot be read for 60 s
 * although something behind it can is a hole: left out, remembered, and looked at again when the writer
 * has gone on to the next file or is gone.
 */
public final class JournalTail implements AutoCloseable {
  /** How old an answer of {@link #hasAhead} may be: asking costs a look at the folder. */
  private static final long END_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final JournalTailer tailer;
  private final JournalDirectory journal;
  private final EpochClock clock;
  private final Stall stall;
  private final TailedEntry entry = new TailedEntry();
  private final List<SequenceRange> holes = new ArrayList<>();
  private long next;
  private boolean positioned;
  private boolean peeked;
  private boolean finished;
  private boolean atEnd;
  private @Nullable TailFault fault;
  private @Nullable DamagedSpan damage;
  private long end;
  private long endNanos;

  private JournalTail(JournalDirectory journal, long from, EpochClock clock) {
    this.tailer = JournalTailer.open(journal);
    this.journal = journal;
    this.clock = clock;
    this.stall = new Stall(clock);
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

  /** Entries that are lost, where the next should be; null if none are. */
  public @Nullable DamagedSpan damage() {
    return damage;
  }

  /** What was left out, and is looked at again when nobody writes there any more. */
  public List<SequenceRange> holes() {
    return List.copyOf(holes);
  }

  /**
   * The next entry, valid until the next call; null if there is none yet, or a {@link #fault}, or
   * {@link #damage}.
   */
  public @Nullable TailedEntry peek() {
    try {
      while (!peeked && fault == null && damage == null && look()) {}
    } catch (UncheckedIOException | InternalError unreadable) { // the latter: a broken mapped page
      fault = new TailFault(
          false, journal.path() + ", sequence " + next + ": cannot be read: " + unreadable);
    }
    return peeked ? entry : null;
  }

  /** Tries to get to the next entry; true if it is worth looking again. */
  private boolean look() {
    TailStatus status = readNext();
    atEnd = status == TailStatus.NOTHING_NEW;
    if (status == TailStatus.ENTRY && entry.sequence() == next) {
      peeked = true;
      stall.ended();
      return true;
    }
    return goesOnAfter(status);
  }

  private TailStatus readNext() {
    positioned = positioned || tailer.seek(next);
    if (positioned) {
      return tailer.read(entry);
    }
    return tailer.trouble().isEmpty() ? TailStatus.NOTHING_NEW : TailStatus.DAMAGED;
  }

  /** Acts on anything but the entry that comes next; true if it is worth reading again. */
  private boolean goesOnAfter(TailStatus status) {
    if (status == TailStatus.NEWER_FORMAT) {
      fault = new TailFault(
          true,
          journal.path() + ", sequence " + next
              + ": written in a format newer than this version reads");
      return false;
    }
    DamagedSpan span = tailer.damage();
    if (status == TailStatus.ENTRY) {
      positioned = false;
      span = new DamagedSpan(next, entry.sequence(), List.of(), "cycle files are gone");
    }
    if (status == TailStatus.NOTHING_NEW) {
      if (finished || !stall.isLookDue()) {
        return false;
      }
      if (!holes.isEmpty() && isClosed(holes.get(0).first())) {
        goBack();
        return true;
      }
      if (!isStuck()) {
        return false;
      }
    }
    if (!finished && isWriterGone()) {
      readBytes(true); // with the writer gone, what is there is all there will be
      return true;
    }
    if (finished) {
      damage = span;
      return false;
    }
    boolean closed = isClosed(next);
    if (!closed && !stall.hasLasted()) {
      return false;
    }
    if (span == null) {
      readBytes(false);
      return true;
    }
    if (closed) {
      damage = span;
      return false;
    }
    holes.add(span.range());
    pass(span);
    return true;
  }

  /** Whether the writer has gone on to a later cycle file than the one where this entry belongs. */
  private boolean isClosed(long sequence) {
    List<Path> files = CycleHeads.of(journal);
    try {
      for (int i = files.size() - 1; i > 0; i--) {
        long first = CycleHeads.firstSequence(files.get(i));
        if (first != CycleHeads.NONE) {
          return first > sequence;
        }
      }
    } catch (IOException unreadable) {
      return false; // then it takes its minute
    }
    return false;
  }

  /** Whether entries are on disk behind the place where there is nothing to read. */
  private boolean isStuck() {
    boolean behind = tailer.endSequence() > next;
    if (!behind) {
      stall.ended();
    }
    return behind;
  }

  private boolean isWriterGone() {
    try {
      return !OwnerLock.isHeld(journal.ownerLockFile());
    } catch (IOException unknown) {
      return false;
    }
  }

  private void readBytes(boolean writerIsGone) {
    tailer.readBytes(writerIsGone);
    finished = writerIsGone;
    positioned = false;
  }

  /** Goes on behind {@link #damage}: the caller has accounted for it. */
  public void passDamage() {
    pass(Objects.requireNonNull(damage, "no damage"));
    damage = null;
  }

  private void pass(DamagedSpan span) {
    next = span.endSequence();
    stall.ended();
    if (tailer.damage() != null) {
      tailer.passDamage();
    }
    positioned = false;
  }

  /** Goes past the entry that {@link #peek} showed. */
  public void take() {
    if (!peeked) {
      throw new IllegalStateException("no entry was shown at " + next);
    }
    peeked = false;
    next++;
  }

  /** Goes on at this sequence, if it lies ahead. Nothing may be {@linkplain #peek shown} now. */
  public void skipTo(long sequence) {
    if (peeked) {
      throw new IllegalStateException("the entry at " + next + " was shown and not taken");
    }
    if (sequence > next) {
      next = sequence;
      positioned = false;
    }
  }

  /** One past the last entry on disk, now. */
  public long end() {
    end = Math.max(next, tailer.endSequence());
    endNanos = clock.nanoTime();
    return end;
  }

  /**
   * To be called when nobody writes the journal any more: from here on its bytes are read, which shows
   * what a reader beside the writer could not see; at the end it goes back to the first of the {@link
   * #holes}.
   */
  public void checkEnd() {
    if (!finished && !peeked) {
      readBytes(true);
    }
    if (!holes.isEmpty() && peek() == null && damage == null && fault == null) {
      goBack();
    }
  }

  /** Looks again at all that was left out. */
  private void goBack() {
    next = holes.get(0).first();
    holes.clear();
    positioned = false;
  }

  /** Whether the last {@link #peek} came to the end of what can be read, and nothing is known behind that. */
  public boolean isAtEnd() {
    return atEnd && !peeked && fault == null && damage == null && !stall.runs();
  }

  /** True if at least {@code count} entries lie ahead; may be 200 ms behind the truth. */
  public boolean hasAhead(int count) {
    if (end - next < count && clock.nanoTime() - endNanos >= END_AGE_NANOS) {
      end();
    }
    return end - next >= count;
  }

  @Override
  public void close() {
    tailer.close();
  }
}
