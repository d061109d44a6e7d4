package com.gt8004.shipper;

import com.gt8004.sdk.queue.JournalDirectory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ended journals that wait until older ones are drained, and how much is in them. Each is looked into
 * once: its writer is gone, and its checkpoint is written by nobody while it waits. Not thread-safe:
 * owned by the shipping thread.
 */
final class WaitingJournals {
  /** A crash loop may leave thousands: to open all of them at once would hold up what ships. */
  private static final int LOOKS_MAX = 16;

  private Map<UUID, @Nullable StoredDepth> depths = new HashMap<>();
  private Map<UUID, @Nullable StoredDepth> next = new LinkedHashMap<>();
  private int looks;

  /** A new count begins. */
  void begin() {
    next = new LinkedHashMap<>();
    looks = 0;
  }

  /** This one waits, too. */
  void add(JournalDirectory journal) {
    StoredDepth depth = depths.get(journal.id());
    if (depth == null && looks < LOOKS_MAX) {
      looks++;
      depth = StoredDepth.of(journal);
    }
    next.put(journal.id(), depth);
  }

  /** All that wait were added. */
  void end() {
    depths = next;
  }

  int count() {
    return depths.size();
  }

  /** Entries in them that are not settled; null while some were not looked into, or cannot be read. */
  @Nullable
  Long backlog() {
    long backlog = 0;
    for (StoredDepth depth : depths.values()) {
      if (depth == null) {
        return null;
      }
      backlog += depth.backlog();
    }
    return backlog;
  }
}
