package com.gt8004.shipper;

import com.gt8004.shipper.batch.PickedBatch;
import com.gt8004.shipper.replay.ReplayTally;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch of a replay from sealing to its answer, in as many parts as the server's limits and refusals
 * make of it. Not thread-safe.
 */
final class ReplayParcel {
  private final ReplaySource.Place begin;
  private final List<Shipment> parts = new ArrayList<>();
  private ReplayTally tally;

  /**
   * A parcel that was just sealed.
   *
   * @param begin where a reader comes to its first entry
   * @param passed entries from there to the end of its last one, wanted or not
   * @param unreadable how many of them could not be read
   */
  ReplayParcel(
      ReplaySource.Place begin, PickedBatch batch, long passed, long unreadable, long nowNanos) {
    this.begin = begin;
    this.tally = new ReplayTally(passed, 0, 0, 0, unreadable);
    parts.add(new Shipment(batch, nowNanos));
  }

  ReplaySource.Place begin() {
    return begin;
  }

  /** What is not answered for, in its order. */
  List<Shipment> parts() {
    return List.copyOf(parts);
  }

  /** Whether all of it is answered for. */
  boolean isDone() {
    return parts.isEmpty();
  }

  /** A part was answered for. */
  void done(Shipment part, long accepted, long duplicates, long rejected) {
    parts.remove(part);
    tally = tally.plus(new ReplayTally(0, accepted, duplicates, rejected, 0));
  }

  /** Smaller ones take the place of a part. */
  void replace(Shipment part, List<PickedBatch> smaller, long nowNanos) {
    int place = parts.indexOf(part);
    parts.remove(place);
    List<Shipment> others =
        smaller.stream().map(batch -> new Shipment(batch, nowNanos)).toList();
    parts.addAll(place, others);
  }

  /** What came of it so far. */
  ReplayTally tally() {
    return tally;
  }

  static PickedBatch batchOf(Shipment part) {
    return (PickedBatch) part.body();
  }
}
