package com.gt8004.sdk.queue;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The ledger of a queue: one JSON object a line for each range of entries that will not be delivered,
 * {@code {"journal_id", "first", "last", "reason", "at"}}, and a line for each journal that was removed
 * whole. Appended to by the shipper only, forced before the checkpoint passes the range.
 */
public final class Ledger {
  private Ledger() {}

  /**
   * Whether this entry is in the ledger; a line that is not whole is passed over.
   *
   * @throws UncheckedIOException if the ledger is there and cannot be read: then nobody knows
   */
  public static boolean holds(QueueDirectory queue, UUID journalId, long sequence) {
    if (!Files.exists(queue.ledgerFile())) {
      return false;
    }
    // As Latin-1, which every byte is: a torn line must not hide the lines behind it.
    try (Stream<String> lines = Files.lines(queue.ledgerFile(), StandardCharsets.ISO_8859_1)) {
      return lines.anyMatch(line -> covers(line, journalId, sequence));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + queue.ledgerFile(), e);
    }
  }

  /**
   * One past the last sequence of a journal that was removed because all of it was settled; -1 if the
   * ledger knows of no removal.
   */
  public static long endOfRemoved(QueueDirectory queue, UUID journalId) {
    if (!Files.exists(queue.ledgerFile())) {
      return -1;
    }
    try (Stream<String> lines = Files.lines(queue.ledgerFile(), StandardCharsets.ISO_8859_1)) {
      return lines.mapToLong(line -> endIfRemoved(line, journalId)).max().orElse(-1);
    } catch (IOException | UncheckedIOException e) {
      return -1;
    }
  }

  private static long endIfRemoved(String line, UUID journalId) {
    if (!line.contains(journalId.toString())) {
      return -1;
    }
    try {
      JsonNode node = Json.MAPPER.readTree(line);
      return node.path("reason").asText().equals("removed") ? node.path("end").asLong(-1) : -1;
    } catch (JacksonException e) {
      return -1;
    }
  }

  private static boolean covers(String line, UUID journalId, long sequence) {
    if (!line.contains(journalId.toString())) {
      return false;
    }
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
