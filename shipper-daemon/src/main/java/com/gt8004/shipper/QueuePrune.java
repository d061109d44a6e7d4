package com.gt8004.shipper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.PathWatches;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.ledger.LedgerFile;
import com.gt8004.shipper.retain.RetentionPlan;
import com.gt8004.shipper.send.IngestClient;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Applies the retention of a queue that no shipper holds, as that shipper would; sends nothing, and
 * settles nothing. Not thread-safe.
 */
public final class QueuePrune implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OwnerLock lock;
  private final IngestClient unused;
  private final JournalShelf journals;
  private final Retention retention;

  private QueuePrune(
      OwnerLock lock, IngestClient unused, JournalShelf journals, Retention retention) {
    this.lock = lock;
    this.unused = unused;
    this.journals = journals;
    this.retention = retention;
  }

  /** Takes the queue, until {@link #close}; null if a shipper, or another command, holds it. */
  public static @Nullable QueuePrune take(
      ShipperConfig config, QueueDirectory queue, EpochClock clock) throws IOException {
    OwnerLock lock = OwnerLock.tryAcquire(queue.shipperLockFile());
    if (lock == null) {
      return null;
    }
    boolean taken = false;
    IngestClient client = IngestClient.overHttp(config.sendPolicy());
    try {
      Destination destination =
          new Destination(client, config.ingestUrl(), config.profile(), clock);
      PathWatches watches = new PathWatches(clock);
      JournalShelf journals = new JournalShelf(
          queue,
          queue.descriptor().agentId(),
          BatchRules.of(config, true),
          destination,
          LedgerFile.open(queue, clock),
          watches,
          clock);
      Retention retention = new Retention(
          queue,
          journals,
          config.retention(),
          new QueuePressure(queue, journals, watches),
          watches,
          clock);
      QueuePrune prune = new QueuePrune(lock, client, journals, retention);
      prune.look();
      taken = true;
      return prune;
    } finally {
      if (!taken) {
        client.close();
        lock.close();
      }
    }
  }

  /** Finished journals have only so many places while they are opened: those that are done make room. */
  private void look() throws IOException {
    int waiting = Integer.MAX_VALUE;
    journals.refresh();
    while (journals.waiting().count() > 0 && journals.waiting().count() < waiting) {
      waiting = journals.waiting().count();
      journals.refresh();
    }
    journals.refresh();
  }

  /**
   * What would go now, as JSON, the form in which a shipper answers the same question:
   *
   * <pre>
   *   {"due": [{"journal_id", "file", "bytes", "why", "whole_journal", "settled_at"}],
   *    "kept_files", "kept_bytes", "leased", "pruned_files", "removed_journals"}
   * </pre>
   */
  public String plan() throws IOException {
    return json(retention).toString();
  }

  /**
   * Removes what is due, a bounded number of files at once. A whole journal goes a minute after the first
   * call that found it due, when nobody has come back to it.
   *
   * @return what is due still, as {@link #plan}
   */
  public String run() throws IOException {
    // Without a shipper nobody tries to send: nothing is given up to make room.
    retention.pruneOnlySettled();
    look();
    return plan();
  }

  static JsonNode json(Retention retention) throws IOException {
    RetentionPlan plan = retention.plan();
    ObjectNode json = JSON.createObjectNode();
    ArrayNode due = json.putArray("due");
    for (RetentionPlan.Line line : plan.due()) {
      due.addObject()
          .put("journal_id", line.cycle().journal().id().toString())
          .put("file", line.cycle().file().toString())
          .put("bytes", line.cycle().bytes())
          .put("why", line.why().name().toLowerCase(Locale.ROOT))
          .put("whole_journal", line.whole())
          .put("settled_at", line.settledAt().toString());
    }
    return json.put("kept_files", plan.keptFiles())
        .put("kept_bytes", plan.keptBytes())
        .put("leased", plan.leased())
        .put("pruned_files", retention.prunedCycles())
        .put("removed_journals", retention.removedJournals());
  }

  /** Gives the queue back. */
  @Override
  public void close() throws IOException {
    journals.close();
    unused.close();
    lock.close();
  }
}
