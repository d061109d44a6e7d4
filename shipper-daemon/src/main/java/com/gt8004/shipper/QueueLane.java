package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.OperatorPause;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDescriptor;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.deadletter.DeadLetterFolder;
import com.gt8004.shipper.deadletter.LetterRate;
import com.gt8004.shipper.send.ApiKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One queue that this shipper holds: its key, its health, its journals, and the pause that a fault puts
 * it into. Not thread-safe: owned by the shipping thread.
 */
final class QueueLane {
  /** How often a paused queue asks whether its fault is mended. */
  static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final QueueDirectory directory;
  private final QueueDescriptor descriptor;
  private final OwnerLock lock;
  private final DeadLetterFolder deadLetters;
  private final JournalShelf journals;
  private final Retention retention;
  private final Health health;
  private final Health journalHealth;
  private final Health operatorHealth;
  private final Counters counters;
  private final LostCheckpoints lostCheckpoints;
  private final EpochClock clock;
  private @Nullable OperatorPause operatorPause;
  private @Nullable ApiKey key;
  private @Nullable Shipment greeting;
  private boolean paused;
  private @Nullable Shipment prober;
  private long probeNanos;
  private final LetterRate letterRate;
  private @Nullable Investigation investigation;
  private boolean wholeBatchesNoted;
  private boolean closed;

  QueueLane(
      QueueDirectory directory,
      QueueDescriptor descriptor,
      OwnerLock lock,
      DeadLetterFolder deadLetters,
      JournalShelf journals,
      Retention retention,
      Destination destination,
      EpochClock clock) {
    this.directory = directory;
    this.descriptor = descriptor;
    this.lock = lock;
    this.deadLetters = deadLetters;
    this.journals = journals;
    this.retention = retention;
    this.clock = clock;
    this.health = new Health(directory.name(), clock);
    this.journalHealth = new Health(directory.name(), clock);
    this.operatorHealth = new Health(directory.name(), clock);
    this.counters = new Counters(clock);
    this.letterRate = new LetterRate(clock);
    this.lostCheckpoints = new LostCheckpoints(this, destination);
  }

  QueueDirectory directory() {
    return directory;
  }

  String name() {
    return directory.name();
  }

  String agentId() {
    return descriptor.agentId();
  }

  QueueDescriptor descriptor() {
    return descriptor;
  }

  DeadLetterFolder deadLetters() {
    return deadLetters;
  }

  /** How many entries become dead letters lately. */
  LetterRate letterRate() {
    return letterRate;
  }

  JournalShelf journals() {
    return journals;
  }

  Retention retention() {
    return retention;
  }

  Health health() {
    return health;
  }

  /** The health of its journals: one may be stuck while the others go on. */
  Health journalHealth() {
    return journalHealth;
  }

  /** The worse of the healths: an operator's word, then a fault of the whole queue, then one of a journal. */
  Health worse() {
    if (operatorPause != null) {
      return operatorHealth;
    }
    return health.condition() == null && journalHealth.condition() != null ? journalHealth : health;
  }

  /** How it fares, in a word. */
  ShipperState state() {
    Condition condition = worse().condition();
    if (condition != null) {
      return condition.state();
    }
    return journals.isDrained() ? ShipperState.IDLE : ShipperState.SHIPPING;
  }

  /** Journals of which nobody knows where to go on. */
  LostCheckpoints lostCheckpoints() {
    return lostCheckpoints;
  }

  Counters counters() {
    return counters;
  }

  @Nullable
  ApiKey key() {
    return key;
  }

  /** The ping that goes before the first batch to an unknown URL; null if none is needed now. */
  @Nullable
  Shipment greeting() {
    return greeting;
  }

  void greeting(@Nullable Shipment ping) {
    greeting = ping;
  }

  /** Whether its ping is out or will go: one that stopped for another reason greets nobody. */
  boolean isGreeting() {
    boolean held = paused || operatorPause != null;
    return greeting != null && !closed && (!held || greeting.isOut());
  }

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

  /** Everything that is out or ready to go. */
  List<Shipment> shipments() {
    List<Shipment> all = new ArrayList<>();
    if (greeting != null) {
      all.add(greeting);
    }
    Shipment control = control();
    if (control != null) {
      all.add(control);
    }
    for (JournalLane journal : journals.open()) {
      all.addAll(journal.shipments());
    }
    return all;
  }

  /** Whether there is anything to ship. */
  boolean hasNews() {
    return journals.open().stream().anyMatch(JournalLane::hasNews);
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

  boolean isPaused() {
    return paused;
  }

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
          ShipperState.PAUSED, pause.toString(), "gt8004 resume --queue " + directory.name()));
    }
  }

  /** An operator says that what paused the queue is mended: it is tried at once. */
  void tryAtOnce() {
    journals.retryStopped();
    letterRate.forget();
    shipments().stream().filter(Shipment::isHeld).forEach(held -> held.hold(clock.nanoTime()));
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

  /** Whether this is what is wrong with the queue as a whole. */
  boolean isAilingOf(ShipperState state) {
    Condition condition = health.condition();
    return condition != null && condition.state() == state;
  }

  /** Stops sending; only {@code probe} goes out, every 15 s, to see whether it passes now. */
  void pause(Condition condition, @Nullable Shipment probe) {
    paused = true;
    prober = probe;
    probeNanos = clock.nanoTime() + PROBE_NANOS;
    health.ails(condition);
  }

  void resume() {
    paused = false;
    prober = null;
    health.well();
  }

  /** A request was settled: ends the pause that it probed, or an outage. */
  void passed(Shipment shipment) {
    if (paused ? prober == shipment : health.condition() != null) {
      resume();
    }
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
      return prober == shipment && clock.nanoTime() - probeNanos >= 0;
    }
    return investigation == null || investigation.asks(shipment);
  }

  /** Whether its journals may fill more than the one batch that finds out how things stand. */
  boolean isFlowing() {
    return !paused && operatorPause == null && investigation == null;
  }

  boolean isProbedBy(Shipment shipment) {
    return prober == shipment;
  }

  boolean isStoppedByDisk() {
    return prober == null && isAilingOf(ShipperState.DISK_FAULT);
  }

  /**
   * Ends a pause that no shipment can end: a journal that was closed took the probe with it, or a bug
   * came before there was one. The next batch will find out how things stand.
   */
  void resumeIfNothingProbes() {
    if (investigation != null && !investigation.isAlive(journals.open())) {
      investigation = null; // its entries will be read, and refused, again
    }
    boolean probeLost = prober != null && !shipments().contains(prober);
    boolean bug = prober == null
        && isAilingOf(ShipperState.INTERNAL_FAULT)
        && clock.nanoTime() - probeNanos >= 0;
    if (paused && (bug || (probeLost && !isStorm()))) {
      resume();
    }
  }

  /** Whether not one letter more may be kept, asked every 15 s. */
  private boolean isStorm() {
    if (!isAilingOf(ShipperState.DEAD_LETTER_STORM)) {
      return false;
    }
    if (!letterRate.isStorm() && clock.nanoTime() - probeNanos >= 0) {
      probeLater();
      try {
        deadLetters.recount();
      } catch (IOException unreadable) {
        return true; // whoever keeps the next letter will say why
      }
    }
    return letterRate.isStorm() || deadLetters.isFull();
  }

  /** Tries again in 15 s. */
  void probeLater() {
    probeNanos = clock.nanoTime() + PROBE_NANOS;
  }

  /** True once: the receiver acknowledges batches as a whole, which is worth one line in the log. */
  boolean noteWholeBatches() {
    boolean first = !wholeBatchesNoted;
    wholeBatchesNoted = true;
    return first;
  }

  boolean acknowledgesWholeBatches() {
    return wholeBatchesNoted;
  }

  /** Writes all checkpoints, closes all files, gives the queue back. Goes on past failures. */
  void close() {
    closed = true;
    if (greeting != null) {
      greeting.cancel();
    }
    journals.close();
    try {
      lock.close();
    } catch (IOException gone) {
      health.ails(new Condition(
          ShipperState.DISK_FAULT, "cannot release " + directory.shipperLockFile(), "none needed"));
    }
  }
}
