package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.batch.Dialect;
import com.gt8004.shipper.send.Breaker;
import com.gt8004.shipper.send.Rejection;
import com.gt8004.shipper.send.SendOutcome;
import com.gt8004.shipper.send.SendPolicy;
import java.time.Duration;
import java.util.List;
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
  private final DeadLetters letters;
  private final Refusals refusals;

  Settlement(Destination destination, EpochClock clock) {
    this.destination = destination;
    this.clock = clock;
    this.letters = new DeadLetters(clock);
    this.refusals = new Refusals(destination, letters, clock);
  }

  /** Acts on the answer to a batch. */
  void ofBatch(QueueLane queue, JournalLane journal, Shipment shipment) {
    SendOutcome outcome = Objects.requireNonNull(shipment.answer()).outcome();
    if (destination.noticesSomebodyElse(shipment.body(), outcome)) {
      log.warn(
          "{} answers unlike before, so it is asked again in 15 s who it is; {} goes again afterwards",
          destination.url(),
          shipment.body().id());
      shipment.again();
    } else if (outcome instanceof SendOutcome.Settled settled) {
      answered(shipment);
      settle(queue, journal, shipment, settled);
    } else if (outcome instanceof SendOutcome.EntryFault fault) {
      answered(shipment);
      refusals.entryFault(queue, journal, shipment, fault);
    } else if (outcome instanceof SendOutcome.TooLarge tooLarge) {
      answered(shipment);
      refusals.tooLarge(queue, journal, shipment, tooLarge);
    } else {
      unsettled(queue, shipment, outcome);
    }
  }

  /** The server is there, and how fast it was counts once. */
  private void answered(Shipment shipment) {
    if (!shipment.isHeld()) {
      destination.answered(shipment);
    }
  }

  /** Acts on the answer to a ping that is the control of an investigation. */
  void ofControl(QueueLane queue, Shipment ping) {
    SendOutcome outcome = Objects.requireNonNull(ping.answer()).outcome();
    if (outcome instanceof SendOutcome.Settled) {
      destination.answered(ping);
      refusals.passed(queue, ping);
      queue.gate().passed(ping);
    } else if (outcome instanceof SendOutcome.EntryFault fault) {
      destination.answered(ping);
      refusals.controlRefused(queue, ping, fault.cause());
    } else {
      unsettled(queue, ping, outcome);
    }
  }

  /** Acts on the answer to the first ping. */
  void ofPing(QueueLane queue, Shipment ping) {
    SendOutcome outcome = Objects.requireNonNull(ping.answer()).outcome();
    if (outcome instanceof SendOutcome.Settled settled) {
      greetedBack(queue, ping, settled);
    } else if (outcome instanceof SendOutcome.EntryFault fault) {
      // A receiver of people's own may know no ping; what it says to real entries is what counts.
      log.info("the ping was refused ({}); sending entries nevertheless", fault.cause());
      greeted(queue, ping, destination.dialect(), false);
    } else if (outcome instanceof SendOutcome.TooLarge tooLarge) {
      ping.again();
      queue.gate().pause(notIngest(tooLarge.cause()), ping);
    } else {
      unsettled(queue, ping, outcome);
    }
    destination.greetedBy(queue.gate().isPaused() ? null : queue);
  }

  private void greetedBack(QueueLane queue, Shipment ping, SendOutcome.Settled settled) {
    if (settled.platform()) {
      log.info(
          "{} is the live platform: its own names and limits from now on; it has no deduplication, so"
              + " delivery is at least once",
          destination.url());
      greeted(queue, ping, Dialect.PLATFORM, false);
    } else if (!settled.perEntry() && destination.isPlatformsHost()) {
      ping.again();
      queue
          .gate()
          .pause(
              new Condition(
                  ShipperState.NOT_INGEST,
                  destination.url() + " answered a ping neither as the live platform does nor as a"
                      + " gt8004 analytics-service",
                  "set profile: standard if it is a receiver of your own; else mend ingest_url"),
              ping);
    } else {
      log.info(
          "the ingest endpoint answers{}",
          settled.perEntry()
              ? ""
              : "; it acknowledges batches as a whole, so delivery is at least once");
      greeted(queue, ping, Dialect.STANDARD, settled.perEntry());
    }
  }

  private void greeted(QueueLane queue, Shipment ping, Dialect dialect, boolean deduplicates) {
    destination.answered(ping);
    destination.becomesKnown(dialect, deduplicates);
    queue.greeting(null);
    queue.gate().passed(ping);
  }

  private static Condition notIngest(String cause) {
    return new Condition(
        ShipperState.NOT_INGEST,
        cause + ", and that was one ping",
        "set ingest_url to an ingest endpoint; look for a proxy in between");
  }

  private void settle(
      QueueLane queue, JournalLane journal, Shipment shipment, SendOutcome.Settled settled) {
    if (!shipment.isHeld()) {
      destination.sizes().accepted(shipment.body().length());
      count(queue, shipment, settled);
    }
    List<Rejection> rejections = settled.rejections();
    while (shipment.rejectionsDone() < rejections.size()) {
      Rejection next = rejections.get(shipment.rejectionsDone());
      boolean done = next.expired()
          || letters.keep(
              queue, journal, shipment, next.index(), STATUS_OF_REJECTION, next.error());
      if (!done) {
        return; // the answer stays with the shipment and is acted on again later
      }
      shipment.rejectionDone();
    }
    refusals.passed(queue, shipment);
    journal.settled(shipment);
    if (!settled.perEntry() && queue.noteWholeBatches()) {
      log.info(
          "queue {}: {} acknowledges batches as a whole, so delivery is at least once: after a crash, or"
              + " when an answer is lost, an entry may be stored twice",
          queue.name(),
          destination.url());
    }
    queue.gate().passed(shipment);
  }

  /** Counts what the answer says, once; rejections that become letters are counted as they do. */
  private static void count(QueueLane queue, Shipment shipment, SendOutcome.Settled settled) {
    Counters counters = queue.counters();
    counters.accepted += settled.accepted();
    counters.duplicates += settled.duplicates();
    counters.expired += settled.rejections().stream().filter(Rejection::expired).count();
    counters.truncated += Math.min(shipment.batch().cutCount(), settled.accepted());
    queue.letterRate().settled(shipment.batch().count());
    counters.succeeded();
  }

  private void unsettled(QueueLane queue, Shipment shipment, SendOutcome outcome) {
    shipment.again();
    if (outcome instanceof SendOutcome.Transient failed) {
      Duration asked =
          failed.retryAfter() == null ? Duration.ZERO : SendPolicy.spread(failed.retryAfter());
      away(queue, shipment, failed.cause(), asked);
    } else if (outcome instanceof SendOutcome.BreakerOpen open) {
      away(queue, shipment, "the breaker is open", open.remaining());
    } else {
      destination.answered(shipment);
      queue.gate().pause(conditionOf(shipment, outcome), shipment);
    }
  }

  private void away(QueueLane queue, Shipment shipment, String cause, Duration wait) {
    destination.failed(wait);
    shipment.postpone(
        clock.nanoTime() + SendPolicy.jittered(SendPolicy.ROUND_WAIT).toNanos());
    if (queue.gate().isPaused()) {
      queue.gate().probeLater(); // what paused it is not disproved by silence
      return;
    }
    boolean open = destination.breaker().state() == Breaker.State.OPEN;
    queue
        .gate()
        .health()
        .ails(
            new Condition(
                open ? ShipperState.OFFLINE : ShipperState.RETRYING,
                cause,
                "none needed here: it is tried again until it passes; look at the server and the network"));
  }

  private static Condition conditionOf(Shipment shipment, SendOutcome outcome) {
    if (outcome instanceof SendOutcome.ConfigFault fault) {
      return new Condition(ShipperState.of(fault.fault()), fault.cause(), fault.cure());
    }
    if (outcome instanceof SendOutcome.TooLarge tooLarge) {
      return Refusals.condition(shipment, tooLarge);
    }
    throw new IllegalStateException("not an outcome that pauses: " + outcome);
  }

  /** A bug in the client: pauses, so that the same bug does not run in circles. */
  void bug(QueueLane queue, Shipment shipment, Throwable bug) {
    log.error(
        "queue {}: sending {} failed by a bug", queue.name(), shipment.body().id(), bug);
    shipment.again();
    queue
        .gate()
        .pause(
            new Condition(
                ShipperState.INTERNAL_FAULT, String.valueOf(bug), "report it with the log"),
            shipment);
  }
}
