package com.gt8004.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.Json;
import com.gt8004.shipper.QueueStatus;

/** The status of a queue as JSON: the same names as in the shipper's {@code /status}, absent values null. */
final class StatusJson {
  private StatusJson() {}

  static ObjectNode of(QueueStatus queue) {
    ObjectNode json = Json.object();
    json.put("name", queue.name());
    json.put("agent_id", queue.agentId());
    json.put("path", queue.path().toString());
    json.put("state", queue.state().name());
    json.put("cause", queue.cause());
    json.put("cure", queue.cure());
    json.put("since", queue.since() == null ? null : queue.since().toString());
    json.put("backlog_entries", queue.backlogEntries());
    json.put("backlog_bytes_estimate", queue.backlogBytesEstimate());
    json.put("lag_seconds", queue.lagSeconds());
    json.put("dead_letters", queue.deadLetters());
    json.put("dead_letter_bytes", queue.deadLetterBytes());
    json.put("disk_free_bytes", queue.diskFreeBytes());
    ArrayNode journals = json.putArray("journals");
    queue.journals().forEach(journal -> journals.add(journal(journal)));
    QueueStatus.Holder holder = queue.holder();
    json.set("holder", holder == null ? null : holder(holder));
    QueueStatus.Live live = queue.live();
    json.set("live", live == null ? null : live(live));
    return json;
  }

  private static ObjectNode journal(QueueStatus.Journal journal) {
    ObjectNode json = Json.object();
    json.put("id", journal.id().toString());
    json.put("path", journal.path().toString());
    json.put("first", journal.first());
    json.put("end", journal.end());
    if (journal.checkpoint() < 0) {
      json.putNull("checkpoint");
    } else {
      json.put("checkpoint", journal.checkpoint());
    }
    json.put("backlog_entries", journal.backlogEntries());
    json.put("writer_alive", journal.writerAlive());
    json.put("trouble", journal.trouble());
    return json;
  }

  private static ObjectNode holder(QueueStatus.Holder holder) {
    ObjectNode json = Json.object();
    json.put("pid", holder.pid());
    json.put("host", holder.host());
    json.put("admin_url", holder.adminUrl());
    json.put("started_at", holder.startedAt());
    return json;
  }

  private static ObjectNode live(QueueStatus.Live live) {
    ObjectNode json = Json.object();
    json.put("ingest_url", live.ingestUrl());
    json.put("breaker", live.breaker());
    json.put("breaker_remaining_seconds", live.breakerRemainingSeconds());
    json.put("paused", live.paused());
    json.put("rate_per_second", live.ratePerSecond());
    json.put("eta_seconds", live.etaSeconds());
    json.put("requests", live.requests());
    json.put("resent_requests", live.resentRequests());
    json.put("accepted", live.accepted());
    json.put("duplicates", live.duplicates());
    json.put("rejected", live.rejected());
    json.put("expired", live.expired());
    json.put("truncated", live.truncated());
    json.put("damaged", live.damaged());
    json.put("dropped", live.dropped());
    json.put("per_entry", live.perEntry());
    json.put("last_error", live.lastError());
    return json;
  }
}
