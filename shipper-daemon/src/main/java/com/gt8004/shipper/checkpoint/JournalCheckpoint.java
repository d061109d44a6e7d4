package com.gt8004.shipper.checkpoint;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.CrashPoint;
import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The checkpoint of one journal in memory and on disk. Memory may be ahead of the disk by {@value
 * #INTERVAL_MS} ms, which a crash turns into duplicates on the wire; the disk is never ahead of what
 * was settled. One that {@link #isLost} is not written until somebody decides where to go on: the disk
 * keeps its unreadable slots, else a restart would decide. Not thread-safe: owned by the shipping thread.
 */
public final class JournalCheckpoint implements AutoCloseable {
  /** Each write is a force: five a second cost a disk little and a restart few duplicates. */
  static final long INTERVAL_MS = 200;

  /** No retention is longer; keeps a file from 1970 within what nanoseconds can say. */
  private static final Duration AGE_MAX = Duration.ofDays(36_500);

  private final JournalDirectory journal;
  private final CheckpointFile file;
  private final EpochClock clock;
  private final Frontier frontier;
  private boolean lost;
  private boolean changed;
  private long writtenNanos;
  private long behindSinceNanos;
  private long settledNanos;

  private JournalCheckpoint(
      JournalDirectory journal,
      CheckpointFile file,
      EpochClock clock,
      Frontier frontier,
      boolean lost)
      throws IOException {
    this.journal = journal;
    this.file = file;
    this.clock = clock;
    this.frontier = frontier;
    this.lost = lost;
    this.changed = lost;
    this.behindSinceNanos = clock.nanoTime();
    this.writtenNanos = clock.nanoTime() - TimeUnit.MILLISECONDS.toNanos(INTERVAL_MS);
    this.settledNanos = clock.nanoTime() - ageOf(journal, clock);
  }

  /**
   * Opens the journal's checkpoint.
   *
   * @param firstRetained where to begin if both slots are unreadable or the file is gone: all that is
   *     there is sent again
   */
  public static JournalCheckpoint open(
      JournalDirectory journal, LongSupplier firstRetained, EpochClock clock) throws IOException {
    boolean missing = !Files.exists(journal.checkpointFile());
    if (missing) {
      // Without a readable slot: else a restart, before anybody has decided, would take it for one.
      DurableFiles.createOnce(journal.checkpointFile(), CheckpointFile.unwritten());
    }
    CheckpointFile file = CheckpointFile.open(journal);
    try {
      Checkpoint found = missing ? null : file.read();
      Checkpoint from =
          found == null ? Checkpoint.at(journal.id(), firstRetained.getAsLong()) : found;
      return new JournalCheckpoint(journal, file, clock, new Frontier(from), found == null);
    } catch (IOException | RuntimeException unreadable) {
      file.close();
      throw unreadable;
    }
  }

  /** The file is written when something was settled: so all below it is at least that old. */
  private static long ageOf(JournalDirectory journal, EpochClock clock) throws IOException {
    Instant written = Files.getLastModifiedTime(journal.checkpointFile()).toInstant();
    Duration age = Duration.between(written, clock.now());
    return age.isNegative() ? 0 : age.compareTo(AGE_MAX) > 0 ? AGE_MAX.toNanos() : age.toNanos();
  }

  /** Whether both slots were unreadable, or the file gone, and nobody has decided where to go on. */
  public boolean isLost() {
    return lost;
  }

  /** Decides to go on at the oldest entry. */
  public void rewind() {
    lost = false;
  }

  /**
   * Decides to go on at {@code sequence}: all before it counts as settled.
   *
   * @throws IOException if that cannot be written; then nothing is decided
   */
  public void resumeFrom(long sequence) throws IOException {
    if (sequence > 0) {
      settle(new SequenceRange(0, sequence - 1));
    }
    write();
    lost = false;
  }

  /** First sequence that is not settled. */
  public long firstUnsettled() {
    return frontier.firstUnsettled();
  }

  /** Ranges settled beyond {@link #firstUnsettled}; of more than 16 the disk keeps the nearest. */
  public int rangesBeyond() {
    return frontier.rangesBeyond();
  }

  /** Where the settled entries end that this one is among; itself if it is not settled. */
  public long endOfSettled(long sequence) {
    return frontier.endOfSettled(sequence);
  }

  /** Whether settling this range would change anything. */
  public boolean settles(SequenceRange range) {
    return frontier.settles(range);
  }

  /** What is not settled of all below {@code end}, ascending and apart. */
  public List<SequenceRange> unsettledBelow(long end) {
    return frontier.unsettledBelow(end);
  }

  /** What is not settled of these, ascending and apart. */
  public List<SequenceRange> unsettledOf(SequenceRange range) {
    return frontier.unsettledOf(range);
  }

  /** Entries that are not settled in a journal that ends at {@code end}. */
  public long unsettledBefore(long end) {
    return Math.max(0, end - frontier.firstUnsettled() - frontier.countBeyond());
  }

  /** These entries are settled: acknowledged, or durable elsewhere. */
  public void settle(SequenceRange range) {
    frontier.settle(range);
    settledNanos = clock.nanoTime();
    behindSinceNanos = changed ? behindSinceNanos : settledNanos;
    changed = true;
  }

  /** When the last of what is settled was settled, at the latest, on the monotonic clock. */
  public long settledNanos() {
    return settledNanos;
  }

  /** True if the disk is behind. */
  public boolean isBehind() {
    return changed;
  }

  /** How long the disk has been behind already; 0 if it is not. */
  public long behindNanos() {
    return changed ? clock.nanoTime() - behindSinceNanos : 0;
  }

  /**
   * Writes the position and forces it if the disk is behind and the last write is long enough ago. If it
   * throws, the previous position stands and the disk stays behind.
   *
   * @return whether it did
   */
  public boolean advance() throws IOException {
    boolean due = clock.nanoTime() - writtenNanos >= TimeUnit.MILLISECONDS.toNanos(INTERVAL_MS);
    if (lost || !changed || !due) {
      return false;
    }
    write();
    return true;
  }

  /** The same without waiting for its turn. */
  public void persist() throws IOException {
    if (!lost && changed) {
      write();
    }
  }

  private void write() throws IOException {
    CrashPoint.reach("shipper.before-checkpoint");
    // Also for a failed try: a broken disk is asked five times a second.
    writtenNanos = clock.nanoTime();
    file.write(frontier.checkpoint(journal.id()));
    changed = false;
    CrashPoint.reach("shipper.after-checkpoint");
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
