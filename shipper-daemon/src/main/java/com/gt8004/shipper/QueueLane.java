package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDescriptor;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.deadletter.DeadLetterFolder;
import com.gt8004.shipper.deadletter.LetterRate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One queue that this shipper holds: its journals, its dead letters, its health, and the gate that says
 * what of it may go. Not thread-safe: owned by the shipping thread.
 */
final class QueueLane {
  private final QueueDirectory directory;
  private final QueueDescriptor descriptor;
  private final OwnerLock lock;
  private final DeadLetterFolder deadLetters;
  private final JournalShelf journals;
  private final Retention retention;
  private final QueueGate gate;
  private final Health journalHealth;
  private final Counters counters;
  private final LostCheckpoints lostCheckpoints;
  private final EpochClock clock;
  private final UpkeepPace upkeep;
  private final LetterRate letterRate;
  private @Nullable Shipment greeting;
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
    this.upkeep = new UpkeepPace(clock);
    this.gate = new QueueGate(directory.name(), clock);
    this.journalHealth = new Health(directory.name(), clock);
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

  /** What of it may go now. */
  QueueGate gate() {
    return gate;
  }

  /** The health of its journals: one may be stuck while the others go on. */
  Health journalHealth() {
    return journalHealth;
  }

  /** The worse of the healths: an operator's word, then a fault of the whole queue, then one of a journal. */
  Health worse() {
    Health own = gate.worse();
    return own.condition() == null && journalHealth.condition() != null ? journalHealth : own;
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
    return greeting != null && !closed && (!gate.isShut() || greeting.isOut());
  }

  /** Everything that is out or ready to go. */
  List<Shipment> shipments() {
    List<Shipment> all = new ArrayList<>();
    if (greeting != null) {
      all.add(greeting);
    }
    Shipment control = gate.control();
    if (control != null) {
      all.add(control);
    }
    for (JournalLane journal : journals.open()) {
      all.addAll(journal.shipments());
    }
    return all;
  }

  /** How often its files are looked after. */
  UpkeepPace upkeep() {
    return upkeep;
  }

  /** Whether all is well and nothing is on its way. Does not ask the disk. */
  boolean isAtRest() {
    return worse().condition() == null && greeting == null && journals.isAtRest();
  }

  /** Whether there is anything to ship. */
  boolean hasNews() {
    return journals.open().stream().anyMatch(JournalLane::hasNews);
  }

  /** An operator says that what paused the queue is mended: it is tried at once. */
  void tryAtOnce() {
    journals.retryStopped();
    letterRate.forget();
    shipments().stream().filter(Shipment::isHeld).forEach(held -> held.hold(clock.nanoTime()));
    gate.tryAtOnce();
  }

  /** Ends a pause that no shipment can end. The next batch will find out how things stand. */
  void resumeIfNothingProbes() {
    gate.endDeadInvestigation();
    if (gate.isLeftAlone(shipments()) && !isStorm()) {
      gate.resume();
    }
  }

  /** Whether not one letter more may be kept, asked every 15 s. */
  private boolean isStorm() {
    if (!gate.isAilingOf(ShipperState.DEAD_LETTER_STORM)) {
      return false;
    }
    if (!letterRate.isStorm() && gate.isProbeDue()) {
      gate.probeLater();
      try {
        deadLetters.recount();
      } catch (IOException unreadable) {
        return true; // whoever keeps the next letter will say why
      }
    }
    return letterRate.isStorm() || deadLetters.isFull();
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
      gate.health()
          .ails(new Condition(
              ShipperState.DISK_FAULT,
              "cannot release " + directory.shipperLockFile(),
              "none needed"));
    }
  }
}
