package com.gt8004.shipper;

import com.gt8004.sdk.queue.JournalDescriptor;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.PathWatch;
import com.gt8004.sdk.queue.PathWatches;
import com.gt8004.sdk.queue.QueueBytes;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueLimits;
import com.gt8004.shipper.retain.Pressure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what a queue takes of its disk, and what its writers want it to. Costs one small read a
 * cycle file; of a queue at rest, a {@code stat} a journal. Not thread-safe: owned by the shipping thread.
 */
final class QueuePressure {
  private static final Logger log = LoggerFactory.getLogger(QueuePressure.class);

  private final QueueDirectory queue;
  private final JournalShelf journals;
  private final PathWatches watches;
  private final PathWatch folder;
  private final Map<UUID, PathWatch> chronicles = new HashMap<>();
  private final Map<UUID, QueueLimits> limits = new HashMap<>();
  private @Nullable List<Standing> counted;
  private long bytes;

  /** How far an open journal is read, to its end. */
  private record Standing(UUID journal, long end) {}

  QueuePressure(QueueDirectory queue, JournalShelf journals, PathWatches watches) {
    this.queue = queue;
    this.journals = journals;
    this.watches = watches;
    this.folder = watches.on(queue.journalsFolder());
  }

  /** Measures now. */
  Pressure now() throws IOException {
    return new Pressure(bytes(), free(), limits());
  }

  /** Something of a finished journal was unlinked: nobody watches those. */
  void pruned() {
    counted = null;
  }

  /** Counts anew if anything can have come or gone since it last counted. */
  private long bytes() {
    List<Standing> now = standings();
    if (haveNews() || now == null || !now.equals(counted)) {
      bytes = QueueBytes.ofQueue(queue);
      counted = now;
    }
    return bytes;
  }

  /** Where the open journals end; null if one may grow unseen. */
  private @Nullable List<Standing> standings() {
    List<Standing> ends = new ArrayList<>();
    for (JournalLane lane : journals.open()) {
      if (!lane.isIdle()) {
        return null;
      }
      ends.add(new Standing(lane.directory().id(), lane.tail().next()));
    }
    return journals.stopped().isEmpty() ? ends : null;
  }

  /** Whether files came to or went from the journals. Asks all of them: each look below is for all. */
  private boolean haveNews() {
    boolean news = folder.isNews();
    for (JournalLane lane : journals.open()) {
      JournalDirectory journal = lane.directory();
      news |= chronicles
          .computeIfAbsent(journal.id(), id -> watches.on(journal.chronicle()))
          .isNews();
    }
    return news;
  }

  /** Bytes free on the disk of the queue. */
  private long free() throws IOException {
    long free = queue.path().toFile().getUsableSpace(); // one call to the system
    return free > 0
        ? free
        : Files.getFileStore(queue.path()).getUsableSpace(); // says what is wrong
  }

  /**
   * What the living writers want, the strictest of it. Without one, what the newest journal's wanted, but
   * nothing unsettled goes: nobody needs the room.
   */
  private QueueLimits limits() {
    List<JournalDirectory> growing = new ArrayList<>();
    for (JournalLane lane : journals.open()) {
      if (Boolean.TRUE.equals(lane.tail().hasWriter())) {
        growing.add(lane.directory());
      }
    }
    for (JournalShelf.Stopped journal : journals.stopped()) {
      if (hasWriter(journal.directory())) {
        growing.add(journal.directory());
      }
    }
    QueueLimits wanted = null;
    for (JournalDirectory journal : growing) {
      QueueLimits own = limitsOf(journal);
      wanted = wanted == null ? own : wanted.strictest(own);
    }
    return wanted == null ? limitsOfNewest() : wanted;
  }

  private static boolean hasWriter(JournalDirectory journal) {
    try {
      return OwnerLock.isHeld(journal.ownerLockFile());
    } catch (IOException unknown) {
      log.debug("whether {} has a writer", journal.path(), unknown);
      return false; // one that cannot be asked must not keep the whole queue from making room
    }
  }

  private QueueLimits limitsOfNewest() {
    JournalDirectory newest = journals.newest();
    return newest == null ? QueueLimits.DEFAULT : limitsOf(newest).withDropOldest(false);
  }

  private QueueLimits limitsOf(JournalDirectory journal) {
    return limits.computeIfAbsent(journal.id(), id -> {
      try {
        return JournalDescriptor.read(journal).limits();
      } catch (IOException unreadable) {
        log.debug("limits of {}: the defaults", journal.path(), unreadable);
        return QueueLimits.DEFAULT;
      }
    });
  }

  /** Forgets all other journals. */
  void keepOnly(java.util.Set<UUID> journalIds) {
    limits.keySet().retainAll(journalIds);
    chronicles.keySet().retainAll(journalIds);
  }
}
