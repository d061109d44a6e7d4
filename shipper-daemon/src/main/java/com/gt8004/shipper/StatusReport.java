package com.gt8004.shipper;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.send.Breaker;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /status} says. Depths are derived from sequences at this moment. A field without a
 * value is null; new fields may come, none goes.
 *
 * <pre>
 *   version, pid, started_at, queue_root, ingest_url, admin_url
 *   root_exists    false while no application has made the root yet
 *   root_problem   why the root cannot be read
 *   ready          true while every queue ships or idles
 *   breaker        {state: CLOSED|OPEN|HALF_OPEN, remaining_seconds}
 *   queues[]
 *     name, agent_id
 *     state        a {@link ShipperState}; cause, cure where something is wrong; since
 *     paused       true if nothing but a probe is sent, by a fault or an operator's word
 *     backlog_entries, backlog_bytes_estimate (null while a journal cannot tell, or was not asked yet), lag_seconds, rate_per_second (settled, over a minute), eta_seconds
 *     dead_letters, dead_letter_bytes
 *     queue_bytes, queue_bytes_max (of all journals), retained_bytes (settled and kept)
 *     pruned_cycles, removed_journals, dropped (entries, by DROP_OLDEST; since the start)
 *     requests, resent_requests, accepted, duplicates, rejected, expired, truncated, damaged (since the start)
 *     per_entry    false if the receiver acknowledges batches as a whole
 *     last_error   however long ago
 *     journals_waiting, journals_finished
 *     journals[]   the open and the stopped ones: id, path, checkpoint (first unsettled), end, backlog;
 *                  of a stopped one also state, cause, cure
 * </pre>
 */
final class StatusReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Roster roster;
  private final Destination destination;
  private final EpochClock clock;
  private final Map<String, @Nullable Object> identity;

  /**
   * A report on these.
   *
   * @param identity what does not change while the process lives, in order
   */
  StatusReport(
      Roster roster,
      Destination destination,
      EpochClock clock,
      Map<String, @Nullable Object> identity) {
    this.roster = roster;
    this.destination = destination;
    this.clock = clock;
    this.identity = identity;
  }

  /** Whether every queue ships or idles. On the shipping thread only. */
  boolean isReady() {
    boolean othersOnly = !roster.notHeld().isEmpty() && roster.held().isEmpty();
    return !othersOnly
        && roster.rootProblem() == null
        && roster.notHeld().values().stream()
            .allMatch(health -> isReadyOrElsewhere(health.condition()))
        && roster.held().stream()
            .allMatch(queue -> isReadyOrElsewhere(queue.worse().condition()));
  }

  private static boolean isReadyOrElsewhere(@Nullable Condition condition) {
    return condition == null
        || condition.state().isReady()
        || condition.state() == ShipperState.HELD_BY;
  }

  /** What {@code GET /readyz} says: the queues that do not ship, with why. On the shipping thread only. */
  String readiness() {
    ObjectNode report = JSON.createObjectNode().put("ready", isReady());
    ArrayNode faults = report.putArray("faults");
    roster.held().forEach(queue -> fault(faults, queue.name(), queue.worse().condition()));
    roster.notHeld().forEach((name, health) -> fault(faults, name, health.condition()));
    return report.toString();
  }

  private static void fault(ArrayNode faults, String queue, @Nullable Condition condition) {
    if (condition != null && !condition.state().isReady()) {
      describe(faults.addObject().put("queue", queue), condition);
    }
  }

  /** The whole report. On the shipping thread only. */
  String json() {
    ObjectNode report = JSON.createObjectNode();
    identity.forEach((name, value) -> report.putPOJO(name, value));
    report.put("root_exists", roster.rootExists()).put("root_problem", roster.rootProblem());
    report.put("ready", isReady());
    Breaker breaker = destination.breaker();
    report
        .putObject("breaker")
        .put("state", breaker.state().name())
        .put("remaining_seconds", breaker.remaining().toMillis() / 1e3);
    ArrayNode queues = report.putArray("queues");
    roster.held().forEach(queue -> describe(queues.addObject(), queue));
    roster
        .notHeld()
        .forEach((name, health) -> notHeld(queues.addObject().put("name", name), health));
    return report.toString();
  }

  private static void notHeld(ObjectNode node, Health health) {
    Condition condition = health.condition();
    if (condition != null) {
      describe(node, condition);
    }
    node.put("since", health.since().toString());
  }

  private static void describe(ObjectNode node, Condition condition) {
    node.put("state", condition.state().name())
        .put("cause", condition.cause())
        .put("cure", condition.cure());
  }

  private void describe(ObjectNode node, QueueLane queue) {
    node.put("name", queue.name()).put("agent_id", queue.agentId());
    Health health = queue.worse();
    Condition condition = health.condition();
    if (condition == null) {
      node.put("state", queue.state().name()).putNull("cause").putNull("cure");
    } else {
      describe(node, condition);
    }
    node.put("since", health.since().toString()).put("paused", queue.gate().isShut());
    depths(node, queue);
    counters(node, queue);
    node.put("per_entry", !queue.acknowledgesWholeBatches()).put("last_error", lastError(queue));
    node.put("journals_waiting", queue.journals().waiting().count());
    node.put("journals_finished", queue.journals().finished().size());
    ArrayNode journals = node.putArray("journals");
    queue.journals().open().forEach(journal -> describe(journals.addObject(), journal));
    queue.journals().stopped().forEach(journal -> describe(journals.addObject(), journal));
  }

  private static @Nullable String lastError(QueueLane queue) {
    String own = queue.gate().health().lastError();
    return own == null ? queue.journalHealth().lastError() : own;
  }

  private void depths(ObjectNode node, QueueLane queue) {
    Depths depths = Depths.of(queue, clock);
    double rate = queue.counters().settledPerSecond();
    Long entries = depths.entries();
    node.put("backlog_entries", entries);
    node.put("backlog_bytes_estimate", depths.bytesEstimate());
    node.put("lag_seconds", depths.lagSeconds());
    node.put("rate_per_second", Math.round(rate * 10) / 10.0);
    node.put(
        "eta_seconds",
        entries == null || entries == 0 || rate < 0.05 ? null : (Long) Math.round(entries / rate));
  }

  private static void counters(ObjectNode node, QueueLane queue) {
    Counters counters = queue.counters();
    queue.deadLetters().recountIfChanged();
    node.put("dead_letters", queue.deadLetters().count())
        .put("dead_letter_bytes", queue.deadLetters().bytes())
        .put("queue_bytes", queue.retention().pressure().bytes())
        .put("queue_bytes_max", queue.retention().pressure().limits().queueBytesMax())
        .put("retained_bytes", queue.retention().retainedBytes())
        .put("pruned_cycles", queue.retention().prunedCycles())
        .put("removed_journals", queue.retention().removedJournals())
        .put("dropped", queue.retention().droppedEntries())
        .put("requests", counters.requests)
        .put("resent_requests", counters.resentRequests)
        .put("accepted", counters.accepted)
        .put("duplicates", counters.duplicates)
        .put("rejected", counters.rejected)
        .put("expired", counters.expired)
        .put("truncated", counters.truncated)
        .put("damaged", counters.damaged);
  }

  private static void describe(ObjectNode node, JournalLane journal) {
    node.put("id", journal.directory().id().toString())
        .put("path", journal.directory().path().toString())
        .put("end", journal.tail().endOrUnknown())
        .put("checkpoint", journal.checkpoint().firstUnsettled())
        .put("backlog", journal.depth().backlog());
  }

  private static void describe(ObjectNode node, JournalShelf.Stopped journal) {
    StoredDepth depth = journal.depth();
    node.put("id", journal.directory().id().toString())
        .put("path", journal.directory().path().toString())
        .put("end", depth == null ? null : (Long) depth.end())
        .put("checkpoint", depth == null ? null : (Long) depth.firstUnsettled())
        .put("backlog", depth == null ? null : (Long) depth.backlog());
    describe(node, journal.condition());
  }

  /** The identity part: version, pid and addresses. */
  static Map<String, @Nullable Object> identity(
      Instant startedAt, String queueRoot, String ingestUrl, @Nullable String adminUrl) {
    Map<String, @Nullable Object> identity = new LinkedHashMap<>();
    identity.put("version", BuildInfo.version());
    identity.put("pid", ProcessHandle.current().pid());
    identity.put("started_at", startedAt.toString());
    identity.put("queue_root", queueRoot);
    identity.put("ingest_url", ingestUrl);
    identity.put("admin_url", adminUrl);
    return identity;
  }
}
