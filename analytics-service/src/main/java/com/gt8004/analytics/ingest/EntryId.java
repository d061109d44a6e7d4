package com.gt8004.analytics.ingest;

import com.gt8004.analytics.store.LogRow;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells our own entry ids, {@code <journal id>:<sequence>}, from other clients' texts. */
final class EntryId {
  static final int CHARACTERS_MAX = 128;

  /** Eighteen digits: every such number is a long. */
  private static final Pattern OWN = Pattern.compile(
      "([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}):(0|[1-9][0-9]{0,17})");

  private EntryId() {}

  /** Names the row by its entry id, or by its request id where it has none. */
  static void name(LogRow row, @Nullable String entryId, String requestId) {
    if (entryId == null) {
      row.foreign(requestId);
      return;
    }
    Matcher own = OWN.matcher(entryId);
    if (own.matches()) {
      row.ownedBy(UUID.fromString(own.group(1)), Long.parseLong(own.group(2)));
    } else {
      row.foreign(entryId);
    }
  }
}
