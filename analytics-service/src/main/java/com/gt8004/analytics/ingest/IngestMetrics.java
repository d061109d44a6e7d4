package com.gt8004.analytics.ingest;

import com.gt8004.analytics.metrics.Metrics;

/** What ingest counts. Thread-safe. */
public final class IngestMetrics {
  private final Metrics.Counter entries;
  private final Metrics.Counter batches;
  private final Metrics.Timer seconds;

  public IngestMetrics(Metrics metrics) {
    entries = metrics.counter(
        "gt8004_ingest_entries_total",
        "result",
        "Entries by what became of them; alert on rejected.");
    batches = metrics.counter(
        "gt8004_ingest_batches_total",
        "status",
        "Batches by HTTP status; alert on 503, which is the database away or full.");
    seconds = metrics.timer(
        "gt8004_ingest_batch_seconds",
        "Time from the first byte of a batch's headers to its answer.");
  }

  void stored(int accepted, int duplicates, int rejected) {
    entries.add("accepted", accepted);
    entries.add("duplicate", duplicates);
    entries.add("rejected", rejected);
  }

  void answered(int status, long nanos) {
    batches.add(Integer.toString(status), 1);
    seconds.add(nanos);
  }
}
