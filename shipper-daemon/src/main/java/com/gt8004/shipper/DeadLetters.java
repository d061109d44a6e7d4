package com.gt8004.shipper;

import com.gt8004.sdk.queue.CrashPoint;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.deadletter.DeadLetter;
import com.gt8004.shipper.deadletter.DeadLetterFolder;
import java.io.IOException;

/**
 * Turns refused entries into dead letters, durably, or pauses the queue where it cannot or must not: then
 * the answer stays with the shipment and is acted on again. Not thread-safe: owned by the shipping
 * thread.
 */
final class DeadLetters {
  private final EpochClock clock;

  DeadLetters(EpochClock clock) {
    this.clock = clock;
  }

  /**
   * Keeps one entry of a batch.
   *
   * @param index place of the entry in the batch, from 0
   * @param status of the reply that refused it
   * @param words the server's, masked
   * @return whether the letter is durable; if not, the queue is paused and the shipment held
   */
  boolean keep(
      QueueLane queue,
      JournalLane journal,
      Shipment shipment,
      int index,
      int status,
      String words) {
    DeadLetter letter = new DeadLetter(
        journal.directory().entryId(shipment.batch().first() + index),
        shipment.batch().payload(index),
        status,
        words,
        clock.now(),
        shipment.attempts());
    try {
      return keep(queue, shipment, letter);
    } catch (IOException broken) {
      refuse(
          queue,
          shipment,
          ShipperState.DISK_FAULT,
          "cannot write a dead letter to " + queue.directory().deadLetters() + ": "
              + broken.getMessage(),
          "free the disk or mend its permissions");
      return false;
    }
  }

  private boolean keep(QueueLane queue, Shipment shipment, DeadLetter letter) throws IOException {
    DeadLetterFolder folder = queue.deadLetters();
    boolean fresh = !folder.holds(letter);
    if (fresh && folder.isFull()) {
      folder.recount();
    }
    if (fresh && folder.isFull()) {
      refuse(
          queue,
          shipment,
          ShipperState.DEAD_LETTER_STORM,
          folder.fullness(),
          "gt8004 dead-letters list --queue " + queue.name()
              + " has what the server refuses and why; mend that, then retry, or export and discard them");
      return false;
    }
    if (fresh && queue.letterRate().isStorm()) {
      refuse(
          queue,
          shipment,
          ShipperState.DEAD_LETTER_STORM,
          queue.letterRate().describe(),
          "gt8004 dead-letters list --queue " + queue.name()
              + " has what the server refuses and why; mend that, then gt8004 resume --queue "
              + queue.name());
      return false;
    }
    CrashPoint.reach("shipper.before-dead-letter");
    folder.keep(letter);
    CrashPoint.reach("shipper.after-dead-letter");
    if (fresh) {
      queue.letterRate().kept();
    }
    queue.counters().rejected++;
    return true;
  }

  private void refuse(
      QueueLane queue, Shipment shipment, ShipperState state, String cause, String cure) {
    shipment.hold(clock.nanoTime() + QueueGate.PROBE_NANOS);
    queue.gate().pause(new Condition(state, cause, cure), shipment);
  }
}
