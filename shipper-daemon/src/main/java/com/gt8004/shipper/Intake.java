package com.gt8004.shipper;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.tail.TailedEntry;
import com.gt8004.shipper.batch.BatchLimits;
import com.gt8004.shipper.checkpoint.JournalCheckpoint;

/**
 * How much of one journal is read into memory, and when: from its tail into the batch that is filling,
 * and from there into the window. What cannot go yet is as well kept on disk. Not thread-safe: owned by
 * the shipping thread.
 */
final class Intake {
  private final UnsettledTail tail;
  private final JournalCheckpoint checkpoint;
  private final OpenBatch filling;
  private final Window window;
  private final BatchRules rules;
  private final Destination destination;
  private final EpochClock clock;

  Intake(
      UnsettledTail tail,
      JournalCheckpoint checkpoint,
      OpenBatch filling,
      Window window,
      BatchRules rules,
      Destination destination,
      EpochClock clock) {
    this.tail = tail;
    this.checkpoint = checkpoint;
    this.filling = filling;
    this.window = window;
    this.rules = rules;
    this.destination = destination;
    this.clock = clock;
  }

  /**
   * Reads from the tail what the next batch still takes, and puts it into the window once it may go. The
   * first batch always has a place there; each further one only while the destination would take it,
   * and while no other waits.
   *
   * @param sure batches that always have a place
   * @param more whether the window may hold more than those
   * @return entries read
   */
  int fill(int sure, boolean more) {
    boolean place = window.count() < sure || (more && hasPlace());
    if (!place || !destination.isKnown() || checkpoint.isLost()) {
      return 0;
    }
    int read = 0;
    while (!filling.isFull()) {
      TailedEntry entry = tail.peek();
      if (entry == null) {
        break;
      }
      if (filling.isEmpty()) {
        filling.begin(limits());
      }
      if (filling.add(entry)) {
        tail.take();
        read++;
      }
    }
    if (filling.isDue()) {
      window.add(new Shipment(filling.seal(), clock.nanoTime()));
    }
    return read;
  }

  private boolean hasPlace() {
    return !window.isFull()
        && !window.hasUnsent()
        && checkpoint.rangesBeyond() < Checkpoint.RANGES_MAX
        && destination.permits();
  }

  private BatchLimits limits() {
    BatchLimits wanted =
        tail.hasAhead(rules.catchUp().entriesMax()) ? rules.catchUp() : rules.steady();
    long bytesMax = destination.sizes().largest(wanted.bytesMax());
    return bytesMax == wanted.bytesMax() ? wanted : new BatchLimits(wanted.entriesMax(), bytesMax);
  }

  /** Asks that what is on disk now be sent without waiting for full batches. */
  void shipNow() {
    filling.flushBelow(tail.end());
  }

  /** Whether this is better halved than sent: as it is, it would come back. */
  boolean isTooLarge(Shipment waiting) {
    return waiting.batch().count() > 1
        && destination.sizes().isTooLarge(waiting.body().length());
  }

  /** Halves what waits and is known to be too large. */
  void halveTooLarge() {
    for (Shipment waiting : window.shipments()) {
      if (!waiting.isOut() && isTooLarge(waiting)) {
        window.replace(waiting, waiting.split(waiting.batch().middle()));
      }
    }
  }
}
