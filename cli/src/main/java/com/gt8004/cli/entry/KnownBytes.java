package com.gt8004.cli.entry;

import com.fasterxml.jackson.databind.node.TextNode;
import com.gt8004.cli.console.Json;
import com.gt8004.sdk.queue.QueueDirectory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the queue knows about an entry, as bytes. Most of it is that of the entry before: it is put
 * together anew only where it changed, so that an export keeps up with the disk. Not thread-safe.
 */
final class KnownBytes {
  private static final int MICROS = 1_000_000;
  private static final int TO_THE_SECOND = 19;

  private @Nullable UUID journal;
  private byte[] journalId = {};
  private @Nullable QueueDirectory queue;
  private byte[] queueJson = {};
  private long second = Long.MIN_VALUE;
  private byte[] secondText = {};

  /** {@code <journal id>:<sequence>}. */
  void entryId(FoundEntry entry, LineBytes into) {
    UUID id = entry.id().journalId();
    if (!id.equals(journal)) {
      journal = id;
      journalId = id.toString().getBytes(StandardCharsets.US_ASCII);
    }
    into.append(journalId).append(':').append(entry.id().sequence());
  }

  /** The queue's name with its quotes. */
  void queue(FoundEntry entry, LineBytes into) {
    if (!entry.queue().equals(queue)) {
      queue = entry.queue();
      queueJson =
          Json.text(TextNode.valueOf(entry.queue().name())).getBytes(StandardCharsets.UTF_8);
    }
    into.append(queueJson);
  }

  /** {@code 2026-11-22T09:00:00.123456Z}, always to the microsecond. */
  void appendTime(FoundEntry entry, LineBytes into) {
    long now = Math.floorDiv(entry.appendMicros(), MICROS);
    if (now != second) {
      second = now;
      secondText = Instant.ofEpochSecond(now)
          .toString()
          .substring(0, TO_THE_SECOND)
          .getBytes(StandardCharsets.US_ASCII);
    }
    into.append(secondText).append('.');
    into.append(Math.floorMod(entry.appendMicros(), (long) MICROS), 6).append('Z');
  }
}
