package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.shipper.ledger.LossReason;
import com.gt8004.shipper.retain.ClosedCycles;
import com.gt8004.shipper.retain.Pressure;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up the oldest entries that are not settled, where the queue is full and its writers prefer new
 * entries to old ones. In this order: a line in the ledger, forced; the checkpoint past the range,
 * forced; only then may the file go. A crash in between is mended at the next start, where what is in
 * the ledger counts as settled. Not thread-safe: owned by the shipping thread.
 */
final class OldestDropped {
  private static final Logger log = LoggerFactory.getLogger(OldestDropped.class);

  private final String queueName;
  private final JournalShelf journals;
  private final EpochClock clock;
  private long entries;
  private long entriesBefore;
  private long sinceNanos;
  private boolean dropping;

  OldestDropped(String queueName, JournalShelf journals, EpochClock clock) {
    this.queueName = queueName;
    this.journals = journals;
    this.clock = clock;
  }

  /** Entries dropped since the start. */
  long entries() {
    return entries;
  }

  /**
   * Whether it has begun to drop and not yet made enough room. Says both ends of an episode: what goes
   * is lost.
   */
  boolean isWanted(Pressure pressure) {
    if (!dropping && pressure.isFull()) {
      dropping = true;
      sinceNanos = clock.nanoTime();
      entriesBefore = entries;
      log.error(
          "queue {} is full: it takes {} bytes of {} (queue_bytes_max), {} are free on its disk, {}"
              + " must be (disk_free_min). Its oldest entries are dropped, each range with a line in"
              + " the ledger; look why the shipper cannot send, or give the queue more room",
          queueName,
          pressure.bytes(),
          pressure.limits().queueBytesMax(),
          pressure.free(),
          pressure.limits().diskFreeMin());
    } else if (dropping && !pressure.isStillFull()) {
      dropping = false;
      log.info(
          "queue {} has room again: {} entries were dropped in {} s",
          queueName,
          entries - entriesBefore,
          java.util.concurrent.TimeUnit.NANOSECONDS.toSeconds(clock.nanoTime() - sinceNanos));
    }
    return dropping;
  }

  /**
   * Drops what is not settled of the oldest cycle that nobody appends to.
   *
   * @return false if there is none that can go now
   */
  boolean dropNext() throws IOException {
    List<JournalLane> oldestFirst = journals.open().stream()
        .filter(lane -> lane.tail().fault() == null && !lane.checkpoint().isLost())
        .sorted(Comparator.comparingLong((JournalLane lane) -> lane.directory().startMillis())
            .thenComparing(lane -> lane.directory().id()))
        .toList();
    for (JournalLane lane : oldestFirst) {
      long end = endOfOldest(lane);
      if (end > lane.checkpoint().firstUnsettled()) {
        return drop(lane, end);
      }
    }
    return false;
  }

  /** Where the oldest unsettled cycle ends that is closed; 0 if there is none. */
  private static long endOfOldest(JournalLane lane) throws IOException {
    ClosedCycles oldest =
        ClosedCycles.oldestUnsettled(lane.directory(), lane.checkpoint().firstUnsettled());
    if (oldest != null) {
      return oldest.end();
    }
    // The lock before the look at the end: what a writer appended before it let go is seen.
    return OwnerLock.isHeld(lane.directory().ownerLockFile()) ? 0 : lane.tail().endOrUnknown();
  }

  private boolean drop(JournalLane lane, long end) throws IOException {
    lane.settleAcceptedMeanwhile();
    List<SequenceRange> gaps = lane.checkpoint().unsettledBelow(end);
    if (gaps.stream().anyMatch(lane::isOut)) {
      return false; // the answer comes within seconds: what the server has is not lost
    }
    try {
      for (SequenceRange gap : gaps) {
        entries += journals.ledger().add(lane.directory().id(), gap, LossReason.DROP_OLDEST, null);
        lane.checkpoint().settle(gap);
      }
      lane.checkpoint().persist();
    } finally {
      // Though it failed half-way: what it has read of a range in the ledger must not be sent any
      // more.
      journals.reopen(lane);
    }
    return true;
  }
}
