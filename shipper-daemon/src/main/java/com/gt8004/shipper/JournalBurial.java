package com.gt8004.shipper;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.CrashPoint;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.Ledger;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.ledger.LedgerFile;
import com.gt8004.shipper.retain.JournalRemoval;
import com.gt8004.shipper.retain.Leftovers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The last steps of removing a journal, which a crash may come between: it was set aside; a line in the
 * ledger says that it was; its files go. Also takes those steps for what a process that died, or a disk
 * that refused, has left half done. Not thread-safe: owned by the shipping thread.
 */
final class JournalBurial {
  /** How often it is looked for what was left behind. */
  private static final long SWEEP_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final QueueDirectory queue;
  private final LedgerFile ledger;
  private final BiConsumer<Path, IOException> failed;
  private final EpochClock clock;
  private long sweptNanos;

  /**
   * Buries for one queue.
   *
   * @param failed told what stays as it is, and why
   */
  JournalBurial(
      QueueDirectory queue,
      LedgerFile ledger,
      BiConsumer<Path, IOException> failed,
      EpochClock clock) {
    this.queue = queue;
    this.ledger = ledger;
    this.failed = failed;
    this.clock = clock;
  }

  /** Unlinks a journal that was set aside, once the ledger says so. */
  void bury(JournalDirectory aside, long end) throws IOException {
    boolean noted = false;
    try {
      ledger.removed(aside.id(), end);
      noted = true;
    } finally {
      if (!noted) {
        JournalRemoval.giveBack(aside); // or nobody would look at it before the next start
      }
    }
    CrashPoint.reach("shipper.after-summary");
    JournalRemoval.unlink(aside);
  }

  /** {@link #sweep}, every ten minutes. */
  void sweepIfDue() {
    if (clock.nanoTime() - sweptNanos >= SWEEP_NANOS) {
      sweep();
    }
  }

  /** Ends what was left half done. */
  void sweep() {
    sweptNanos = clock.nanoTime();
    try {
      Leftovers.sweepStaging(queue, clock);
      Leftovers.sweepBirths(queue, clock);
      Leftovers.halfRemoved(queue).forEach(this::finishOrKeep);
    } catch (IOException broken) {
      failed.accept(queue.path(), broken); // no reason not to ship
    }
  }

  private void finishOrKeep(JournalDirectory aside) {
    try {
      finishRemoval(aside);
    } catch (IOException broken) {
      failed.accept(
          aside.path(), broken); // nor to leave others without their name: they may have entries
    }
  }

  private void finishRemoval(JournalDirectory aside) throws IOException {
    if (Ledger.endOfRemoved(queue, aside.id()) < 0) {
      long end = settledEnd(aside);
      if (!JournalRemoval.isDead(aside, end)) {
        // It died between taking the name and looking: there is something left to send.
        JournalRemoval.giveBack(aside);
        return;
      }
      bury(aside, end);
    } else {
      JournalRemoval.unlink(aside);
    }
  }

  private static long settledEnd(JournalDirectory journal) {
    try {
      Checkpoint checkpoint = CheckpointFile.durable(journal);
      return checkpoint == null ? 0 : checkpoint.firstUnsettled();
    } catch (IOException missing) {
      return 0; // then every entry counts as unsettled
    }
  }
}
