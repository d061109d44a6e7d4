package com.gt8004.shipper.checkpoint;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
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
 * was settled. Not thread-safe: owned by the shipping thread.
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
  private final boolean rebuilt;
  private boolean changed;
  private long writtenNanos;
  private long behindSinceNanos;
  private long settledNanos;

  private JournalCheckpoint(
      JournalDirectory journal,
      CheckpointFile file,
      EpochClock clock,
      Frontier frontier,
      boolean rebuilt)
      throws IOException {
    this.journal = journal;
    this.file = file;
    this.clock = clock;
    this.frontier = frontier;
    this.rebuilt = rebuilt;
    this.changed = rebuilt;
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
      DurableFiles.createOnce(journal.checkpointFile(), CheckpointFile.initial(journal.id()));
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

  /** True if both slots were unreadable and the journal is sent again from its oldest entry. */
  public boolean wasRebuilt() {
    return rebuilt;
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

  /** True if the disk is behind and the last write is long enough ago. */
  public boolean isDue() {
    return changed && clock.nanoTime() - writtenNanos >= TimeUnit.MILLISECONDS.toNanos(INTERVAL_MS);
  }

  /** True if the disk is behind. */
  public boolean isBehind() {
    return changed;
  }

  /** How long the disk has been behind already; 0 if it is not. */
  public long behindNanos() {
    return changed ? clock.nanoTime() - behindSinceNanos : 0;
  }

  /** Writes the position and forces it. If it throws, the previous one stands and the disk stays behind. */
  public void write() throws IOException {
    writtenNanos =
        clock.nanoTime(); // also for a failed try: a broken disk is asked five times a second
    file.write(frontier.checkpoint(journal.id()));
    changed = false;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
