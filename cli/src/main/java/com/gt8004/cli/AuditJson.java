package com.gt8004.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.audit.JournalAudit;
import com.gt8004.cli.audit.QueueAudit;
import com.gt8004.cli.console.Json;
import com.gt8004.sdk.queue.SequenceSet;
import java.util.List;
import java.util.Map;

/** An audit for programs. */
final class AuditJson {
  private AuditJson() {}

  static ObjectNode of(List<QueueAudit> audits, ReplayHint hint) {
    ObjectNode json = Json.object();
    json.put(
        "missing_entries",
        audits.stream().mapToLong(audit -> audit.missing() + audit.gone()).sum());
    ArrayNode queues = json.putArray("queues");
    audits.forEach(audit -> queues.add(of(audit, hint)));
    return json;
  }

  private static ObjectNode of(QueueAudit audit, ReplayHint hint) {
    ObjectNode json = Json.object();
    json.put("name", audit.queue());
    json.put("agent_id", audit.agentId());
    json.put("ingest_url", audit.ingestUrl().toString());
    json.put("delivered_entries", audit.delivered());
    json.put("stored_entries", audit.stored());
    json.put("expired_entries", audit.expired());
    json.put("expired_before", audit.expiredBefore());
    json.put("missing_entries", audit.missing() + audit.gone());
    json.put("missing_on_disk_entries", audit.missing());
    json.put("dead_letters", audit.deadLetters());
    json.put("backlog_entries", audit.backlog());
    ObjectNode lost = json.putObject("lost_entries");
    audit.lost().forEach(lost::put);
    ArrayNode journals = json.putArray("journals");
    audit.journals().forEach(journal -> journals.add(of(journal)));
    ArrayNode replay = json.putArray("replay");
    hint.commands(audit).forEach(replay::add);
    return json;
  }

  private static ObjectNode of(JournalAudit journal) {
    ObjectNode json = Json.object();
    json.put("id", journal.account().id().toString());
    json.put("removed", journal.account().removed());
    json.put("delivered_entries", journal.account().delivered().count());
    json.put("stored_entries", journal.stored().count());
    ranges(json.putArray("expired"), journal.expired());
    ranges(json.putArray("missing"), journal.missing());
    ranges(json.putArray("missing_not_on_disk"), journal.gone());
    ranges(json.putArray("dead_letters"), journal.account().deadLetters());
    ObjectNode lost = json.putObject("lost");
    for (Map.Entry<String, SequenceSet> reason : journal.account().lost().entrySet()) {
      ranges(lost.putArray(reason.getKey()), reason.getValue());
    }
    json.put("backlog_entries", journal.account().backlog());
    return json;
  }

  private static void ranges(ArrayNode to, SequenceSet set) {
    set.all().forEach(range -> to.addArray().add(range.first()).add(range.last()));
  }
}
