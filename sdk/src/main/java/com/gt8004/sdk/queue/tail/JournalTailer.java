package com.gt8004.sdk.queue.tail;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one journal, checking every entry. A journal that has nothing yet is empty and looked at again
 * at each call.
 *
 * <p>Beside a living writer it reads through Chronicle. A journal whose writer is gone it reads from
 * the bytes of its files, mapping nothing: whatever a power failure or a disk did to them costs the
 * entries that it hit, never the process, never an entry that is whole.
 *
 * <p>Not thread-safe. Guarantee: entries come in the order of their sequences, each once, none left
 * out; where that cannot be kept it says {@link TailStatus#DAMAGED} and stays there until {@link
 * #passDamage}.
 */
public final class JournalTailer implements AutoCloseable {
  private final JournalDirectory journal;
  private JournalReader reader;

  private JournalTailer(JournalDirectory journal, JournalReader reader) {
    this.journal = journal;
    this.reader = reader;
  }

  /** Opens at the first entry that is on disk. */
  public static JournalTailer open(JournalDirectory journal) {
    boolean finished = isFinished(journal);
    return new JournalTailer(
        journal, finished ? new RawReader(journal, true) : new LiveReader(journal));
  }

  /**
   * Opens at the first entry that is on disk, and reads nothing but bytes: beside a living writer too,
   * which does not notice.
   *
   * @param finished true if the writer is gone: then what it left half-written at the end is damage
   *     where there is a trace that it was whole once
   */
  public static JournalTailer openBytes(JournalDirectory journal, boolean finished) {
    return new JournalTailer(journal, new RawReader(journal, finished));
  }

  private static boolean isFinished(JournalDirectory journal) {
    try {
      return !OwnerLock.isHeld(journal.ownerLockFile());
    } catch (IOException unknown) {
      return false; // then nothing is counted as damage that a writer may still be writing
    }
  }

  public JournalDirectory journal() {
    return journal;
  }

  /** The first sequence on disk, be it readable or damaged; that of the first append, 0, where nothing is. */
  public long firstSequence() {
    return reader.firstSequence();
  }

  /**
   * One past the last sequence on disk; damaged ones count where there is a trace of them. Its cost is
   * that of a few cycle files, not of their entries.
   */
  public long endSequence() {
    return reader.endSequence();
  }

  /**
   * Moves to this sequence, so that the next {@link #read} returns it; to the first one on disk where
   * that is later.
   *
   * @return false if there is nothing to read here: the sequence is beyond what is on disk, and the
   *     caller seeks again when there is; or it is damaged, which {@link #trouble} tells
   */
  public boolean seek(long sequence) {
    return reader.seek(sequence);
  }

  /** Reads the next entry into the given room. */
  public TailStatus read(TailedEntry into) {
    return reader.read(into);
  }

  /** What is damaged and where; empty if nothing is. */
  public String trouble() {
    return reader.trouble();
  }

  /**
   * What is missing before the next whole entry, once {@link #read} or {@link #seek} met it; null if
   * nothing is, and beside a living writer until {@link #readBytes}.
   */
  public @Nullable DamagedSpan damage() {
    return reader.damage();
  }

  /** Goes on behind {@link #damage}. What is passed is not delivered: the caller accounts for it. */
  public void passDamage() {
    reader.passDamage();
  }

  /**
   * From here on reads the bytes of the files, not through Chronicle: for a journal whose writer has
   * gone since it was opened, or that does not read on although its writer lives. The place is kept.
   *
   * @param finished true if the writer is gone: then what it left half-written at the end is damage
   *     where there is a trace that it was whole once
   */
  public void readBytes(boolean finished) {
    long next = reader.next();
    reader.close();
    reader = new RawReader(journal, finished);
    boolean unused = reader.seek(next);
  }

  @Override
  public void close() {
    reader.close();
  }
}
