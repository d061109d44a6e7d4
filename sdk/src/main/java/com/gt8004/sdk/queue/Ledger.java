package com.gt8004.sdk.queue;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The ledger of a queue: one JSON object a line for each range of entries that will not be delivered,
 * {@code {"journal_id", "first", "last", "reason", "at"}}. Appended to by the shipper only, forced
 * before the checkpoint passes the range.
 */
public final class Ledger {
  private Ledger() {}

  /** Whether this entry is in the ledger; a line that is not whole is passed over. */
  public static boolean holds(QueueDirectory queue, UUID journalId, long sequence) {
    if (!Files.exists(queue.ledgerFile())) {
      return false;
    }
    try (Stream<String> lines = Files.lines(queue.ledgerFile())) {
      return lines.anyMatch(line -> covers(line, journalId, sequence));
    } catch (IOException | java.io.UncheckedIOException e) {
      return false;
    }
  }

  private static boolean covers(String line, UUID journalId, long sequence) {
    try {
      JsonNode range = Json.MAPPER.readTree(line);
      return range.path("journal_id").asText().equals(journalId.toString())
          && range.path("first").asLong(Long.MAX_VALUE) <= sequence
          && range.path("last").asLong(-1) >= sequence;
    } catch (JacksonException e) {
      return false;
    }
  }
}
