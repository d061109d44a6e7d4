package com.gt8004.sdk.queue;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Identity of one appended entry, from end to end: {@code <journal id>:<sequence>}. The service
 * deduplicates by it.
 */
public record EntryId(UUID journalId, long sequence) {
  private static final int UUID_LENGTH = 36;

  public EntryId {
    if (sequence < 0) {
      throw new IllegalArgumentException("sequence < 0: " + sequence);
    }
  }

  /** The id in this text; null if it is none. */
  public static @Nullable EntryId parse(String text) {
    if (text.length() < UUID_LENGTH + 2 || text.charAt(UUID_LENGTH) != ':') {
      return null;
    }
    try {
      UUID journal = UUID.fromString(text.substring(0, UUID_LENGTH));
      EntryId id = new EntryId(journal, Long.parseLong(text.substring(UUID_LENGTH + 1)));
      // Only the canonical form: "1-1-1-1-1" and "+7" would be second names for one entry.
      return id.toString().equals(text) ? id : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return journalId + ":" + sequence;
  }
}
