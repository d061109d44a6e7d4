package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.LockLook;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.tail.DamagedSpan;
import com.gt8004.sdk.queue.tail.TailedEntry;
import com.gt8004.shipper.checkpoint.JournalCheckpoint;
import com.gt8004.shipper.tail.JournalTail;
import com.gt8004.shipper.tail.TailFault;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tail of one journal as its checkpoint lets it be seen: shows only what is not settled, and tells
 * what of a damage was not settled before. Not thread-safe: owned by the shipping thread.
 */
final class UnsettledTail implements AutoCloseable {
  private final LockLook writer;
  private @Nullable Boolean hasWriter;
  private final JournalCheckpoint checkpoint;
  private final JournalTail tail;
  private int holesTold;

  /**
   * Opens the journal where it begins to be unsettled.
   *
   * @param lost what the ledger holds of it
   */
  UnsettledTail(
      JournalDirectory directory,
      JournalCheckpoint checkpoint,
      List<SequenceRange> lost,
      EpochClock clock)
      throws IOException {
    this.writer = new LockLook(directory.ownerLockFile());
    this.checkpoint = checkpoint;
    long from = begin(directory, checkpoint.firstUnsettled(), lost);
    this.tail = JournalTail.open(directory, from, clock);
  }

  /**
   * Where to begin reading: at the checkpoint; in an ended journal at what the ledger holds right before
   * it. If no entry is whole there, the place where reading begins is all that tells which sequences
   * their traces belong to, and those that are in the ledger must not be found missing once more.
   */
  private static long begin(
      JournalDirectory directory, long firstUnsettled, List<SequenceRange> lost)
      throws IOException {
    boolean ended = !OwnerLock.isHeld(directory.ownerLockFile());
    for (SequenceRange range : lost) {
      if (ended && range.last() + 1 == firstUnsettled) {
        return range.first();
      }
    }
    return firstUnsettled;
  }

  /**
   * The next entry that is not settled; null if there is none now. Goes over all that is settled at once:
   * reading through it may take longer than a round may.
   */
  @Nullable
  TailedEntry peek() {
    TailedEntry entry = tail.peek();
    while (entry != null && checkpoint.endOfSettled(entry.sequence()) > entry.sequence()) {
      long end = checkpoint.endOfSettled(entry.sequence());
      tail.take();
      tail.skipTo(end);
      entry = tail.peek();
    }
    return entry;
  }

  /** The same; null also if the disk cannot say. */
  @Nullable
  TailedEntry peekOrNull() {
    try {
      return peek();
    } catch (RuntimeException | InternalError unreadable) { // the latter: a broken mapped page
      return null;
    }
  }

  /** Goes past the entry that {@link #peek} showed. */
  void take() {
    tail.take();
  }

  /** True if at least {@code count} entries lie ahead; may be 200 ms behind the truth. */
  boolean hasAhead(int count) {
    return tail.hasAhead(count);
  }

  /** Why this journal goes no further; null while it does. */
  @Nullable
  TailFault fault() {
    return tail.fault();
  }

  // ---- damage ----

  /** What is lost where the next entry should be; null if nothing is. */
  @Nullable
  DamagedSpan damage() {
    return tail.damage();
  }

  /** What of {@link #damage} was not settled before: the rest was delivered, or is in the ledger. */
  List<SequenceRange> lost() {
    return checkpoint.unsettledOf(damaged());
  }

  /** Goes on behind {@link #damage}, which is durably accounted for. */
  void passDamage() {
    SequenceRange range = damaged();
    if (checkpoint.settles(range)) {
      checkpoint.settle(range);
    }
    tail.passDamage();
  }

  private SequenceRange damaged() {
    return Objects.requireNonNull(tail.damage(), "no damage").range();
  }

  /** What had to be left out while the writer lives. */
  List<SequenceRange> holes() {
    return tail.holes();
  }

  /** True once for each time that something was left out. */
  boolean hasNewHole() {
    boolean more = tail.holes().size() > holesTold;
    holesTold = tail.holes().size();
    return more;
  }

  /** Whether all that is on disk can be read, or could be so far. */
  boolean goesOn() {
    return !isStopped() && tail.holes().isEmpty();
  }

  /** Whether it stands before something that it cannot read. */
  boolean isStopped() {
    return tail.fault() != null || tail.damage() != null;
  }

  // ---- the end ----

  /** One past the last entry on disk, now, or of those that were there. */
  long end() {
    return Math.max(tail.end(), checkpoint.firstUnsettled());
  }

  /** The same, or the tail's position where the disk cannot say. */
  long endOrUnknown() {
    try {
      return end();
    } catch (RuntimeException | InternalError unreadable) { // the latter: a broken mapped page
      return tail.next();
    }
  }

  /** Asks whether somebody still writes here. */
  boolean askWriter() throws IOException {
    hasWriter = null;
    boolean held = writer.isHeld();
    hasWriter = held;
    return held;
  }

  /** The answer of the last {@link #askWriter}; null if that could not be asked. */
  @Nullable
  Boolean hasWriter() {
    return hasWriter;
  }

  /** Whether there is nothing to read now, and nothing behind that. Does not ask the disk. */
  boolean isResting() {
    return peekOrNull() == null && tail.isAtEnd();
  }

  /** Sequence of the entry that is read next. */
  long next() {
    return tail.next();
  }

  /** Whether nothing of what is on disk is left to read. Asks the disk. */
  boolean isAtEnd() {
    return tail.fault() == null
        && peek() == null
        && tail.damage() == null
        && tail.end() <= tail.next();
  }

  /**
   * Meets {@link #damage} if the writer is gone and left entries that cannot be read.
   *
   * @return whether the writer is gone
   */
  boolean checkEnd() throws IOException {
    // The lock first: what a writer appended before it let go, the look at the tail then sees.
    if (askWriter()) {
      return false;
    }
    tail.checkEnd();
    return true;
  }

  @Override
  public void close() {
    tail.close();
  }
}
