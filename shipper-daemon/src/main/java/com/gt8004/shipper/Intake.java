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
  private final BodyBudget.Hold hold;
  private final EpochClock clock;

  Intake(
      UnsettledTail tail,
      JournalCheckpoint checkpoint,
      OpenBatch filling,
      Window window,
      BatchRules rules,
      Destination destination,
      BodyBudget.Hold hold,
      EpochClock clock) {
    this.tail = tail;
    this.checkpoint = checkpoint;
    this.filling = filling;
    this.window = window;
    this.rules = rules;
    this.destination = destination;
    this.hold = hold;
    this.clock = clock;
  }

  /**
   * Reads from the tail what the next batch still takes and memory has room for, and puts it into the
   * window once it may go. The first batch always has a place there; each further one only while the
   * destination would take it, and while no other waits.
   *
   * @param needed whether one more than the first is waited for, whatever it takes
   * @param more whether the window may hold more than those
   * @return entries read
   */
  int fill(boolean needed, boolean more) {
    boolean sure = window.count() < (needed ? 2 : 1);
    if (!(sure || (more && hasPlace())) || !destination.isKnown() || checkpoint.isLost()) {
      return 0;
    }
    int read = read(needed && sure ? Long.MAX_VALUE : hold.room());
    if (filling.isDue()) {
      window.add(new Shipment(filling.seal(), clock.nanoTime()));
    }
    count();
    return read;
  }

  private int read(long room) {
    int read = 0;
    long before = filling.bytes();
    while (!filling.isFull()) {
      if (filling.bytes() - before >= room) {
        filling.close();
        break;
      }
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
    return read;
  }

  /** Says what of the journal lies in memory now. */
  void count() {
    hold.holds(filling.heldBytes() + window.heldBytes());
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
