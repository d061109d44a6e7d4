package com.gt8004.analytics.store;

import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry, checked and normalised, on its way into {@code request_logs}. Filled by one thread, then
 * only read.
 */
public final class LogRow {
  private final Map<LogColumn, Object> values = new EnumMap<>(LogColumn.class);

  /** Sets a column; a null leaves it empty. The value's type is the column's. */
  public LogRow set(LogColumn column, @Nullable Object value) {
    if (value != null) {
      values.put(column, value);
    }
    return this;
  }

  /** The column's value, or null. */
  public @Nullable Object get(LogColumn column) {
    return values.get(column);
  }

  /** Names this entry as the one of that place in a journal. */
  public LogRow ownedBy(UUID journalId, long sequence) {
    return set(LogColumn.JOURNAL_ID, journalId).set(LogColumn.SEQUENCE, sequence);
  }

  /** Names this entry by another client's text. */
  public LogRow foreign(String entryId) {
    return set(LogColumn.FOREIGN_ENTRY_ID, entryId);
  }

  /** The entry id as it is answered: {@code <journal id>:<sequence>} or the client's own text. */
  public @Nullable String entryId() {
    Object journalId = get(LogColumn.JOURNAL_ID);
    return journalId == null
        ? (String) get(LogColumn.FOREIGN_ENTRY_ID)
        : journalId + ":" + get(LogColumn.SEQUENCE);
  }

  boolean untimed() {
    return get(LogColumn.TIMESTAMP) == null;
  }
}
