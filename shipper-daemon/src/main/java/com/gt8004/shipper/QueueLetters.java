package com.gt8004.shipper;

import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.deadletter.DeadLetter;
import com.gt8004.shipper.deadletter.LetterBox;
import com.gt8004.shipper.ledger.LedgerFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of a queue: entries that the server refused for their content. Looking at them is
 * free to everyone; taking them out is for whoever holds the queue, so {@link #take} it, or ask its holder.
 * Not thread-safe.
 */
public final class QueueLetters implements AutoCloseable {
  /**
   * One of them.
   *
   * @param payload the entry as it stands in the journal: one JSON object without its id
   * @param status of the reply that refused it; 200 where the reply named single entries
   * @param serverError the server's words
   * @param attempts requests it took to learn that
   */
  public record Letter(
      EntryId id,
      String payload,
      int status,
      String serverError,
      Instant refusedAt,
      int attempts) {}

  private final OwnerLock lock;
  private final LetterActs acts;

  private QueueLetters(OwnerLock lock, LetterActs acts) {
    this.lock = lock;
    this.acts = acts;
  }

  /** The entries that have a letter, journal by journal, in the order of their sequences. */
  public static List<EntryId> ids(QueueDirectory queue) throws IOException {
    return new LetterBox(queue.deadLetters()).ids();
  }

  /**
   * One letter; null if this entry has none.
   *
   * @throws IOException if it cannot be read; names it
   */
  public static @Nullable Letter read(QueueDirectory queue, EntryId id) throws IOException {
    try {
      DeadLetter letter = new LetterBox(queue.deadLetters()).read(id);
      return new Letter(
          letter.entryId(),
          letter.payload(),
          letter.status(),
          letter.serverError(),
          letter.refusedAt(),
          letter.attempts());
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  /** Takes the queue, until {@link #close}; null if a shipper, or another command, holds it. */
  public static @Nullable QueueLetters take(QueueDirectory queue, EpochClock clock)
      throws IOException {
    OwnerLock lock = OwnerLock.tryAcquire(queue.shipperLockFile());
    if (lock == null) {
      return null;
    }
    boolean taken = false;
    try {
      LetterActs acts = new LetterActs(queue, LedgerFile.open(queue, clock));
      taken = true;
      return new QueueLetters(lock, acts);
    } finally {
      if (!taken) {
        lock.close();
      }
    }
  }

  /** Gives entries up for good, with a line each in the ledger; returns how many letters there were. */
  public int discard(List<EntryId> ids) throws IOException {
    return acts.discard(ids);
  }

  /** Takes out letters whose entries the server has now; returns how many there were. */
  public int delivered(List<EntryId> ids) throws IOException {
    return acts.delivered(ids);
  }

  /** Gives the queue back. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
