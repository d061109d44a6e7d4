package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.TimeOrderedUuid;
import com.gt8004.shipper.batch.Batch;
import com.gt8004.shipper.batch.Ping;
import com.gt8004.shipper.send.SendOutcome;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the shipper does when a request is refused as a whole: looks for the entry that is to blame, or
 * makes the request smaller. Gives no entry up but one that an {@link Investigation} found guilty. Not
 * thread-safe: owned by the shipping thread.
 */
final class Refusals {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);

  /** Every server takes that much; one that does not means something else by 413. */
  private static final int TOO_LARGE_BYTES_MIN = 4 * 1024;

  private static final int STATUS_TOO_LARGE = 413;

  private final Destination destination;
  private final DeadLetters letters;
  private final EpochClock clock;

  Refusals(Destination destination, DeadLetters letters, EpochClock clock) {
    this.destination = destination;
    this.letters = letters;
    this.clock = clock;
  }

  /** A batch was refused, perhaps for one of its entries. */
  void entryFault(
      QueueLane queue, JournalLane journal, Shipment shipment, SendOutcome.EntryFault fault) {
    refused(queue, journal, shipment, fault.status(), fault.cause());
  }

  private void refused(
      QueueLane queue, JournalLane journal, Shipment shipment, int status, String cause) {
    Investigation running = queue.gate().investigation();
    if (running == null) {
      running = new Investigation(journal, shipment, () -> ping(queue), queue.journals()::open);
      queue.gate().investigate(running);
      log.info("queue {}: {}; looking for the entry in {}", queue.name(), cause, shipment.body());
    }
    // What is out from before has its turn when the other one is understood.
    Investigation.Next next =
        running.asks(shipment) ? running.refused(cause) : Investigation.Next.ASK;
    if (next == Investigation.Next.GUILTY) {
      condemn(queue, journal, shipment, status, cause);
      return;
    }
    shipment.again();
    if (next == Investigation.Next.WAIT) {
      queue.gate().pause(running.condition(), running.asked());
    } else if (queue.gate().isProbedBy(shipment)) {
      queue.gate().resume(); // what paused it is over: this is another matter
    }
  }

  private void condemn(
      QueueLane queue, JournalLane journal, Shipment shipment, int status, String cause) {
    if (!letters.keep(queue, journal, shipment, 0, status, cause)) {
      return; // held: acted on again
    }
    log.warn(
        "queue {}: entry {} is kept as a dead letter, nothing else is refused: {}",
        queue.name(),
        shipment.batch().entryId(0),
        cause);
    queue.letterRate().settled(1);
    queue.gate().investigate(null);
    journal.settled(shipment);
    queue.gate().passed(shipment);
  }

  private Shipment ping(QueueLane queue) {
    return new Shipment(
        new Ping(queue.agentId(), TimeOrderedUuid.next(), clock.now()), clock.nanoTime());
  }

  /** The control was a ping, and it was refused. */
  void controlRefused(QueueLane queue, Shipment ping, String cause) {
    Investigation running = queue.gate().investigation();
    ping.again();
    if (running != null && running.asks(ping)) {
      running.refused(cause);
      queue.gate().pause(running.condition(), running.asked());
    }
  }

  /** A request was accepted: if it was asked for, the investigation goes on or is over. */
  void passed(QueueLane queue, Shipment shipment) {
    Investigation running = queue.gate().investigation();
    if (running != null && running.asks(shipment) && running.passed() == Investigation.Next.OVER) {
      log.info("queue {}: nothing is refused any more; the {} is over", queue.name(), running);
      queue.gate().investigate(null);
    }
  }

  // ---- too large ----

  /** 413: halves a batch; cuts the bodies of a single entry; looks into one that has none. */
  void tooLarge(
      QueueLane queue, JournalLane journal, Shipment shipment, SendOutcome.TooLarge tooLarge) {
    long length = shipment.body().length();
    if (length < TOO_LARGE_BYTES_MIN) {
      shipment.again();
      queue.gate().pause(condition(shipment, tooLarge), shipment);
      return;
    }
    if (!shipment.isHeld()) {
      destination.sizes().refused(length);
    }
    Batch batch = shipment.batch();
    if (batch.count() > 1) {
      replace(queue, journal, shipment, shipment.split(batch.middle()));
      return;
    }
    Batch cut = shipment.isHeld() ? null : batch.cut(destination.sizes().less(length));
    if (cut == null) {
      refused(queue, journal, shipment, STATUS_TOO_LARGE, tooLarge.cause());
    } else {
      log.debug("queue {}: {} is cut to {} bytes", queue.name(), batch, cut.length());
      replace(queue, journal, shipment, List.of(shipment.as(cut)));
    }
  }

  /** The parts go like any other batch. What was known of the whole by its answers is begun anew. */
  private static void replace(
      QueueLane queue, JournalLane journal, Shipment whole, List<Shipment> parts) {
    Investigation running = queue.gate().investigation();
    if (running != null && running.asks(whole)) {
      queue.gate().investigate(null);
    }
    journal.replace(whole, parts);
    if (queue.gate().isProbedBy(whole)) {
      queue.gate().resume();
    }
  }

  /** What is wrong where not even a small request is small enough. */
  static Condition condition(Shipment shipment, SendOutcome.TooLarge tooLarge) {
    return new Condition(
        ShipperState.TOO_LARGE,
        tooLarge.cause() + " of batch " + shipment.body().id() + ", and less than "
            + TOO_LARGE_BYTES_MIN + " bytes must pass anywhere",
        "raise the limit of the server, or of a proxy before it; it is tried again every 15 s");
  }
}
