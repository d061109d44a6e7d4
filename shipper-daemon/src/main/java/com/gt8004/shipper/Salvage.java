package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.tail.DamagedSpan;
import com.gt8004.shipper.ledger.LedgerFile;
import com.gt8004.shipper.ledger.LossReason;
import com.gt8004.shipper.tail.DamagedFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up what is damaged, so that what is not can go on. The order: bytes aside, ledger, and only
 * then may the checkpoint pass. A crash in between does no more than repeat it. Not thread-safe: owned
 * by the shipping thread.
 */
final class Salvage {
  private static final Logger log = LoggerFactory.getLogger(Salvage.class);

  /** A disk that breaks every other entry must not fill the log; nor may a loss of next month be hidden. */
  private static final int LOGGED_MAX_PER_HOUR = 20;

  private static final long LOGGED_SPAN_NANOS = TimeUnit.HOURS.toNanos(1);

  /** A disk that refuses the copy is not asked in every round. */
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final DamagedFolder damaged;
  private final LedgerFile ledger;
  private final EpochClock clock;
  private long restUntilNanos;
  private long loggedSinceNanos;
  private int logged;

  Salvage(DamagedFolder damaged, LedgerFile ledger, EpochClock clock) {
    this.damaged = damaged;
    this.ledger = ledger;
    this.clock = clock;
    this.restUntilNanos = clock.nanoTime();
    this.loggedSinceNanos = clock.nanoTime();
  }

  /**
   * Says what a journal had to leave out for now, and accounts for what it has lost. If that cannot be
   * made durable the journal stays before it, and is stopped once nothing of it is on its way.
   *
   * @return the work done
   */
  int work(QueueLane queue, JournalLane journal) {
    if (journal.tail().hasNewHole()) {
      queue.journalHealth().ails(leftOut(journal));
    }
    DamagedSpan span = journal.tail().damage();
    if (span == null || (clock.nanoTime() - restUntilNanos < 0 && !journal.isStuck())) {
      return 0;
    }
    try {
      pass(queue, journal, span);
      return 1;
    } catch (IOException broken) {
      restUntilNanos = clock.nanoTime() + REST_NANOS;
      Condition condition = notKept(queue, journal, broken);
      queue.journalHealth().ails(condition);
      if (journal.isStuck()) {
        queue.journals().stop(journal, condition);
      }
      return 0;
    }
  }

  private static Condition leftOut(JournalLane journal) {
    return new Condition(
        ShipperState.DAMAGED,
        journal.directory().path() + ": for 60 s entries could not be read where others follow: "
            + journal.tail().holes(),
        "none needed now: the others are sent, and these are looked at again when the writer ends");
  }

  private static Condition notKept(QueueLane queue, JournalLane journal, IOException broken) {
    return new Condition(
        ShipperState.DISK_FAULT,
        "entries of " + journal.directory().path() + " are damaged, and that cannot be noted in "
            + queue.directory().path() + ": " + broken.getMessage(),
        "free the disk or mend its permissions; it is tried again every 15 s, and the journal waits");
  }

  private void pass(QueueLane queue, JournalLane journal, DamagedSpan span) throws IOException {
    if (!journal.tail().lost().isEmpty()) {
      note(queue, journal, span);
    }
    journal.tail().passDamage();
  }

  private void note(QueueLane queue, JournalLane journal, DamagedSpan span) throws IOException {
    Path copy = damaged.keep(journal.directory(), span);
    LossReason reason = span.bytes().isEmpty() ? LossReason.GONE : LossReason.DAMAGED;
    long lost = 0;
    for (SequenceRange range : journal.tail().lost()) {
      lost += ledger.add(journal.directory().id(), range, reason, detail(span, copy));
    }
    queue.counters().damaged += lost;
    if (lost > 0) {
      tell(queue, journal, span, lost);
    }
  }

  private static String detail(DamagedSpan span, @Nullable Path copy) {
    StringBuilder detail = new StringBuilder(span.reason());
    if (!span.bytes().isEmpty()) {
      DamagedSpan.Bytes first = span.bytes().get(0);
      detail.append(": ").append(first.file().getFileName());
      detail.append(" from ").append(first.fromOffset());
      detail.append(copy == null ? "; not kept" : "; kept as " + copy.getFileName());
    }
    return detail.toString();
  }

  private void tell(QueueLane queue, JournalLane journal, DamagedSpan span, long lost) {
    if (clock.nanoTime() - loggedSinceNanos >= LOGGED_SPAN_NANOS) {
      loggedSinceNanos = clock.nanoTime();
      logged = 0;
    }
    logged++;
    if (logged > LOGGED_MAX_PER_HOUR) {
      log.debug("journal {}: {}", journal.directory().path(), span.describe());
      return;
    }
    SequenceRange range = span.range();
    log.error(
        "queue {}: {} entries of journal {} are lost, sequence {} to {}: {}. They are in {}{}",
        queue.name(),
        lost,
        journal.directory().path(),
        range.first(),
        range.last(),
        span.reason(),
        queue.directory().ledgerFile(),
        logged < LOGGED_MAX_PER_HOUR
            ? ""
            : ", and so will be all further ones of this hour without a line here");
  }
}
