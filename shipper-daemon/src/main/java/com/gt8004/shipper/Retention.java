package com.gt8004.shipper;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.PathWatches;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.replay.ReplayLease;
import com.gt8004.shipper.retain.CyclePruning;
import com.gt8004.shipper.retain.DueCycle;
import com.gt8004.shipper.retain.JournalRemoval;
import com.gt8004.shipper.retain.Pressure;
import com.gt8004.shipper.retain.RetentionPlan;
import com.gt8004.shipper.retain.RetentionRules;
import com.gt8004.shipper.retain.SettledCycle;
import com.gt8004.shipper.retain.SettledCycles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps settled entries of one queue for as long as the rules say, and no longer. Unlinks whole cycle
 * files, oldest first, behind a forced checkpoint; removes finished journals whole. Never touches what
 * is not settled, nor the newest file of a journal that may still grow. Not thread-safe: owned by the
 * shipping thread.
 */
final class Retention {
  /** An unlink of a large file takes milliseconds, and the same thread ships. */
  private static final int STEPS_MAX = 32;

  /** Each drop forces ledger and checkpoint. */
  private static final int DROPS_MAX = 16;

  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  private final QueueDirectory queue;
  private final JournalShelf journals;
  private final RetentionRules rules;
  private final PathWatches watches;
  private final EpochClock clock;
  private final JournalRemoval removal;
  private final JournalBurial burial;
  private final QueuePressure pressures;
  private final OldestDropped oldest;
  private final DueJournals dueJournals;
  private final Map<UUID, SettledCycles> cycles = new HashMap<>();
  private Pressure pressure = Pressure.NONE;
  private boolean pressed;
  private @Nullable Boolean leased;
  private final Set<Path> failed = new HashSet<>();
  private boolean failing;
  private long retainedBytes;
  private long prunedCycles;
  private long removedJournals;

  Retention(
      QueueDirectory queue,
      JournalShelf journals,
      RetentionRules rules,
      QueuePressure pressures,
      PathWatches watches,
      EpochClock clock) {
    this.queue = queue;
    this.journals = journals;
    this.rules = rules;
    this.watches = watches;
    this.clock = clock;
    this.removal = new JournalRemoval(clock);
    this.burial = new JournalBurial(queue, journals.ledger(), this::failed, clock);
    this.pressures = pressures;
    this.oldest = new OldestDropped(queue.name(), journals, clock);
    this.dueJournals = new DueJournals(journals, rules, clock);
  }

  /** Ends what a process that died, or a disk that refused, left half done. */
  void sweep() {
    burial.sweep();
  }

  /** Bytes of all settled cycle files, as of the last round. */
  long retainedBytes() {
    return retainedBytes;
  }

  /** Cycle files unlinked since the start; those of removed journals are not counted. */
  long prunedCycles() {
    return prunedCycles;
  }

  /** Journals removed since the start. */
  long removedJournals() {
    return removedJournals;
  }

  /** Entries dropped by {@code DROP_OLDEST} since the start. */
  long droppedEntries() {
    return oldest.entries();
  }

  /** Bytes that the queue takes and may take, as of the last round. */
  Pressure pressure() {
    return pressure;
  }

  /**
   * Removes what is due, a bounded number of files and journals a round; then, if the queue is still
   * full and its writers want that, drops what is not settled. What fails is tried again at the next
   * round: it keeps more than it should.
   *
   * @return how much it did
   */
  int prune() {
    return round(this::makeRoom);
  }

  /** As {@link #prune}, but nothing is dropped that is not settled, however full the queue is. */
  int pruneOnlySettled() {
    return round(() -> {
      measure();
      return pruneSettled();
    });
  }

  /** What a round does; how much it did. */
  @FunctionalInterface
  private interface Work {
    int run() throws IOException;
  }

  private int round(Work work) {
    failed.clear();
    int steps = 0;
    burial.sweepIfDue();
    try {
      steps = work.run();
    } catch (IOException | UncheckedIOException broken) {
      failed(queue.path(), broken);
    }
    failing &= !failed.isEmpty();
    return steps;
  }

  /** One journal that cannot be looked at or removed does not keep the others. */
  private void failed(Path place, Exception broken) {
    if (failing) {
      log.debug("{} stays as it is", place, broken);
    } else {
      log.warn("{} stays as it is, though not all in it is needed any more", place, broken);
    }
    failing = true;
    failed.add(place);
  }

  private int makeRoom() throws IOException {
    measure();
    int steps = pruneSettled();
    for (int drops = 0; drops < DROPS_MAX; drops++) {
      if (steps > 0) {
        measure();
      }
      // As if all that is settled were gone: some of it waits for a second look, but it goes first.
      if (!oldest.isWanted(pressure.after(retainedBytes)) || !oldest.dropNext()) {
        break;
      }
      steps += 1 + pruneSettled();
    }
    return steps;
  }

  private void measure() throws IOException {
    pressure = pressures.now();
    pressed = pressed ? pressure.isHighAfter(0) : pressure.isHigh();
  }

  private int pruneSettled() throws IOException {
    List<SettledCycle> settled = settled();
    retainedBytes = bytesOfSettled();
    leased = null;
    Set<UUID> journalsDue = new HashSet<>();
    int steps = 0;
    for (DueCycle due : due(settled)) {
      SettledCycle cycle = due.cycle();
      if (cycle.last()) {
        journalsDue.add(cycle.journal().id());
      } else if (steps < STEPS_MAX && prune(cycle)) {
        steps++;
      }
    }
    steps += removeFinished(journalsDue);
    retainedBytes = bytesOfSettled();
    return steps;
  }

  /** Whether a replay still wants what is settled; asked once a round, and only if something would go. */
  private boolean isLeased() {
    if (leased == null) {
      try {
        leased = ReplayLease.isHeld(queue, clock);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return leased;
  }

  private long bytesOfSettled() {
    return cycles.values().stream()
        .flatMap(files -> files.all().stream())
        .mapToLong(SettledCycle::bytes)
        .sum();
  }

  // ---- cycle files ----

  /** All settled files, those settled first before the others, oldest first in each journal. */
  private List<SettledCycle> settled() {
    Set<UUID> present = new HashSet<>();
    List<SettledCycle> all = new ArrayList<>();
    for (JournalShelf.Finished journal : journals.finished()) {
      if (present.add(journal.directory().id())) {
        SettledCycles files = files(journal.directory());
        files.lookAtFinished(journal.end(), journal.settledNanos());
        all.addAll(files.all());
      }
    }
    for (JournalLane lane : journals.open()) {
      if (lane.tail().fault() == null && present.add(lane.directory().id())) {
        look(lane);
        all.addAll(files(lane.directory()).all());
      }
    }
    cycles.keySet().retainAll(present);
    removal.keepOnly(present);
    pressures.keepOnly(present);
    // Compared to now: monotonic time has no beginning that two of its values share.
    long now = clock.nanoTime();
    all.sort(Comparator.<SettledCycle>comparingLong(cycle -> cycle.settledNanos() - now)
        .thenComparingLong(cycle -> cycle.journal().startMillis()));
    return all;
  }

  private void look(JournalLane lane) {
    try {
      files(lane.directory())
          .look(lane.checkpoint().firstUnsettled(), lane.checkpoint().settledNanos());
    } catch (IOException unreadable) {
      failed(lane.directory().path(), unreadable);
    }
  }

  private SettledCycles files(JournalDirectory journal) {
    return cycles.computeIfAbsent(journal.id(), id -> new SettledCycles(journal, watches));
  }

  private List<DueCycle> due(List<SettledCycle> settled) {
    return DueCycle.of(
        settled, this::isLeased, rules, retainedBytes, pressed ? pressure : null, clock);
  }

  /** What {@link #prune} would remove now, and why; removes nothing. */
  RetentionPlan plan() throws IOException {
    measure();
    List<SettledCycle> settled = settled();
    retainedBytes = bytesOfSettled();
    leased = null;
    return RetentionPlan.of(
        settled, due(settled), isLeased(), dueJournals.whole(this::isLeased), clock);
  }

  private boolean prune(SettledCycle cycle) {
    Path journal = cycle.journal().path();
    try {
      // After a failure not the next one: a hole in the middle would stop a reader.
      if (failed.contains(journal) || !isPassed(cycle.journal(), cycle.end())) {
        return false;
      }
      CyclePruning.unlink(cycle);
    } catch (IOException broken) {
      failed(journal, broken);
      return false;
    }
    files(cycle.journal()).unlinked(cycle);
    pressures.pruned();
    log.debug("pruned {}", cycle.file());
    prunedCycles++;
    return true;
  }

  /** Whether a checkpoint that survives a power failure has passed all below {@code end}. */
  private boolean isPassed(JournalDirectory journal, long end) throws IOException {
    JournalLane lane = journals.open(journal.id());
    if (lane != null) {
      lane.checkpoint().persist();
    }
    Checkpoint durable = CheckpointFile.durable(journal);
    return durable != null && durable.firstUnsettled() >= end;
  }

  // ---- finished journals ----

  private int removeFinished(Set<UUID> due) {
    Map<UUID, DueCycle.Why> whole = dueJournals.whole(this::isLeased);
    int removed = 0;
    for (JournalShelf.Finished journal : dueJournals.oldestFirst()) {
      removal.firstLook(journal.directory()); // it was just found finished
      UUID id = journal.directory().id();
      boolean wanted = due.contains(id) || whole.containsKey(id);
      if (wanted && removed < STEPS_MAX && removeOrKeep(journal)) {
        removed++;
      }
    }
    return removed;
  }

  private boolean removeOrKeep(JournalShelf.Finished journal) {
    try {
      return remove(journal);
    } catch (IOException broken) {
      failed(journal.directory().path(), broken);
      return false;
    }
  }

  private boolean remove(JournalShelf.Finished journal) throws IOException {
    JournalDirectory directory = journal.directory();
    JournalRemoval.Verdict verdict = removal.secondLook(directory, journal.end());
    if (verdict == JournalRemoval.Verdict.ALIVE) {
      journals.forget(journal); // found again at the next round, with what it has now
    }
    if (verdict != JournalRemoval.Verdict.DEAD) {
      return false;
    }
    if (journal.end() > 0 && !isPassed(directory, journal.end())) {
      journals.forget(journal);
      return false;
    }
    @Nullable JournalDirectory aside = removal.setAside(directory, journal.end());
    journals.forget(journal);
    cycles.remove(directory.id());
    if (aside == null) {
      return false;
    }
    burial.bury(aside, journal.end());
    removedJournals++;
    log.info("removed journal {}: {} entries, all settled", directory.path(), journal.end());
    return true;
  }
}
