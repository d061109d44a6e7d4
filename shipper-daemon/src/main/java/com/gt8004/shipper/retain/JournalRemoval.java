package com.gt8004.shipper.retain;

import com.gt8004.sdk.queue.CrashPoint;
import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes journals whose owner is gone. A journal counts as such when its lock was free and it ended at
 * the same sequence on two looks, {@value #SECONDS_BETWEEN_LOOKS} s apart; and it is looked at once
 * more after it lost its name. The caller sees to it that all of it is settled. Not thread-safe: owned
 * by the shipping thread.
 */
public final class JournalRemoval {
  /** Longer than a start takes between making the folder and locking it, on the slowest disk. */
  static final long SECONDS_BETWEEN_LOOKS = 60;

  private static final Logger log = LoggerFactory.getLogger(JournalRemoval.class);

  /** What a second look came to. */
  public enum Verdict {
    /** Less than a minute since the first look. */
    TOO_EARLY,
    /** Nobody holds it and nothing was appended: it may go. */
    DEAD,
    /** Somebody holds it, or it has more entries than it had. */
    ALIVE,
    /** What is in it cannot be told now: it stays. */
    UNREADABLE
  }

  private final EpochClock clock;
  private final Map<UUID, Long> firstLookNanos = new HashMap<>();

  /** Measures the time between looks with {@code clock}. */
  public JournalRemoval(EpochClock clock) {
    this.clock = clock;
  }

  /** The caller has just found the lock free and the journal at its end. */
  public void firstLook(JournalDirectory journal) {
    firstLookNanos.putIfAbsent(journal.id(), clock.nanoTime());
  }

  /** Forgets the first looks at all other journals. */
  public void keepOnly(Set<UUID> journalIds) {
    firstLookNanos.keySet().retainAll(journalIds);
  }

  /**
   * Looks again.
   *
   * @param end one past the last sequence at the first look
   */
  public Verdict secondLook(JournalDirectory journal, long end) throws IOException {
    firstLook(journal);
    long sinceNanos = clock.nanoTime() - firstLookNanos.getOrDefault(journal.id(), 0L);
    if (sinceNanos < TimeUnit.SECONDS.toNanos(SECONDS_BETWEEN_LOOKS)) {
      return Verdict.TOO_EARLY;
    }
    Verdict verdict = look(journal, end);
    if (verdict != Verdict.DEAD) {
      firstLookNanos.remove(journal.id());
    }
    return verdict;
  }

  /**
   * Takes a dead journal's name away, so that nobody finds it any more, and looks for the last time: a
   * writer that opened it before still writes into it. Undone, if so.
   *
   * @return where it is now; null if it has its name back
   */
  public @Nullable JournalDirectory setAside(JournalDirectory journal, long end)
      throws IOException {
    firstLookNanos.remove(journal.id());
    Path aside = journal
        .path()
        .resolveSibling(JournalDirectory.REMOVAL_PREFIX + journal.path().getFileName());
    CrashPoint.reach("shipper.before-removal");
    rename(journal.path(), aside);
    CrashPoint.reach("shipper.after-rename");
    if (!isDead(journal.at(aside), end)) {
      giveBack(journal.at(aside));
      return null;
    }
    return journal.at(aside);
  }

  /** Undoes {@link #setAside}. */
  public static void giveBack(JournalDirectory aside) throws IOException {
    String name = String.valueOf(aside.path().getFileName());
    rename(
        aside.path(),
        aside.path().resolveSibling(name.substring(JournalDirectory.REMOVAL_PREFIX.length())));
  }

  /** Unlinks what was {@link #setAside}. */
  public static void unlink(JournalDirectory aside) throws IOException {
    DurableFiles.deleteRecursively(aside.path());
    CrashPoint.reach("shipper.after-removal");
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.forceDirectory(to.resolveSibling("."));
  }

  /**
   * Whether nobody holds the journal and it ends at {@code end} or before; every trace of an entry in
   * its files counts, whether or not a reader comes to it. False where that cannot be told.
   */
  public static boolean isDead(JournalDirectory journal, long end) {
    try {
      return look(journal, end) == Verdict.DEAD;
    } catch (IOException unreadable) {
      log.debug("looking at {}", journal.path(), unreadable);
      return false;
    }
  }

  private static Verdict look(JournalDirectory journal, long end) throws IOException {
    if (OwnerLock.isHeld(journal.ownerLockFile())) {
      return Verdict.ALIVE;
    }
    try {
      // It may be less: a power failure may take a tail that was sent already.
      return endOf(journal) <= end ? Verdict.DEAD : Verdict.ALIVE;
    } catch (IOException | RuntimeException | InternalError unreadable) {
      log.debug("looking at the end of {}", journal.path(), unreadable);
      return Verdict.UNREADABLE;
    }
  }

  private static long endOf(JournalDirectory journal) throws IOException {
    try (JournalTailer tailer = JournalTailer.open(journal)) {
      long end = tailer.endSequence();
      TailStatus beyond = end == 0 ? tailer.read(new TailedEntry()) : TailStatus.NOTHING_NEW;
      if (beyond != TailStatus.NOTHING_NEW || !tailer.trouble().isEmpty()) {
        throw new IOException("entries that do not count: " + tailer.trouble());
      }
      return end;
    }
  }
}
