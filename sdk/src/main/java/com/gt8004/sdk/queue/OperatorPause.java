package com.gt8004.sdk.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator's word that nothing of a queue shall be sent for now: {@code paused.json}. It is the
 * file's being there that counts, not its content, so a pause holds over restarts of everybody, and
 * one whose content cannot be read holds as well. Immutable.
 *
 * @param by who, such as {@code alice@host-1}; null if the file does not say
 * @param at when; null if the file does not say
 * @param reason in the operator's words; null if there were none
 */
public record OperatorPause(
    @Nullable String by, @Nullable Instant at, @Nullable String reason) {
  private static final int FORMAT_VERSION = 1;
  private static final int TEXT_MAX = 500;
  private static final OperatorPause UNTOLD = new OperatorPause(null, null, null);

  /** Cuts long texts and keeps them on one line: they go into logs and tables. */
  public OperatorPause {
    by = oneLine(by);
    reason = oneLine(reason);
  }

  private static @Nullable String oneLine(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= TEXT_MAX ? line : line.substring(0, TEXT_MAX) + "…";
  }

  /** The pause of this queue; null if it is not paused. Never fails. */
  public static @Nullable OperatorPause of(QueueDirectory queue) {
    if (!Files.exists(queue.pausedFile(), LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    try {
      JsonNode json = Json.read(queue.pausedFile(), FORMAT_VERSION);
      return new OperatorPause(text(json, "by"), time(json), text(json, "reason"));
    } catch (IOException unreadable) {
      return Files.exists(queue.pausedFile(), LinkOption.NOFOLLOW_LINKS) ? UNTOLD : null;
    }
  }

  private static @Nullable String text(JsonNode json, String name) {
    return json.path(name).isTextual() ? json.path(name).textValue() : null;
  }

  private static @Nullable Instant time(JsonNode json) {
    try {
      return Instant.parse(json.path("at").asText());
    } catch (DateTimeException none) {
      return null;
    }
  }

  /** Pauses the queue, or replaces what was said before. Durable on return. */
  public void write(QueueDirectory queue) throws IOException {
    ObjectNode json = Json.object(FORMAT_VERSION).put("by", by);
    json.put("at", at == null ? null : at.toString());
    DurableFiles.replace(queue.pausedFile(), Json.bytes(json.put("reason", reason)));
  }

  /**
   * Ends the pause. Durable on return.
   *
   * @return false if there was none
   */
  public static boolean remove(QueueDirectory queue) throws IOException {
    boolean removed = Files.deleteIfExists(queue.pausedFile());
    if (removed) {
      DurableFiles.forceDirectory(queue.path());
    }
    return removed;
  }

  /** Who, when and why, for people. */
  @Override
  public String toString() {
    return "paused by " + (by == null ? "an operator" : by)
        + (at == null ? "" : " at " + at)
        + (reason == null ? "" : ": " + reason);
  }
}
