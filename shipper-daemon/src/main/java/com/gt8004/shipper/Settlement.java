package com.gt8004.shipper;

import com.gt8004.sdk.queue.CrashPoint;
import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.batch.Batch;
import com.gt8004.shipper.deadletter.DeadLetter;
import com.gt8004.shipper.send.Breaker;
import com.gt8004.shipper.send.Rejection;
import com.gt8004.shipper.send.SendOutcome;
import com.gt8004.shipper.send.SendPolicy;
import com.gt8004.shipper.send.SendResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the shipper does with an answer. Settles a batch only once every entry of it is acknowledged or a
 * durable dead letter; everything else leaves it where it is, to be sent again. Not thread-safe: owned
 * by the shipping thread.
 */
final class Settlement {
  private static final Logger log = LoggerFactory.getLogger(Settlement.class);

  /** A rejection stands in a reply that itself was a success. */
  private static final int STATUS_OF_REJECTION = 200;

  private final Destination destination;
  private final EpochClock clock;

  Settlement(Destination destination, EpochClock clock) {
    this.destination = destination;
    this.clock = clock;
  }

  /** Acts on the answer to a batch. */
  void ofBatch(QueueLane queue, JournalLane journal, Shipment shipment) {
    SendResult result = Objects.requireNonNull(shipment.answer());
    if (result.outcome() instanceof SendOutcome.Settled settled) {
      destination.answered(shipment);
      settle(queue, journal, shipment, (Batch) shipment.body(), settled);
    } else {
      unsettled(queue, shipment, result.outcome());
    }
  }

  /** Acts on the answer to the first ping. */
  void ofPing(QueueLane queue, Shipment ping) {
    SendOutcome outcome = Objects.requireNonNull(ping.answer()).outcome();
    if (outcome instanceof SendOutcome.Settled settled) {
      log.info(
          "the ingest endpoint answers{}",
          settled.perEntry()
              ? ""
              : "; it acknowledges batches as a whole, so delivery is at least once");
      greeted(queue, ping);
    } else if (outcome instanceof SendOutcome.EntryFault fault) {
      // A receiver of people's own may know no ping; what it says to real entries is what counts.
      log.info("the ping was refused ({}); sending entries nevertheless", fault.cause());
      greeted(queue, ping);
    } else if (outcome instanceof SendOutcome.TooLarge tooLarge) {
      ping.again();
      queue.pause(notIngest(tooLarge.cause()), ping);
    } else {
      unsettled(queue, ping, outcome);
    }
    destination.greetedBy(queue.isPaused() ? null : queue);
  }

  private void greeted(QueueLane queue, Shipment ping) {
    destination.answered(ping);
    destination.becomesKnown();
    queue.greeting(null);
    passed(queue, ping);
  }

  private static Condition notIngest(String cause) {
    return new Condition(
        ShipperState.NOT_INGEST,
        cause + ", and that was one ping",
        "set ingest_url to an ingest endpoint; look for a proxy in between");
  }

  private void settle(
      QueueLane queue,
      JournalLane journal,
      Shipment shipment,
      Batch batch,
      SendOutcome.Settled settled) {
    int expired = 0;
    for (Rejection rejection : settled.rejections()) {
      if (rejection.expired()) {
        expired++;
      } else if (!keep(queue, shipment, letterOf(journal, shipment, batch, rejection))) {
        return; // the answer stays with the shipment and is acted on again later
      }
    }
    if (settled.rejections().size() > expired) {
      CrashPoint.reach("shipper.after-dead-letter");
    }
    journal.settled(shipment);
    count(queue.counters(), settled, expired);
    if (!settled.perEntry() && queue.noteWholeBatches()) {
      log.info("queue {}: the receiver acknowledges batches as a whole", queue.name());
    }
    passed(queue, shipment);
  }

  private static void count(Counters counters, SendOutcome.Settled settled, int expired) {
    counters.accepted += settled.accepted();
    counters.duplicates += settled.duplicates();
    counters.rejected += settled.rejections().size() - expired;
    counters.expired += expired;
    counters.succeeded();
  }

  private DeadLetter letterOf(
      JournalLane journal, Shipment shipment, Batch batch, Rejection rejection) {
    EntryId entryId = journal.directory().entryId(batch.first() + rejection.index());
    return new DeadLetter(
        entryId,
        batch.payload(rejection.index()),
        STATUS_OF_REJECTION,
        rejection.error(),
        clock.now(),
        shipment.attempts());
  }

  /** Makes the letter durable, or pauses the queue; returns whether it is. */
  private boolean keep(QueueLane queue, Shipment shipment, DeadLetter letter) {
    try {
      if (queue.deadLetters().isFull() && !queue.deadLetters().holds(letter)) {
        queue.deadLetters().recount();
      }
      if (queue.deadLetters().isFull() && !queue.deadLetters().holds(letter)) {
        refuseLetter(
            queue,
            shipment,
            ShipperState.DEAD_LETTER_STORM,
            queue.deadLetters().fullness(),
            "look into the files in " + queue.directory().deadLetters()
                + " at what the server refuses and why; mend that, then move the files elsewhere");
        return false;
      }
      queue.deadLetters().keep(letter);
      return true;
    } catch (IOException broken) {
      refuseLetter(
          queue,
          shipment,
          ShipperState.DISK_FAULT,
          "cannot write a dead letter to " + queue.directory().deadLetters() + ": "
              + broken.getMessage(),
          "free the disk or mend its permissions");
      return false;
    }
  }

  private void refuseLetter(
      QueueLane queue, Shipment shipment, ShipperState state, String cause, String cure) {
    shipment.postpone(clock.nanoTime() + QueueLane.PROBE_NANOS);
    queue.pause(new Condition(state, cause, cure), shipment);
  }

  private void unsettled(QueueLane queue, Shipment shipment, SendOutcome outcome) {
    shipment.again();
    if (outcome instanceof SendOutcome.Transient failed) {
      Duration asked = failed.retryAfter() == null ? Duration.ZERO : failed.retryAfter();
      away(queue, shipment, failed.cause(), asked);
    } else if (outcome instanceof SendOutcome.BreakerOpen open) {
      away(queue, shipment, "the breaker is open", open.remaining());
    } else {
      destination.answered(shipment);
      queue.pause(conditionOf(shipment, outcome), shipment);
    }
  }

  private void away(QueueLane queue, Shipment shipment, String cause, Duration wait) {
    destination.failed(wait);
    shipment.postpone(
        clock.nanoTime() + SendPolicy.jittered(SendPolicy.ROUND_WAIT).toNanos());
    if (queue.isPaused()) {
      queue.probeLater(); // what paused it is not disproved by silence
      return;
    }
    boolean open = destination.breaker().state() == Breaker.State.OPEN;
    queue
        .health()
        .ails(
            new Condition(
                open ? ShipperState.OFFLINE : ShipperState.RETRYING,
                cause,
                "none needed here: it is tried again until it passes; look at the server and the network"));
  }

  private static Condition conditionOf(Shipment shipment, SendOutcome outcome) {
    String request = shipment.body().id();
    if (outcome instanceof SendOutcome.ConfigFault fault) {
      return new Condition(ShipperState.of(fault.fault()), fault.cause(), fault.cure());
    }
    if (outcome instanceof SendOutcome.TooLarge tooLarge) {
      return new Condition(
          ShipperState.TOO_LARGE,
          tooLarge.cause() + " of batch " + request,
          "raise the server's limit, or lower batch_bytes; it is tried again every 15 s");
    }
    if (outcome instanceof SendOutcome.EntryFault fault) {
      return new Condition(
          ShipperState.ENTRY_FAULT,
          fault.cause() + " (batch " + request + ")",
          "look at these entries with gt8004 inspect; mend the server; it is tried again every 15 s");
    }
    throw new IllegalStateException("not an outcome that pauses: " + outcome);
  }

  /** A bug in the client: pauses, so that the same bug does not run in circles. */
  void bug(QueueLane queue, Shipment shipment, Throwable bug) {
    log.error(
        "queue {}: sending {} failed by a bug", queue.name(), shipment.body().id(), bug);
    shipment.again();
    queue.pause(
        new Condition(ShipperState.INTERNAL_FAULT, String.valueOf(bug), "report it with the log"),
        shipment);
  }

  private static void passed(QueueLane queue, Shipment shipment) {
    Condition ill = queue.health().condition();
    if (queue.isPaused() ? queue.isProbedBy(shipment) : ill != null) {
      queue.resume();
    }
  }
}
