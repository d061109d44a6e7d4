package com.gt8004.shipper;

import com.gt8004.sdk.queue.JournalDescriptor;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what a queue takes of its disk, and what its writers want it to. Costs one small read a
 * cycle file. Not thread-safe: owned by the shipping thread.
 */
final class QueuePressure {
  private static final Logger log = LoggerFactory.getLogger(QueuePressure.class);

  private final QueueDirectory queue;
  private final JournalShelf journals;
  private final Map<UUID, QueueLimits> limits = new HashMap<>();

  QueuePressure(QueueDirectory queue, JournalShelf journals) {
    this.queue = queue;
    this.journals = journals;
  }

  /** Measures now. */
  Pressure now() throws IOException {
    return new Pressure(QueueBytes.ofQueue(queue), free(), limits());
  }

  /** Bytes free on the disk of the queue. */
  private long free() throws IOException {
    return Files.getFileStore(queue.path()).getUsableSpace();
  }

  /**
   * What the living writers want, the strictest of it. Without one, what the newest journal's wanted, but
   * nothing unsettled goes: nobody needs the room.
   */
  private QueueLimits limits() throws IOException {
    List<JournalDirectory> growing = new ArrayList<>();
    journals.open().forEach(lane -> growing.add(lane.directory()));
    journals.stopped().forEach(journal -> growing.add(journal.directory()));
    QueueLimits wanted = null;
    for (JournalDirectory journal : growing) {
      if (hasWriter(journal)) {
        QueueLimits own = limitsOf(journal);
        wanted = wanted == null ? own : wanted.strictest(own);
      }
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

  private QueueLimits limitsOfNewest() throws IOException {
    List<JournalDirectory> present = queue.journals();
    return present.isEmpty()
        ? QueueLimits.DEFAULT
        : limitsOf(present.get(present.size() - 1)).withDropOldest(false);
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
  }
}
