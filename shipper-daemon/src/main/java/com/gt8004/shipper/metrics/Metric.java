package com.gt8004.shipper.metrics;

import java.util.List;

/**
 * Every metric. {@code docs/OPERATIONS.md} has the same list, which a test compares. Counters count
 * since the start of the process; a gauge is derived at the scrape from what is on disk and under way.
 */
public enum Metric {
  BUILD(
      Kind.INFO,
      "gt8004_shipper_build_info",
      "Version of this shipper.",
      "version",
      "commit",
      "java"),
  READY(
      Kind.GAUGE,
      "gt8004_shipper_ready",
      "1 while every queue ships or idles, as /readyz says, else 0."),
  BREAKER_STATE(
      Kind.GAUGE,
      "gt8004_shipper_breaker_state",
      "1 for the state that the circuit breaker is in, 0 for the others.",
      "state"),
  REQUESTS_IN_FLIGHT(
      Kind.GAUGE, "gt8004_shipper_requests_in_flight", "Requests sent and not yet answered."),
  REQUESTS_IN_FLIGHT_LIMIT(
      Kind.GAUGE,
      "gt8004_shipper_requests_in_flight_limit",
      "Requests that may be in flight now, by the load controller; 0 while the breaker is open."),
  QUEUE_STATE(
      Kind.GAUGE,
      "gt8004_shipper_queue_state",
      "1 for the state that the queue is in, 0 for the others.",
      "queue",
      "state"),
  ENTRIES_SETTLED(
      Kind.COUNTER,
      "gt8004_shipper_entries_settled_total",
      "Entries that the server has answered for good: accepted, duplicate, dead_lettered, expired.",
      "queue",
      "outcome"),
  ENTRIES_LOST(
      Kind.COUNTER,
      "gt8004_shipper_entries_lost_total",
      "Entries noted in the ledger as not to be delivered: drop_oldest, damaged, gone, discarded.",
      "queue",
      "reason"),
  ENTRIES_TRUNCATED(
      Kind.COUNTER,
      "gt8004_shipper_entries_truncated_total",
      "Accepted entries whose bodies were cut because the server takes no larger request.",
      "queue"),
  REQUESTS(
      Kind.COUNTER,
      "gt8004_shipper_requests_total",
      "Requests made: settled, transient, too_large, entry_fault, config_fault.",
      "queue",
      "outcome"),
  RETRIES(
      Kind.COUNTER,
      "gt8004_shipper_retries_total",
      "Requests that repeated one before, whatever came of it.",
      "queue"),
  SENT_BYTES(
      Kind.COUNTER,
      "gt8004_shipper_sent_bytes_total",
      "Bytes of request bodies sent, as they were before compression.",
      "queue"),
  PRUNED_CYCLES(
      Kind.COUNTER,
      "gt8004_shipper_pruned_cycles_total",
      "Cycle files of settled entries removed by retention.",
      "queue"),
  REMOVED_JOURNALS(
      Kind.COUNTER,
      "gt8004_shipper_removed_journals_total",
      "Settled journals of ended processes removed whole by retention.",
      "queue"),
  LAST_SUCCESS(
      Kind.GAUGE,
      "gt8004_shipper_last_success_timestamp_seconds",
      "When the last batch was settled, since the epoch; absent before the first.",
      "queue"),
  BACKLOG_ENTRIES(
      Kind.GAUGE,
      "gt8004_shipper_backlog_entries",
      "Entries on disk that are not settled; absent while some cannot be read.",
      "queue"),
  BACKLOG_BYTES(
      Kind.GAUGE,
      "gt8004_shipper_backlog_bytes",
      "Their bytes, estimated from those that are read already.",
      "queue"),
  LAG(
      Kind.GAUGE,
      "gt8004_shipper_lag_seconds",
      "Age of the oldest of them; absent where it cannot be read.",
      "queue"),
  CHECKPOINT_AGE(
      Kind.GAUGE,
      "gt8004_shipper_checkpoint_age_seconds",
      "How long a checkpoint on disk has been behind what is settled; 0 while none is.",
      "queue"),
  JOURNALS(
      Kind.GAUGE,
      "gt8004_shipper_journals",
      "Journals: open, waiting (their turn comes later), stopped (cannot be read now), finished.",
      "queue",
      "state"),
  DEAD_LETTERS(
      Kind.GAUGE, "gt8004_shipper_dead_letters", "Dead letters that lie in the queue.", "queue"),
  DEAD_LETTER_BYTES(Kind.GAUGE, "gt8004_shipper_dead_letter_bytes", "What they take up.", "queue"),
  QUEUE_BYTES(
      Kind.GAUGE,
      "gt8004_shipper_queue_bytes",
      "What all journals of the queue take of the disk.",
      "queue"),
  QUEUE_BYTES_MAX(
      Kind.GAUGE,
      "gt8004_shipper_queue_bytes_max",
      "What they may take: the least that a living writer wants.",
      "queue"),
  RETAINED_BYTES(
      Kind.GAUGE,
      "gt8004_shipper_retained_bytes",
      "Bytes of settled cycle files that are kept for a replay.",
      "queue"),
  DISK_FREE(
      Kind.GAUGE,
      "gt8004_shipper_disk_free_bytes",
      "What is free on the disk of the queue for this user.",
      "queue"),
  PROCESS_START(
      Kind.GAUGE,
      "process_start_time_seconds",
      "Start time of the process since unix epoch in seconds."),
  PROCESS_CPU(
      Kind.COUNTER,
      "process_cpu_seconds_total",
      "Total user and system CPU time spent in seconds."),
  PROCESS_OPEN_FDS(Kind.GAUGE, "process_open_fds", "Number of open file descriptors."),
  PROCESS_MAX_FDS(Kind.GAUGE, "process_max_fds", "Maximum number of open file descriptors."),
  JVM_MEMORY_USED(
      Kind.GAUGE, "jvm_memory_used_bytes", "Used bytes of a given JVM memory area.", "area"),
  JVM_MEMORY_MAX(
      Kind.GAUGE, "jvm_memory_max_bytes", "Maximum bytes of a given JVM memory area.", "area"),
  JVM_THREADS(Kind.GAUGE, "jvm_threads_current", "Current thread count of the JVM."),
  JVM_GC_SECONDS(
      Kind.COUNTER,
      "jvm_gc_collection_seconds_total",
      "Time spent in collections of garbage by a given collector.",
      "gc");

  /** How a metric behaves: a counter never goes down while the process lives. */
  public enum Kind {
    COUNTER,
    GAUGE,
    INFO
  }

  private final Kind kind;
  private final String exposedName;
  private final String help;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> labels;

  Metric(Kind kind, String exposedName, String help, String... labels) {
    this.kind = kind;
    this.exposedName = exposedName;
    this.help = help;
    this.labels = List.of(labels);
  }

  public Kind kind() {
    return kind;
  }

  /** The name as it is scraped, such as {@code gt8004_shipper_lag_seconds}. */
  public String exposedName() {
    return exposedName;
  }

  /** One sentence for people. */
  public String help() {
    return help;
  }

  /** Names of its labels. */
  public List<String> labels() {
    return labels;
  }
}
