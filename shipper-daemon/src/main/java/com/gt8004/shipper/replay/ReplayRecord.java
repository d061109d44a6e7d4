package com.gt8004.shipper.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.sdk.queue.SequenceRange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a replay on disk: what it was asked for, where it sends, and what is left. Its order
 * of effects: an entry is answered for, and only then the record goes past it. So whoever goes on from a
 * record sends again what was answered for since, and leaves nothing out.
 *
 * @param where the filter as it was written; null for none
 * @param keyFile file with the key of another destination than the shipper's; null for the shipper's key
 * @param evenTwice whether a destination without deduplication was agreed to
 * @param unsettledToo whether it sends what is not settled as well
 * @param ratePerMinute entries a minute, 0 for no limit
 * @param total entries of the range when it began; -1 while they are looked for
 * @param left ranges that it has not gone past, in the order in which it reads them
 */
public record ReplayRecord(
    UUID id,
    Instant startedAt,
    String url,
    @Nullable String where,
    @Nullable Path keyFile,
    boolean evenTwice,
    boolean unsettledToo,
    long ratePerMinute,
    long total,
    ReplayTally tally,
    List<Left> left) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int VERSION = 1;

  /** A range of one journal. */
  public record Left(UUID journalId, SequenceRange range) {}

  /** Keeps its own copy of the ranges. */
  public ReplayRecord {
    left = List.copyOf(left);
  }

  /** Whether it died while its entries were looked for: nobody was told of it, and nothing of it was sent. */
  boolean neverBegan() {
    return total < 0;
  }

  /** The same, gone further. */
  public ReplayRecord at(ReplayTally now, List<Left> stillLeft) {
    return new ReplayRecord(
        id,
        startedAt,
        url,
        where,
        keyFile,
        evenTwice,
        unsettledToo,
        ratePerMinute,
        total,
        now,
        stillLeft);
  }

  byte[] json() throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("format_version", VERSION);
    json.put("id", id.toString());
    json.put("started_at", startedAt.toString());
    json.put("pid", ProcessHandle.current().pid());
    json.put("url", url);
    json.put("where", where);
    json.put("key_file", keyFile == null ? null : keyFile.toString());
    json.put("even_twice", evenTwice);
    json.put("unsettled_too", unsettledToo);
    json.put("rate_per_minute", ratePerMinute);
    json.put("total", total);
    json.put("passed", tally.passed());
    json.put("accepted", tally.accepted());
    json.put("duplicates", tally.duplicates());
    json.put("rejected", tally.rejected());
    json.put("unreadable", tally.unreadable());
    ArrayNode ranges = json.putArray("left");
    for (Left range : left) {
      ranges
          .addObject()
          .put("journal_id", range.journalId().toString())
          .put("first", range.range().first())
          .put("last", range.range().last());
    }
    return JSON.writeValueAsBytes(json);
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @throws IOException if it is something else; names {@code file}
   */
  static ReplayRecord parse(Path file, byte[] content) throws IOException {
    try {
      JsonNode json = JSON.readTree(content);
      if (json.path("format_version").asInt() != VERSION) {
        throw new IOException(file + " is no replay of a format that this version knows");
      }
      return new ReplayRecord(
          UUID.fromString(json.path("id").asText()),
          Instant.parse(json.path("started_at").asText()),
          json.path("url").asText(),
          json.path("where").isTextual() ? json.path("where").asText() : null,
          json.path("key_file").isTextual() ? Path.of(json.path("key_file").asText()) : null,
          json.path("even_twice").asBoolean(),
          json.path("unsettled_too").asBoolean(),
          ratePerMinute(json),
          json.path("total").asLong(),
          tally(json),
          left(json.path("left")));
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException damaged) {
      throw new IOException(file + " is no replay that can be read", damaged);
    }
  }

  /** Earlier versions wrote down entries a second. */
  private static long ratePerMinute(JsonNode json) {
    return json.has("rate_per_minute")
        ? json.path("rate_per_minute").asLong()
        : json.path("rate").asLong() * 60;
  }

  private static ReplayTally tally(JsonNode json) {
    return new ReplayTally(
        json.path("passed").asLong(),
        json.path("accepted").asLong(),
        json.path("duplicates").asLong(),
        json.path("rejected").asLong(),
        json.path("unreadable").asLong());
  }

  private static List<Left> left(JsonNode ranges) {
    List<Left> left = new ArrayList<>();
    for (JsonNode range : ranges) {
      left.add(new Left(
          UUID.fromString(range.path("journal_id").asText()),
          new SequenceRange(range.path("first").asLong(-1), range.path("last").asLong(-1))));
    }
    return left;
  }
}
