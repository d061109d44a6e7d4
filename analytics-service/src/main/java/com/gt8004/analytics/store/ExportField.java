package com.gt8004.analytics.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field that an export can hold.
 *
 * @param name its name in the output
 * @param sql the expression that reads it; constant text of this class, never a caller's
 */
public record ExportField(String name, String sql) {
  private static final List<ExportField> ALL = all();

  private static List<ExportField> all() {
    List<ExportField> fields = new ArrayList<>();
    fields.add(new ExportField(
        "entry_id", "coalesce(journal_id::text || ':' || sequence::text, foreign_entry_id)"));
    for (LogColumn column : LogColumn.values()) {
      switch (column) {
        case JOURNAL_ID, SEQUENCE, FOREIGN_ENTRY_ID -> {}
        case HEADERS -> fields.add(new ExportField(column.wireName(), "headers::text"));
        default -> fields.add(new ExportField(column.wireName(), column.sqlName()));
      }
    }
    fields.add(new ExportField("received_at", "received_at"));
    return List.copyOf(fields);
  }

  /** Every field, in the order of an export that names none. */
  public static List<ExportField> everything() {
    return ALL;
  }

  /** The field of that name, or null. */
  public static @Nullable ExportField named(String name) {
    return ALL.stream().filter(field -> field.name().equals(name)).findFirst().orElse(null);
  }
}
