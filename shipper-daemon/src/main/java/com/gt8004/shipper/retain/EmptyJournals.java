package com.gt8004.shipper.retain;

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
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes journals whose owner is gone and that never got an entry; one that is damaged stays. A journal counts as such when its
 * lock was free and it was empty on two looks, {@value #SECONDS_BETWEEN_LOOKS} s apart. Not
 * thread-safe: owned by the shipping thread.
 */
public final class EmptyJournals {
  /** Longer than a start takes between making the folder and locking it, on the slowest disk. */
  static final long SECONDS_BETWEEN_LOOKS = 60;

  private static final Logger log = LoggerFactory.getLogger(EmptyJournals.class);

  private final EpochClock clock;
  private final Map<UUID, Long> firstLookNanos = new HashMap<>();

  /** Measures the time between looks with {@code clock}. */
  public EmptyJournals(EpochClock clock) {
    this.clock = clock;
  }

  /**
   * Looks at a journal, and removes it if this was the second look that found it empty and alone.
   *
   * @return true if it is gone
   */
  public boolean removeIfAbandoned(JournalDirectory journal) throws IOException {
    if (OwnerLock.isHeld(journal.ownerLockFile()) || hasEntries(journal)) {
      firstLookNanos.remove(journal.id());
      return false;
    }
    long now = clock.nanoTime();
    Long first = firstLookNanos.putIfAbsent(journal.id(), now);
    if (first == null || now - first < TimeUnit.SECONDS.toNanos(SECONDS_BETWEEN_LOOKS)) {
      return false;
    }
    firstLookNanos.remove(journal.id());
    return remove(journal);
  }

  private static boolean remove(JournalDirectory journal) throws IOException {
    Path journals = journal.path().resolveSibling(".");
    Path removed = journal
        .path()
        .resolveSibling(JournalDirectory.REMOVAL_PREFIX + journal.path().getFileName());
    Files.move(journal.path(), removed, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.forceDirectory(journals);
    // Whoever opened the journal before the rename still writes into it: look once more.
    if (hasEntries(journal.at(removed)) || OwnerLock.isHeld(journal.at(removed).ownerLockFile())) {
      Files.move(removed, journal.path(), StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.forceDirectory(journals);
      return false;
    }
    DurableFiles.deleteRecursively(removed);
    return true;
  }

  /** Whether it may have entries: what cannot be read does not count as empty. */
  private static boolean hasEntries(JournalDirectory journal) {
    try {
      return EntryTraces.found(journal) || isReadToHaveSome(journal);
    } catch (IOException | RuntimeException | InternalError unreadable) {
      log.debug("looking whether {} is empty", journal.path(), unreadable);
      return true;
    }
  }

  private static boolean isReadToHaveSome(JournalDirectory journal) {
    try (JournalTailer tailer = JournalTailer.open(journal)) {
      boolean nothing = tailer.read(new TailedEntry()) == TailStatus.NOTHING_NEW;
      return !nothing || !tailer.trouble().isEmpty() || tailer.endSequence() > 0;
    }
  }
}
