package com.gt8004.analytics.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.store.LogStore.Cursor;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How entries and places between them look outside. */
final class LogEntries {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LogEntries() {}

  /** An entry; {@code id} is its arrival, {@code created_at} the platform's name for its time. */
  static ObjectNode json(Map<String, Object> entry) {
    ObjectNode node = Json.object();
    entry.forEach((name, value) -> {
      switch (name) {
        case "arrival" -> node.put("id", String.valueOf(value));
        case "headers" -> node.set(name, headers((String) value));
        default -> put(node, name, value);
      }
    });
    node.put("created_at", String.valueOf(entry.get("timestamp")));
    return node;
  }

  private static void put(ObjectNode node, String name, Object value) {
    if (value instanceof BigDecimal decimal) {
      node.put(name, decimal);
    } else if (value instanceof Boolean bool) {
      node.put(name, bool);
    } else if (value instanceof Number number) {
      node.put(name, number.longValue());
    } else {
      node.put(name, value.toString());
    }
  }

  private static JsonNode headers(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database gave headers that are not JSON", e);
    }
  }

  /** A cursor as the text that clients send back unread. */
  static @Nullable String text(@Nullable Cursor cursor) {
    return cursor == null
        ? null
        : Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString((cursor.timestamp() + " " + cursor.arrival() + " " + cursor.agentId())
                .getBytes(StandardCharsets.UTF_8));
  }

  /** Null for null. */
  static @Nullable Cursor cursor(@Nullable String text) throws BadQuestion {
    if (text == null) {
      return null;
    }
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 3);
      if (parts.length == 3 && parts[2].indexOf(0) < 0) {
        return new Cursor(Instant.parse(parts[0]), parts[2], Long.parseLong(parts[1]));
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      // Told below.
    }
    throw new BadQuestion("cursor must be the next of an answer before");
  }
}
