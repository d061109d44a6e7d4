package com.gt8004.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Json;
import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.QueueLetters;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;

/** Takes dead letters out of a queue: under its lock, or through the shipper that holds it. */
final class LetterKeeper {
  /** As many as a shipper takes at once. */
  private static final int AT_ONCE = 50;

  private final QueueDirectory queue;
  private final EpochClock clock;

  LetterKeeper(QueueDirectory queue, EpochClock clock) {
    this.queue = queue;
    this.clock = clock;
  }

  /** Gives entries up for good, with a line each in the ledger; returns how many letters there were. */
  int discard(List<EntryId> ids) throws IOException {
    return remove(ids, true);
  }

  /** Takes out letters whose entries the server has now; returns how many there were. */
  int delivered(List<EntryId> ids) throws IOException {
    return remove(ids, false);
  }

  private int remove(List<EntryId> ids, boolean discard) throws IOException {
    int removed = 0;
    for (int at = 0; at < ids.size(); at += AT_ONCE) {
      removed += some(ids.subList(at, Math.min(ids.size(), at + AT_ONCE)), discard);
    }
    return removed;
  }

  private int some(List<EntryId> ids, boolean discard) throws IOException {
    try (QueueLetters own = QueueLetters.take(queue, clock)) {
      if (own != null) {
        return discard ? own.discard(ids) : own.delivered(ids);
      }
    }
    ObjectNode body = Json.object();
    ArrayNode named = body.putArray("entry_ids");
    ids.forEach(id -> named.add(id.toString()));
    try {
      String order = discard ? "discard-letters" : "delivered-letters";
      JsonNode said = new HolderCall(queue, clock).post(order, Json.text(body));
      if (said != null) {
        return said.path("removed").asInt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while asking the shipper of " + queue.name());
    }
    throw CommandFailure.failed("a shipper holds " + queue.name()
        + ", but does not answer; stop it, or see gt8004 status, and say this again");
  }
}
