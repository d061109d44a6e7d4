package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.shipper.ledger.LossReason;
import com.gt8004.shipper.metrics.Metric;
import com.gt8004.shipper.metrics.PrometheusText;
import com.gt8004.shipper.send.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What /metrics says beside what happened, and beside what /status says. */
class MetricsReportTest {
  private static final String QUEUE = ShipperRig.AGENT;

  @TempDir
  Path folder;

  private ShipperRig rig;

  @BeforeEach
  void setUp() {
    rig = new ShipperRig(folder);
  }

  @AfterEach
  void tearDown() {
    rig.close();
  }

  private PrometheusText scrape() {
    StatusReport status =
        new StatusReport(rig.roster(), rig.destination(), rig.clock, new HashMap<>());
    return PrometheusText.parse(
        new MetricsReport(rig.roster(), rig.destination(), status, rig.clock).text());
  }

  private JsonNode status() throws Exception {
    String json =
        new StatusReport(rig.roster(), rig.destination(), rig.clock, new HashMap<>()).json();
    return new ObjectMapper().readTree(json).path("queues").path(0);
  }

  private double of(PrometheusText scraped, String name, String... labels) {
    String[] all = new String[labels.length + 2];
    all[0] = "queue";
    all[1] = QUEUE;
    System.arraycopy(labels, 0, all, 2, labels.length);
    return scraped.value("gt8004_shipper_" + name, all);
  }

  @Test
  void everyFigure_isWhatHappenedAndWhatStatusSays() throws Exception {
    rig.append(35);
    rig.ingest
        .then(FakeIngestClient.away())
        .then(body -> FakeIngestClient.rejecting(body, 2, "no such tool"));
    rig.settle().after(Duration.ofSeconds(5)).after(Duration.ofSeconds(5));
    rig.append(3);
    rig.after(Duration.ofSeconds(1));
    rig.clock.advance(Duration.ofSeconds(2));

    PrometheusText metrics = scrape();
    JsonNode status = status();
    assertThat(of(metrics, "entries_settled_total", "outcome", "accepted")).isEqualTo(34);
    assertThat(of(metrics, "entries_settled_total", "outcome", "dead_lettered")).isEqualTo(1);
    assertThat(of(metrics, "dead_letters")).isEqualTo(1);
    assertThat(of(metrics, "requests_total", "outcome", "transient")).isEqualTo(1);
    assertThat(of(metrics, "retries_total")).isEqualTo(1);
    assertThat(of(metrics, "sent_bytes_total")).isGreaterThan(35 * 100);
    assertThat(of(metrics, "backlog_entries")).isEqualTo(3);
    assertThat(of(metrics, "backlog_bytes")).isBetween(3 * 100.0, 3 * 300.0);
    assertThat(of(metrics, "queue_state", "state", "SHIPPING")).isEqualTo(1);
    assertThat(of(metrics, "queue_state", "state", "OFFLINE")).isZero();
    assertThat(of(metrics, "last_success_timestamp_seconds"))
        .isBetween(rig.clock.epochMicros() / 1e6 - 20, rig.clock.epochMicros() / 1e6);
    assertThat(of(metrics, "disk_free_bytes")).isPositive();

    Map<String, Double> same = new HashMap<>();
    same.put("accepted", of(metrics, "entries_settled_total", "outcome", "accepted"));
    same.put("duplicates", of(metrics, "entries_settled_total", "outcome", "duplicate"));
    same.put("rejected", of(metrics, "entries_settled_total", "outcome", "dead_lettered"));
    same.put("expired", of(metrics, "entries_settled_total", "outcome", "expired"));
    same.put("truncated", of(metrics, "entries_truncated_total"));
    same.put("dropped", of(metrics, "entries_lost_total", "reason", "drop_oldest"));
    same.put("resent_requests", of(metrics, "retries_total"));
    same.put("backlog_entries", of(metrics, "backlog_entries"));
    same.put("backlog_bytes_estimate", of(metrics, "backlog_bytes"));
    same.put("lag_seconds", of(metrics, "lag_seconds"));
    same.put("dead_letters", of(metrics, "dead_letters"));
    same.put("dead_letter_bytes", of(metrics, "dead_letter_bytes"));
    same.put("queue_bytes", of(metrics, "queue_bytes"));
    same.put("queue_bytes_max", of(metrics, "queue_bytes_max"));
    same.put("retained_bytes", of(metrics, "retained_bytes"));
    same.put("pruned_cycles", of(metrics, "pruned_cycles_total"));
    same.put("removed_journals", of(metrics, "removed_journals_total"));
    same.put("journals_finished", of(metrics, "journals", "state", "finished"));
    same.put("journals_waiting", of(metrics, "journals", "state", "waiting"));
    same.forEach(
        (name, value) -> assertThat(status.path(name).asDouble(-1)).as(name).isEqualTo(value));
    double requests = 0;
    for (OutcomeClass outcome : OutcomeClass.values()) {
      requests += of(metrics, "requests_total", "outcome", outcome.label());
    }
    assertThat(status.path("requests").asDouble()).isEqualTo(requests);
  }

  @Test
  void counters_neverGoDown_whateverHappens() throws Exception {
    Map<String, Double> before = new HashMap<>();
    rig.append(25);
    Runnable[] life = {
      () -> rig.settle(),
      () -> rig.ingest.always(FakeIngestClient.away()),
      () -> appended(20),
      () -> rig.after(Duration.ofSeconds(6)),
      () -> rig.ingest.always(FakeIngestClient.fault(Fault.UNAUTHORIZED)),
      () -> rig.after(Duration.ofSeconds(40)),
      () -> rig.ingest.acceptsAgain(),
      () -> rig.after(Duration.ofSeconds(40)),
      () -> rig.after(Duration.ofDays(8)),
      () -> rig.after(Duration.ofMinutes(2)),
      () -> rig.after(Duration.ofMinutes(2)),
      () -> appended(5),
      () -> rig.after(Duration.ofSeconds(10)).after(Duration.ofSeconds(6)),
    };
    for (Runnable event : life) {
      event.run();
      PrometheusText metrics = scrape();
      metrics.samples().forEach((sample, value) -> {
        String name = sample.substring(0, sample.indexOf('{'));
        if (metrics.types().get(name).equals("counter")) {
          assertThat(value).as(sample).isGreaterThanOrEqualTo(before.getOrDefault(sample, 0.0));
          before.put(sample, value);
        }
      });
    }
    assertThat(of(scrape(), "entries_settled_total", "outcome", "accepted")).isEqualTo(50);
    assertThat(of(scrape(), "removed_journals_total")).isPositive();
  }

  private void appended(int entries) {
    try {
      rig.append(entries);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void lettersThatSomebodyMoved_areNoLongerCounted() throws Exception {
    rig.append(10);
    rig.ingest.then(body -> FakeIngestClient.rejecting(body, 2, "no such tool"));
    rig.settle();
    assertThat(of(scrape(), "dead_letters")).isEqualTo(1);
    try (var letters = Files.list(rig.queueDirectory().deadLetters())) {
      Files.delete(letters.findFirst().orElseThrow());
    }
    assertThat(of(scrape(), "dead_letters")).isZero();
    assertThat(of(scrape(), "dead_letter_bytes")).isZero();
    assertThat(status().path("dead_letters").asInt()).isZero();
    assertThat(of(scrape(), "entries_settled_total", "outcome", "dead_lettered"))
        .isEqualTo(1);
  }

  @Test
  void losses_areCountedByReason() throws Exception {
    var journal = rig.append(5);
    rig.settle();
    var ledger = rig.queue().journals().ledger();
    ledger.add(journal.id(), new SequenceRange(0, 3), LossReason.DISCARDED, null);
    ledger.add(journal.id(), new SequenceRange(0, 4), LossReason.GONE, null);
    PrometheusText metrics = scrape();
    assertThat(of(metrics, "entries_lost_total", "reason", "discarded")).isEqualTo(4);
    assertThat(of(metrics, "entries_lost_total", "reason", "gone")).isEqualTo(1);
    assertThat(of(metrics, "entries_lost_total", "reason", "damaged")).isZero();
  }

  @Test
  void checkpointThatIsNotWritten_growsOld() throws Exception {
    rig.append(35);
    rig.settle(); // the first batch reached the disk; for the others it is too early
    assertThat(of(scrape(), "checkpoint_age_seconds")).isZero();
    rig.clock.advance(Duration.ofSeconds(7)); // in which the shipping thread did nothing
    assertThat(of(scrape(), "checkpoint_age_seconds")).isEqualTo(7);
    rig.settle();
    assertThat(of(scrape(), "checkpoint_age_seconds")).isZero();
  }

  @Test
  void everyMetric_comesFromSomewhere() throws Exception {
    rig.append(15);
    rig.after(Duration.ofSeconds(1)).after(Duration.ofSeconds(10));
    PrometheusText metrics = scrape();
    for (Metric metric : Metric.values()) {
      assertThat(metrics.types()).containsKey(metric.exposedName());
    }
  }
}
