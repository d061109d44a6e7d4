package com.gt8004.shipper;

import com.gt8004.sdk.queue.CrashPoint;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.TimeOrderedUuid;
import com.gt8004.shipper.batch.Ping;
import com.gt8004.shipper.send.ApiKey;
import com.gt8004.shipper.tail.TailFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ships what is in the queues. {@link #runOnce} is one round and the whole story; a {@link DutyCycle}
 * repeats it, tests step it. Nothing in it waits: requests are under way between rounds.
 *
 * <p>Invariants: a checkpoint passes an entry only when the entry is acknowledged or a durable dead
 * letter, or in the ledger; nothing else is removed; what it holds in memory does not grow with the
 * backlog.
 *
 * <p>Owned by one thread, but for {@link #ask} and {@link #beginStop}.
 */
final class Shipper {
  private static final Logger log = LoggerFactory.getLogger(Shipper.class);
  private static final long DISCOVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A batch that the server has half swallowed may finish: cancelling it costs a duplicate. */
  private static final long STOP_GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Roster roster;
  private final Destination destination;
  private final Settlement settlement;
  private final EpochClock clock;
  private final Runnable wake;
  private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;
  private volatile long heartbeatNanos;
  private long discoveryNanos;
  private long graceEndNanos;
  private boolean graceRuns;
  private boolean stopped;

  /**
   * A shipper that has done nothing yet.
   *
   * @param wake called, from any thread, when a round would find something to do
   */
  Shipper(Roster roster, Destination destination, EpochClock clock, Runnable wake) {
    this.roster = roster;
    this.destination = destination;
    this.settlement = new Settlement(destination, clock);
    this.clock = clock;
    this.wake = wake;
    this.discoveryNanos = clock.nanoTime() - DISCOVERY_NANOS;
    this.heartbeatNanos = clock.nanoTime();
  }

  /**
   * One round: follow what is on disk; then for each queue and journal fill the next batch from the
   * tail, send it, settle what was answered, advance the checkpoint, and last remove what nobody needs.
   *
   * @return the work done; 0 if there was none
   */
  int runOnce() {
    heartbeatNanos = clock.nanoTime();
    // Asked before the answers are taken in: what comes in later than this has its own round.
    boolean quiet = stopping && destination.inFlight() == 0;
    int work = runErrands();
    boolean discover = !stopping && heartbeatNanos - discoveryNanos >= DISCOVERY_NANOS;
    if (discover) {
      discoveryNanos = heartbeatNanos;
      work += roster.refresh();
    }
    for (QueueLane queue : roster.held()) {
      work += serve(queue, discover);
    }
    cancelAfterGrace();
    stopped = quiet;
    return work;
  }

  private int serve(QueueLane queue, boolean discover) {
    try {
      int work = greet(queue) + control(queue);
      for (JournalLane journal : queue.journals().open()) {
        work += ship(queue, journal);
      }
      if (discover) {
        work += upkeep(queue);
      }
      if (work > 0 || (discover && !queue.isAtRest())) {
        queue.upkeep().moved();
      }
      return work;
    } catch (RuntimeException | InternalError bug) {
      log.error("queue {} is left for 15 s", queue.name(), bug);
      queue.gate().pause(bugCondition(bug), null);
      return 0;
    }
  }

  private int ship(QueueLane queue, JournalLane journal) {
    try {
      if (!stopping && journal.isInOtherDialect()) {
        queue.journals().reopen(journal);
        return 1;
      }
      int work = fill(queue, journal);
      if (queue.gate().investigation() == null) {
        journal.intake().halveTooLarge();
      }
      for (Shipment batch : journal.shipments()) { // the oldest first: settled, it makes room
        work += send(queue, journal, batch);
        work += settle(queue, journal, batch);
      }
      return work + advance(queue, journal);
    } catch (UncheckedIOException broken) {
      stop(queue, journal, unreadable(journal, broken));
      return 0;
    } catch (RuntimeException | InternalError bug) { // the latter: a mapped page whose file is gone
      log.error("journal {} is left for 15 s", journal.directory().path(), bug);
      stop(queue, journal, bugCondition(bug));
      return 0;
    }
  }

  private int fill(QueueLane queue, JournalLane journal) {
    if (stopping) {
      return 0;
    }
    if (journal.checkpoint().isLost()) {
      queue.lostCheckpoints().decide(journal);
      return 0;
    }
    Investigation running = queue.gate().investigation();
    boolean needed = running != null && running.wantsNeighbour();
    int read = journal.intake().fill(needed, queue.gate().isFlowing());
    read += queue.journals().salvage().work(queue, journal);
    TailFault fault = journal.tail().fault();
    if (fault != null && journal.isStuck()) {
      stop(queue, journal, conditionOf(fault));
    }
    return read;
  }

  private int send(QueueLane queue, JournalLane journal, Shipment batch) {
    boolean greeted = destination.isKnown() && queue.greeting() == null;
    boolean halvedFirst =
        queue.gate().investigation() == null && journal.intake().isTooLarge(batch);
    if (!greeted || halvedFirst || !post(queue, batch)) {
      return 0;
    }
    queue.journals().hadTurn(journal);
    roster.hadTurn(queue);
    return 1;
  }

  private int settle(QueueLane queue, JournalLane journal, Shipment batch) {
    if (!land(queue, batch)) {
      return 0;
    }
    settlement.ofBatch(queue, journal, batch);
    return 1;
  }

  private int advance(QueueLane queue, JournalLane journal) {
    try {
      if (!journal.checkpoint().advance()) {
        return 0;
      }
      if (queue.gate().isStoppedByDisk()) {
        queue.gate().resume();
      }
      return 1;
    } catch (IOException broken) {
      // Going on would not lose anything, but turn every later crash into a flood of duplicates.
      queue.gate().pause(diskFault(journal, broken), null);
      return 0;
    }
  }

  private int upkeep(QueueLane queue) {
    queue.counters().mark();
    queue.resumeIfNothingProbes();
    queue.gate().health().endQuietOutage();
    if (queue.journals().allGoOn()) {
      queue.journalHealth().well();
    }
    try {
      return queue.upkeep().isDue() ? queue.retention().prune() : 0;
    } catch (RuntimeException e) {
      log.debug("queue {}: nothing was removed", queue.name(), e);
      return 0;
    }
  }

  /** First contact: one ping tells who answers at the URL before any entry goes there. */
  private int greet(QueueLane queue) {
    Shipment ping = queue.greeting();
    if (ping == null) {
      boolean unknown = !destination.isKnown() || queue.lostCheckpoints().wantPing();
      boolean wanted = unknown && destination.mayGreet(queue) && queue.hasNews();
      if (!wanted || stopping) {
        return 0;
      }
      ping = new Shipment(
          new Ping(queue.agentId(), TimeOrderedUuid.next(), clock.now()), clock.nanoTime());
      queue.greeting(ping);
      destination.greetedBy(queue);
    }
    if (!destination.isKnown()) {
      queue.gate().asksFirst(ping);
    }
    int work = post(queue, ping) ? 1 : 0;
    if (land(queue, ping)) {
      settlement.ofPing(queue, ping);
      work++;
    }
    return work;
  }

  /** The ping by which an investigation tells a server that refuses one entry from one that refuses all. */
  private int control(QueueLane queue) {
    Shipment ping = queue.gate().control();
    if (ping == null) {
      return 0;
    }
    int work = post(queue, ping) ? 1 : 0;
    if (land(queue, ping)) {
      settlement.ofControl(queue, ping);
      work++;
    }
    return work;
  }

  /** Lets the shipment go if nothing is in its way. */
  private boolean post(QueueLane queue, Shipment shipment) {
    ApiKey key = queue.gate().key();
    if (stopping
        || key == null
        || shipment.isOut()
        || !shipment.isDue(clock.nanoTime())
        || !queue.gate().lets(shipment)
        || !destination.permits(shipment.body().length())) {
      return false;
    }
    CrashPoint.reach("shipper.before-send");
    shipment.sent(destination.send(shipment.body(), key), this::answered);
    CrashPoint.reach("shipper.after-send");
    return true;
  }

  /** On any thread. While others wait in line, the wire is busy, and one look takes several answers in. */
  private void answered() {
    if (!destination.hasWaiting()) {
      wake.run();
    }
  }

  /** Takes the answer in; true if there is one to act on now. */
  private boolean land(QueueLane queue, Shipment shipment) {
    if (shipment.isLanding()) {
      int before = shipment.attempts();
      try {
        shipment.land();
      } catch (CompletionException bug) {
        settlement.bug(queue, shipment, bug);
        return false;
      }
      queue.counters().landed(before, shipment);
      CrashPoint.reach("shipper.after-reply");
    }
    return shipment.answer() != null && shipment.isDue(clock.nanoTime());
  }

  private static void stop(QueueLane queue, JournalLane journal, Condition condition) {
    queue.journalHealth().ails(condition);
    queue.journals().stop(journal, condition);
  }

  private static Condition bugCondition(Throwable bug) {
    return new Condition(
        ShipperState.INTERNAL_FAULT, String.valueOf(bug), "report it with the log");
  }

  private static Condition conditionOf(TailFault fault) {
    return fault.isNewerFormat()
        ? new Condition(ShipperState.NEWER_FORMAT, fault.detail(), "start a newer shipper")
        : new Condition(
            ShipperState.DISK_FAULT,
            fault.detail(),
            "look at the disk; all before that place is sent, and it is tried again every 15 s");
  }

  private static Condition unreadable(JournalLane journal, UncheckedIOException broken) {
    return new Condition(
        ShipperState.DISK_FAULT,
        "cannot read journal " + journal.directory().path() + ": " + broken.getMessage(),
        "look at the disk; it is tried again every 15 s");
  }

  private static Condition diskFault(JournalLane journal, IOException broken) {
    return new Condition(
        ShipperState.DISK_FAULT,
        "cannot write " + journal.directory().checkpointFile() + ": " + broken.getMessage(),
        "look at the disk; it is tried again five times a second");
  }

  // ---- what other threads may call ----

  /** Runs something on the shipping thread, at the start of its next round. Thread-safe. */
  void ask(Runnable errand) {
    errands.add(errand);
    wake.run();
  }

  /** No new batch goes out from now on; what is out may finish within 2 s. Thread-safe. */
  void beginStop() {
    stopping = true;
    wake.run();
  }

  /** When the last round began. Thread-safe. */
  long heartbeatNanos() {
    return heartbeatNanos;
  }

  private int runErrands() {
    int done = 0;
    for (@Nullable Runnable errand = errands.poll(); errand != null; errand = errands.poll()) {
      runErrand(errand);
      done++;
    }
    return done;
  }

  private static void runErrand(Runnable errand) {
    try {
      errand.run();
    } catch (RuntimeException | InternalError bug) {
      log.error("a question to the shipping thread failed by a bug; going on", bug);
    }
  }

  // ---- the end ----

  /** Whether a stop was asked for, nothing is out any more, and what was answered is settled. */
  boolean isStopped() {
    return stopped;
  }

  private void cancelAfterGrace() {
    if (!stopping) {
      return;
    }
    if (!graceRuns) {
      graceRuns = true;
      graceEndNanos = clock.nanoTime() + STOP_GRACE_NANOS;
    }
    if (clock.nanoTime() - graceEndNanos >= 0) {
      roster.held().forEach(queue -> queue.shipments().forEach(Shipment::cancel));
    }
  }

  /** Writes all checkpoints, closes all files, gives all queues back. */
  void close() {
    roster.close();
  }
}
