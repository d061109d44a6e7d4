package com.gt8004.shipper;

import com.gt8004.sdk.queue.SequenceRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one journal that are sealed and not settled, in the order of their sequences. They may
 * be answered in any order. Not thread-safe: owned by the shipping thread.
 */
final class Window {
  /** What is settled between two of these is a range of its own in the checkpoint, which keeps 16. */
  static final int BATCHES_MAX = 16;

  private final List<Shipment> shipments = new ArrayList<>();

  List<Shipment> shipments() {
    return List.copyOf(shipments);
  }

  boolean isEmpty() {
    return shipments.isEmpty();
  }

  boolean isFull() {
    return shipments.size() >= BATCHES_MAX;
  }

  /** The batch with the lowest sequences; null if there is none. */
  @Nullable
  Shipment oldest() {
    return shipments.isEmpty() ? null : shipments.get(0);
  }

  /** Whether one waits for its turn. */
  boolean hasUnsent() {
    return shipments.stream().anyMatch(shipment -> !shipment.isOut());
  }

  int count() {
    return shipments.size();
  }

  /** What they take of memory. */
  long heldBytes() {
    long bytes = 0;
    for (Shipment shipment : shipments) {
      bytes += shipment.batch().heldBytes();
    }
    return bytes;
  }

  /** Whether a request is out that holds any of these, or its answer is about to be acted on. */
  boolean isOut(SequenceRange range) {
    return shipments.stream()
        .anyMatch(shipment -> shipment.isOut()
            && !shipment.isHeld()
            && shipment.batch().first() <= range.last()
            && shipment.batch().last() >= range.first());
  }

  /** Adds the batch that follows all others. */
  void add(Shipment next) {
    shipments.add(next);
  }

  /** Puts the parts of a batch in its place. */
  void replace(Shipment whole, List<Shipment> parts) {
    int at = shipments.indexOf(whole);
    if (at < 0) {
      throw new IllegalArgumentException("not in this window: " + whole.body().id());
    }
    shipments.remove(at);
    shipments.addAll(at, parts);
  }

  void remove(Shipment settled) {
    shipments.remove(settled);
  }

  /** Ends what is out. */
  void cancel() {
    shipments.forEach(Shipment::cancel);
  }
}
