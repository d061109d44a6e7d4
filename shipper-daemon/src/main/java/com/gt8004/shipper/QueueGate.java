package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.OperatorPause;
import com.gt8004.shipper.send.ApiKey;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which shipment of a queue may go now. What keeps the others back, each apart from the others: no key;
 * an operator's word; a fault, in whose pause only one shipment goes, every 15 s, to see whether it is
 * mended; an investigation, in which only what it asks for goes. Not thread-safe: owned by the shipping
 * thread.
 */
final class QueueGate {
  /** How often a paused queue asks whether its fault is mended. */
  static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final String queueName;
  private final EpochClock clock;
  private final Health health;
  private final Health operatorHealth;
  private @Nullable ApiKey key;
  private @Nullable OperatorPause operatorPause;
  private boolean paused;
  private @Nullable Shipment prober;
  private long probeNanos;
  private @Nullable Investigation investigation;

  QueueGate(String queueName, EpochClock clock) {
    this.queueName = queueName;
    this.clock = clock;
    this.health = new Health(queueName, clock);
    this.operatorHealth = new Health(queueName, clock);
  }

  /**
   * Whether this shipment may go: the queue is well, or it is the probe and its time has come. Of a
   * queue that is investigated, only what is asked for.
   */
  boolean lets(Shipment shipment) {
    if (key == null || operatorPause != null) {
      return false;
    }
    if (paused) {
      return prober == shipment && isProbeDue();
    }
    return investigation == null || investigation.asks(shipment);
  }

  /** Whether journals may fill more than the one batch that finds out how things stand. */
  boolean isFlowing() {
    return !isShut() && investigation == null;
  }

  /** Whether a fault or an operator holds the queue back. */
  boolean isShut() {
    return paused || operatorPause != null;
  }

  /** What is known of the queue as a whole by its answers. */
  Health health() {
    return health;
  }

  /** The worse of its healths: an operator's word before a fault. */
  Health worse() {
    return operatorPause == null ? health : operatorHealth;
  }

  /** Whether this is what is wrong with the queue as a whole. */
  boolean isAilingOf(ShipperState state) {
    Condition condition = health.condition();
    return condition != null && condition.state() == state;
  }

  // ---- the key ----

  /** What requests of this queue show; null while there is none. */
  @Nullable
  ApiKey key() {
    return key;
  }

  /** Takes the key that was found, or pauses for want of one. A changed key is tried at once. */
  void give(KeyRing.Lookup found) {
    Condition missing = found.condition();
    if (missing != null) {
      key = null;
      pause(missing, null);
      return;
    }
    boolean changed = !Objects.equals(key, found.key());
    key = found.key();
    if (changed && paused) {
      probeNanos = clock.nanoTime();
      if (prober == null) {
        resume();
      }
    }
  }

  // ---- an operator's word ----

  /** What an operator said; null if nothing keeps the queue from being shipped. */
  @Nullable
  OperatorPause operatorPause() {
    return operatorPause;
  }

  /**
   * Obeys an operator: nothing more is sent while there is a pause. What is out may still be answered
   * and settled. Apart from the pause that a fault makes: either may come and go under the other.
   */
  void obey(@Nullable OperatorPause pause) {
    if (Objects.equals(pause, operatorPause)) {
      return;
    }
    operatorPause = pause;
    if (pause == null) {
      operatorHealth.well();
    } else {
      operatorHealth.ails(new Condition(
          ShipperState.PAUSED, pause.toString(), "gt8004 resume --queue " + queueName));
    }
  }

  /** An operator says that what paused the queue is mended: it is tried at once. */
  void tryAtOnce() {
    if (!paused || key == null) {
      return;
    }
    probeNanos = clock.nanoTime();
    if (prober != null) {
      prober.postpone(probeNanos);
    }
    if (isAilingOf(ShipperState.DEAD_LETTER_STORM) || isAilingOf(ShipperState.INTERNAL_FAULT)) {
      resume(); // neither is disproved by a request that passes
    }
  }

  // ---- the pause that a fault makes ----

  boolean isPaused() {
    return paused;
  }

  /**
   * Nobody knows any more who answers at the URL: this ping finds out before anything else may go, also
   * in place of what was to find out whether a fault is mended, or who is to blame for a refusal.
   */
  void asksFirst(Shipment ping) {
    investigation = null;
    if (prober != null) {
      prober = ping;
    }
  }

  /** Stops sending; only {@code probe} goes out, every 15 s, to see whether it passes now. */
  void pause(Condition condition, @Nullable Shipment probe) {
    paused = true;
    prober = probe;
    probeLater();
    health.ails(condition);
  }

  void resume() {
    paused = false;
    prober = null;
    health.well();
  }

  /** A request was settled: ends the pause that it probed, or lets an outage come to its end. */
  void passed(Shipment shipment) {
    if (!paused) {
      health.passed();
    } else if (prober == shipment) {
      resume();
    }
  }

  /** Whether the queue is paused, and this finds out for how long. */
  boolean isProbedBy(Shipment shipment) {
    return paused && prober == shipment;
  }

  /** Whether it is paused until its disk takes a checkpoint again. */
  boolean isStoppedByDisk() {
    return paused && prober == null && isAilingOf(ShipperState.DISK_FAULT);
  }

  /**
   * Whether it is in a pause that no shipment can end: a journal that was closed took the probe with it,
   * or a bug came before there was one.
   *
   * @param shipments all of the queue
   */
  boolean isLeftAlone(Collection<Shipment> shipments) {
    if (prober == null) {
      return paused && isAilingOf(ShipperState.INTERNAL_FAULT) && isProbeDue();
    }
    return paused && !shipments.contains(prober);
  }

  boolean isProbeDue() {
    return clock.nanoTime() - probeNanos >= 0;
  }

  /** Tries again in 15 s. */
  void probeLater() {
    probeNanos = clock.nanoTime() + PROBE_NANOS;
  }

  // ---- investigation ----

  /** The search for an entry that is to blame for a refusal; null while there is none. */
  @Nullable
  Investigation investigation() {
    return investigation;
  }

  /** Begins, or with null ends, an investigation: while there is one, only what it asks for goes. */
  void investigate(@Nullable Investigation now) {
    investigation = now;
  }

  /** The ping that an investigation asks for; null if it asks for none. */
  @Nullable
  Shipment control() {
    return investigation == null ? null : investigation.ping();
  }

  /** Ends an investigation that waits for what is not open any more: its entries will be refused again. */
  void endDeadInvestigation() {
    if (investigation != null && !investigation.isAlive()) {
      investigation = null;
    }
  }
}
