package com.gt8004.cli.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.console.Json;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.RequestLogEntryBuilder;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Reads one NDJSON line into an entry. Names may be snake_case or camelCase; null is the same as
 * absent. Every fault is an {@link EntryLineException} that names field, value and limit; nothing is
 * guessed and nothing unknown is dropped silently.
 */
public final class EntryLine implements LineFormat {
  private static final Set<String> KNOWN_BY_QUEUE =
      Set.of("entry_id", "entryId", "queue", "settled", "append_time");

  private final boolean ignoreUnknown;

  /**
   * A reader of lines.
   *
   * @param ignoreUnknown whether fields that this version does not know are left out instead of refused
   */
  public EntryLine(boolean ignoreUnknown) {
    this.ignoreUnknown = ignoreUnknown;
  }

  /**
   * The entry that a line holds.
   *
   * @param utf8 bytes that hold the line; a line end within does not harm
   */
  @Override
  public RequestLogEntry read(byte[] utf8, int offset, int length) throws EntryLineException {
    JsonNode line;
    try {
      line = Json.mapper().readTree(utf8, offset, length);
    } catch (JsonProcessingException e) {
      throw new EntryLineException("not JSON: " + Json.fault(e));
    } catch (IOException e) {
      throw new EntryLineException("not UTF-8: " + e.getMessage());
    }
    if (!line.isObject()) {
      throw new EntryLineException("not a JSON object but " + FieldValue.kind(line));
    }
    return entry(line);
  }

  private RequestLogEntry entry(JsonNode line) throws EntryLineException {
    RequestLogEntryBuilder builder = RequestLogEntry.builder();
    for (Map.Entry<String, JsonNode> member : line.properties()) {
      EntryField field = EntryField.named(member.getKey());
      if (field == null) {
        refuseUnknown(member.getKey());
        continue;
      }
      if (!member.getValue().isNull()) {
        set(builder, field, member.getValue());
      }
    }
    try {
      return builder.build();
    } catch (IllegalStateException e) {
      throw new EntryLineException(EntryField.snakeCase(String.valueOf(e.getMessage())));
    }
  }

  private static void set(RequestLogEntryBuilder builder, EntryField field, JsonNode value)
      throws EntryLineException {
    try {
      field.set(builder, new FieldValue(field.wireName(), value));
    } catch (IllegalArgumentException e) {
      throw new EntryLineException(EntryField.snakeCase(String.valueOf(e.getMessage())));
    }
  }

  private void refuseUnknown(String name) throws EntryLineException {
    if (ignoreUnknown) {
      return;
    }
    if (KNOWN_BY_QUEUE.contains(name)) {
      throw new EntryLineException(
          name + " is given by the queue; leave it out, or let --ignore-unknown do so");
    }
    String near = EntryField.nearest(name);
    throw new EntryLineException("unknown field \"" + shown(name) + "\""
        + (near == null
            ? "; --ignore-unknown leaves such fields out"
            : "; did you mean " + near + "?"));
  }

  private static String shown(String name) {
    return SafeText.of(name.length() <= 64 ? name : name.substring(0, 64) + "…");
  }
}
