package com.gt8004.shipper.ledger;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.SequenceSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that the ledger of a queue says, of journals that were removed as well, for those who only read
 * it. Not thread-safe.
 */
public final class LedgerReport {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String REMOVED = "removed";

  private final Map<UUID, Map<String, SequenceSet>> lost = new HashMap<>();
  private final Map<UUID, Removal> removed = new LinkedHashMap<>();
  private int unreadable;

  /**
   * A journal that is gone.
   *
   * @param end one past its last sequence
   * @param at when it went; null where the line says no time
   */
  public record Removal(long end, @Nullable Instant at) {}

  private LedgerReport() {}

  /** Reads what is there now; a line that is not whole is passed over and counted. */
  public static LedgerReport of(QueueDirectory queue) throws IOException {
    LedgerReport report = new LedgerReport();
    if (!Files.exists(queue.ledgerFile())) {
      return report;
    }
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        Files.newInputStream(queue.ledgerFile()),
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        report.take(line);
      }
    }
    return report;
  }

  private void take(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      UUID journalId = UUID.fromString(node.path("journal_id").asText());
      String reason = node.path("reason").asText();
      if (REMOVED.equals(reason)) {
        removed.put(journalId, new Removal(node.path("end").asLong(0), time(node)));
      } else {
        lost.computeIfAbsent(journalId, id -> new TreeMap<>())
            .computeIfAbsent(reason, each -> new SequenceSet())
            .add(new SequenceRange(
                node.path("first").asLong(-1), node.path("last").asLong(-1)));
      }
    } catch (JacksonException | IllegalArgumentException notALine) {
      unreadable += line.isBlank() ? 0 : 1;
    }
  }

  private static @Nullable Instant time(JsonNode node) {
    try {
      return Instant.parse(node.path("at").asText());
    } catch (DateTimeException none) {
      return null;
    }
  }

  /** What of a journal will not be delivered, by the reason's word. */
  public Map<String, SequenceSet> lost(UUID journalId) {
    return lost.getOrDefault(journalId, Map.of());
  }

  /** The journals that were removed because all of them was settled, oldest removal first. */
  public Map<UUID, Removal> removed() {
    return removed;
  }

  /** Lines that say nothing; the last one may be a crash's. */
  public int unreadableLines() {
    return unreadable;
  }
}
