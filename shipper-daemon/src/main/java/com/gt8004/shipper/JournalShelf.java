package com.gt8004.shipper;

import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.PathWatch;
import com.gt8004.sdk.queue.PathWatches;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.ledger.LedgerFile;
import com.gt8004.shipper.tail.DamagedFolder;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journals of one queue: which are open, which are done with. Opens the oldest first; journals of
 * living writers always, of finished ones at most {@value #FINISHED_OPEN_MAX} at a time, so that
 * memory does not depend on how many there are. Not thread-safe: owned by the shipping thread.
 */
final class JournalShelf {
  static final int FINISHED_OPEN_MAX = 64;

  private static final Logger log = LoggerFactory.getLogger(JournalShelf.class);

  /**
   * What is remembered of a journal whose writer is gone and whose entries are all settled.
   *
   * @param settledNanos since when, at the latest, on the monotonic clock
   */
  record Finished(JournalDirectory directory, long end, long settledNanos) {}

  /**
   * A journal that goes no further, and when it is looked at again.
   *
   * @param depth how much of it waits; null if that cannot be read
   */
  record Stopped(
      JournalDirectory directory,
      Condition condition,
      @Nullable StoredDepth depth,
      long retryNanos) {}

  private final QueueDirectory queue;
  private final String agentId;
  private final BatchRules rules;
  private final Destination destination;
  private final EpochClock clock;
  private final LedgerFile ledger;
  private final Salvage salvage;
  private final PathWatch folder;
  private List<JournalDirectory> present = List.of();
  private final LinkedHashMap<UUID, JournalLane> open = new LinkedHashMap<>();
  private final Map<UUID, Finished> finished = new HashMap<>();
  private final Map<UUID, Stopped> stopped = new HashMap<>();
  private final BodyBudget.Share memory;
  private final WaitingJournals waiting = new WaitingJournals();
  private boolean refreshed;

  JournalShelf(
      QueueDirectory queue,
      String agentId,
      BatchRules rules,
      Destination destination,
      LedgerFile ledger,
      PathWatches watches,
      EpochClock clock) {
    this.queue = queue;
    this.agentId = agentId;
    this.rules = rules;
    this.destination = destination;
    this.clock = clock;
    this.ledger = ledger;
    this.folder = watches.on(queue.journalsFolder());
    this.memory = destination.memory().share();
    this.salvage = new Salvage(DamagedFolder.of(queue), ledger, clock);
  }

  /** The open journal with this id; null if there is none. */
  @Nullable
  JournalLane open(UUID journalId) {
    return open.get(journalId);
  }

  /** The open journals; whose turn is next comes first. */
  List<JournalLane> open() {
    return List.copyOf(open.values());
  }

  Collection<Finished> finished() {
    return finished.values();
  }

  Collection<Stopped> stopped() {
    return stopped.values();
  }

  /** Journals that wait until older ones are drained. */
  WaitingJournals waiting() {
    return waiting;
  }

  /** What gives up damaged entries. */
  Salvage salvage() {
    return salvage;
  }

  /** True if no journal is stopped or has left something out, and the last {@link #refresh} came to its end. */
  boolean allGoOn() {
    return refreshed
        && stopped.isEmpty()
        && open.values().stream().allMatch(lane -> lane.tail().goesOn());
  }

  /** True if all that is left lies in stopped journals. */
  boolean isBlocked() {
    return refreshed && !stopped.isEmpty() && nothingGoes();
  }

  /** True if nothing is left to ship in any journal, and all journals are known. */
  boolean isDrained() {
    return refreshed && stopped.isEmpty() && nothingGoes();
  }

  /** True if the journals that are known and not stopped have nothing left to ship. */
  boolean nothingGoes() {
    return waiting.count() == 0 && open.values().stream().allMatch(JournalLane::isDrained);
  }

  /** The same, without asking the disk; false where something may be left. */
  boolean isAtRest() {
    return allGoOn()
        && waiting.count() == 0
        && open.values().stream().allMatch(JournalLane::isIdle);
  }

  /** The journal had its turn: the others come before it. */
  void hadTurn(JournalLane journal) {
    UUID id = journal.directory().id();
    if (open.remove(id) != null) {
      open.put(id, journal);
    }
  }

  /** As {@link #refresh}, if there may be journals that are not known yet. */
  int refreshIfNews() throws IOException {
    return folder.isNews() ? refresh(true) : 0;
  }

  /** Follows what appeared and disappeared on disk, closes what is done with. Returns journals opened. */
  int refresh() throws IOException {
    return refresh(folder.isNews());
  }

  private int refresh(boolean news) throws IOException {
    refreshed = false;
    if (news) {
      present = list();
    }
    forget(present.stream().map(JournalDirectory::id).collect(Collectors.toSet()));
    closeFinished();
    int opened = 0;
    waiting.begin();
    long places = FINISHED_OPEN_MAX - finishedOpen();
    for (JournalDirectory journal : present) {
      if (open.containsKey(journal.id())
          || finished.containsKey(journal.id())
          || isStopped(journal)) {
        continue;
      }
      boolean living = hasWriter(journal);
      if (!living && places <= 0) {
        waiting.add(journal);
      } else if (open(journal)) {
        opened++;
        places -= living ? 0 : 1;
      }
    }
    waiting.end();
    refreshed = true;
    return opened;
  }

  private List<JournalDirectory> list() throws IOException {
    boolean listed = false;
    try {
      List<JournalDirectory> now = List.copyOf(queue.journals());
      listed = true;
      return now;
    } finally {
      if (!listed) {
        folder.forget();
      }
    }
  }

  /** The journal that was born last; null if there is none. As of the last {@link #refresh}. */
  @Nullable
  JournalDirectory newest() {
    return present.isEmpty() ? null : present.get(present.size() - 1);
  }

  /** One that cannot be asked counts as alive: opening it says what is wrong. */
  private long finishedOpen() {
    return open.values().stream()
        .filter(lane -> Boolean.FALSE.equals(lane.tail().hasWriter()))
        .count();
  }

  private static boolean hasWriter(JournalDirectory journal) {
    try {
      return OwnerLock.isHeld(journal.ownerLockFile());
    } catch (IOException unreadable) {
      return true; // opening it will say what is wrong
    }
  }

  /** All stopped journals are opened again at the next {@link #refresh}. */
  void retryStopped() {
    long now = clock.nanoTime();
    stopped.replaceAll((id, journal) ->
        new Stopped(journal.directory(), journal.condition(), journal.depth(), now));
  }

  private boolean isStopped(JournalDirectory journal) {
    Stopped fault = stopped.get(journal.id());
    if (fault != null && clock.nanoTime() - fault.retryNanos() >= 0) {
      stopped.remove(journal.id());
      return false;
    }
    return fault != null;
  }

  /** Closes a journal that goes no further; it is opened again in 15 s, to see whether that changed. */
  void stop(JournalLane lane, Condition condition) {
    stopped.put(
        lane.directory().id(),
        new Stopped(
            lane.directory(),
            condition,
            new StoredDepth(
                lane.checkpoint().firstUnsettled(),
                lane.tail().endOrUnknown(),
                lane.depth().backlog()),
            clock.nanoTime() + QueueGate.PROBE_NANOS));
    discard(lane);
  }

  /** Opens a journal, or stops it if that fails: the others go on. */
  private boolean open(JournalDirectory journal) {
    try {
      if (CheckpointFile.isOfNewerFormat(journal)) {
        stop(journal, newerCheckpoint(journal));
        return false;
      }
      JournalLane lane = JournalLane.open(
          journal, agentId, rules, destination, clock, ledger.of(journal.id()), memory);
      open.put(journal.id(), lane);
      lane.tail().checkEnd();
      return true;
    } catch (AccessDeniedException denied) {
      stop(journal, AccessCheck.denied(Path.of(denied.getFile()), "use"));
    } catch (IOException | RuntimeException | InternalError unreadable) {
      stop(
          journal,
          new Condition(
              ShipperState.DISK_FAULT,
              "cannot open journal " + journal.path() + ": " + unreadable,
              "look at the disk and at the log; it is tried again every 15 s"));
    }
    return false;
  }

  private static Condition newerCheckpoint(JournalDirectory journal) {
    return new Condition(
        ShipperState.NEWER_FORMAT,
        journal.checkpointFile()
            + ": written by a newer shipper, in a format that this version does not read",
        "start a newer shipper");
  }

  private void stop(JournalDirectory journal, Condition condition) {
    JournalLane halfOpen = open.get(journal.id());
    if (halfOpen != null) {
      discard(
          halfOpen); // one that is open is never tried again, so it would count as stopped for ever
    }
    stopped.put(
        journal.id(),
        new Stopped(
            journal, condition, StoredDepth.of(journal), clock.nanoTime() + QueueGate.PROBE_NANOS));
  }

  private void forget(Set<UUID> present) {
    finished.keySet().retainAll(present);
    stopped.keySet().retainAll(present);
    for (JournalLane lane : open()) {
      if (!present.contains(lane.directory().id())) {
        log.warn("journal {} is gone from the disk", lane.directory().path());
        discard(lane);
      }
    }
  }

  private void closeFinished() {
    open().forEach(this::closeIfFinished);
  }

  private void closeIfFinished(JournalLane lane) {
    try {
      if (lane.isFinished()) {
        long end = lane.tail().end();
        open.remove(lane.directory().id());
        lane.close();
        finished.put(
            lane.directory().id(),
            new Finished(lane.directory(), end, lane.checkpoint().settledNanos()));
      }
    } catch (IOException | RuntimeException | InternalError unreadable) {
      // Its next round meets the same and stops it, with a name for it.
      log.debug("looking whether {} is finished", lane.directory().path(), unreadable);
    }
  }

  /** What will not be delivered, and why. */
  LedgerFile ledger() {
    return ledger;
  }

  /** A finished journal is gone, or has turned out not to be finished: {@link #refresh} finds out. */
  void forget(Finished journal) {
    finished.remove(journal.directory().id());
  }

  /** Closes a journal and opens it at its checkpoint again; what was read and not settled is forgotten. */
  void reopen(JournalLane lane) {
    discard(lane);
    if (open(lane.directory())) {
      closeIfFinished(Objects.requireNonNull(open(lane.directory().id())));
    }
  }

  private void discard(JournalLane lane) {
    open.remove(lane.directory().id());
    try {
      lane.close();
    } catch (IOException | RuntimeException | InternalError e) {
      log.debug("closing {}", lane.directory().path(), e);
    }
  }

  /** Closes all, going on past failures. */
  void close() {
    open().forEach(this::discard);
  }
}
