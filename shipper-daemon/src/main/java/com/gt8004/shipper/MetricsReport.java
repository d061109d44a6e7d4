package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.ledger.LossReason;
import com.gt8004.shipper.metrics.Exposition;
import com.gt8004.shipper.metrics.Metric;
import com.gt8004.shipper.metrics.ProcessFigures;
import com.gt8004.shipper.retain.Pressure;
import com.gt8004.shipper.send.Breaker;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What {@code GET /metrics} says: the figures of {@link StatusReport}, for machines that draw lines. */
final class MetricsReport {
  /** All that a shipper can say of its queues; the others are seen from outside only. */
  private static final ShipperState[] STATES = Arrays.stream(ShipperState.values())
      .filter(state -> state != ShipperState.UNATTENDED && state != ShipperState.UNREACHABLE)
      .toArray(ShipperState[]::new);

  private final Roster roster;
  private final Destination destination;
  private final StatusReport status;
  private final EpochClock clock;

  MetricsReport(Roster roster, Destination destination, StatusReport status, EpochClock clock) {
    this.roster = roster;
    this.destination = destination;
    this.status = status;
    this.clock = clock;
  }

  /** The whole report. On the shipping thread only. */
  String text() {
    Exposition to = new Exposition();
    to.add(
        Metric.BUILD,
        1,
        BuildInfo.version(),
        BuildInfo.commit(),
        System.getProperty("java.version", "unknown"));
    to.add(Metric.READY, status.isReady() ? 1 : 0);
    to.addState(Metric.BREAKER_STATE, destination.breaker().state(), Breaker.State.values());
    to.add(Metric.REQUESTS_IN_FLIGHT, destination.onTheWire());
    to.add(Metric.REQUESTS_IN_FLIGHT_LIMIT, destination.inFlightLimit());
    roster.held().forEach(queue -> add(to, queue));
    roster.notHeld().forEach((name, health) -> state(to, name, stateOf(health.condition())));
    ProcessFigures.addTo(to);
    return to.text();
  }

  private static @Nullable ShipperState stateOf(@Nullable Condition condition) {
    return condition == null ? null : condition.state();
  }

  private static void state(Exposition to, String queue, @Nullable ShipperState state) {
    for (ShipperState each : STATES) {
      to.add(Metric.QUEUE_STATE, each == state ? 1 : 0, queue, each.name());
    }
  }

  private void add(Exposition to, QueueLane queue) {
    state(to, queue.name(), queue.state());
    counters(to, queue.name(), queue);
    depths(to, queue.name(), Depths.of(queue, clock));
    disk(to, queue.name(), queue);
    journals(to, queue.name(), queue.journals());
  }

  private static void counters(Exposition to, String name, QueueLane queue) {
    Counters counters = queue.counters();
    to.add(Metric.ENTRIES_SETTLED, counters.accepted, name, "accepted");
    to.add(Metric.ENTRIES_SETTLED, counters.duplicates, name, "duplicate");
    to.add(Metric.ENTRIES_SETTLED, counters.rejected, name, "dead_lettered");
    to.add(Metric.ENTRIES_SETTLED, counters.expired, name, "expired");
    to.add(Metric.ENTRIES_TRUNCATED, counters.truncated, name);
    for (LossReason reason : LossReason.values()) {
      to.add(Metric.ENTRIES_LOST, queue.journals().ledger().added(reason), name, reason.text());
    }
    for (OutcomeClass outcome : OutcomeClass.values()) {
      to.add(Metric.REQUESTS, counters.requests(outcome), name, outcome.label());
    }
    to.add(Metric.RETRIES, counters.resentRequests, name);
    to.add(Metric.SENT_BYTES, counters.sentBytes, name);
    if (counters.lastSettledMicros() >= 0) {
      to.add(Metric.LAST_SUCCESS, counters.lastSettledMicros() / 1e6, name);
    }
  }

  private static void depths(Exposition to, String name, Depths depths) {
    Long entries = depths.entries();
    Long bytes = depths.bytesEstimate();
    if (entries != null && bytes != null) {
      to.add(Metric.BACKLOG_ENTRIES, entries, name);
      to.add(Metric.BACKLOG_BYTES, bytes, name);
    }
    Double lag = depths.lagSeconds();
    if (lag != null) {
      to.add(Metric.LAG, lag, name);
    }
    to.add(Metric.CHECKPOINT_AGE, depths.checkpointAgeSeconds(), name);
  }

  private static void disk(Exposition to, String name, QueueLane queue) {
    Retention retention = queue.retention();
    queue.deadLetters().recountIfChanged();
    to.add(Metric.DEAD_LETTERS, queue.deadLetters().count(), name);
    to.add(Metric.DEAD_LETTER_BYTES, queue.deadLetters().bytes(), name);
    to.add(Metric.PRUNED_CYCLES, retention.prunedCycles(), name);
    to.add(Metric.REMOVED_JOURNALS, retention.removedJournals(), name);
    to.add(Metric.RETAINED_BYTES, retention.retainedBytes(), name);
    if (!retention
        .pressure()
        .equals(Pressure.NONE)) { // which it is until measured for the first time
      to.add(Metric.QUEUE_BYTES, retention.pressure().bytes(), name);
      to.add(Metric.QUEUE_BYTES_MAX, retention.pressure().limits().queueBytesMax(), name);
      to.add(Metric.DISK_FREE, retention.pressure().free(), name);
    }
  }

  private static void journals(Exposition to, String name, JournalShelf journals) {
    to.add(Metric.JOURNALS, journals.open().size(), name, "open");
    to.add(Metric.JOURNALS, journals.waiting().count(), name, "waiting");
    to.add(Metric.JOURNALS, journals.stopped().size(), name, "stopped");
    to.add(Metric.JOURNALS, journals.finished().size(), name, "finished");
  }
}
