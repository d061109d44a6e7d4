package com.gt8004.sdk;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.FlushRequest;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.Ledger;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.append.JournalSpan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the shipper made of the entries, read from the files that it keeps in the queue: no network, no
 * connection between the processes. Thread-safe.
 */
final class Delivery {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Nanoseconds in a long end after 292 years. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  private final QueueDirectory queue;
  private final EpochClock clock;

  Delivery(QueueDirectory queue, EpochClock clock) {
    this.queue = queue;
    this.clock = clock;
  }

  /** Asks for these entries to be sent now and waits until they are settled. */
  boolean flush(List<JournalSpan> spans, Duration timeout) {
    if (allSettled(spans)) {
      return true;
    }
    for (JournalSpan span : spans) {
      ask(span.journal(), span.end());
    }
    return shipperHolds() && await(() -> allSettled(spans), timeout);
  }

  DeliveryState await(JournalDirectory journal, long sequence, Duration timeout) {
    ask(journal, sequence + 1);
    boolean settled = await(() -> settled(journal, sequence), timeout);
    return settled ? fate(journal, sequence) : DeliveryState.PENDING;
  }

  /** Whether a shipper holds the queue now. */
  boolean shipperHolds() {
    try {
      return OwnerLock.isHeld(queue.shipperLockFile());
    } catch (IOException e) {
      log.debug("cannot probe {}", queue.shipperLockFile(), e);
      return false;
    }
  }

  private DeliveryState fate(JournalDirectory journal, long sequence) {
    String letter = journal.id() + "-" + sequence + ".json";
    if (Files.exists(queue.deadLetters().resolve(letter))) {
      return DeliveryState.DEAD_LETTERED;
    }
    try {
      return Ledger.holds(queue, journal.id(), sequence)
          ? DeliveryState.LOST
          : DeliveryState.DELIVERED;
    } catch (UncheckedIOException unknown) {
      log.debug("cannot tell what became of {}", journal.entryId(sequence), unknown);
      return DeliveryState.PENDING; // "delivered" is not to be said of what may be lost
    }
  }

  private boolean await(BooleanSupplier condition, Duration timeout) {
    long nanos = nanosOf(timeout);
    long since = clock.nanoTime();
    while (!condition.getAsBoolean()) {
      if (clock.nanoTime() - since >= nanos || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }

  private static long nanosOf(Duration timeout) {
    if (timeout.isNegative()) {
      return 0;
    }
    return timeout.compareTo(LONGEST_WAIT) < 0 ? timeout.toNanos() : LONGEST_WAIT.toNanos();
  }

  private boolean allSettled(List<JournalSpan> spans) {
    return spans.stream().allMatch(span -> settledBelow(span.journal(), span.end()));
  }

  private boolean settledBelow(JournalDirectory journal, long end) {
    Checkpoint checkpoint = checkpoint(journal);
    return end == 0 || (checkpoint != null && checkpoint.firstUnsettled() >= end);
  }

  private boolean settled(JournalDirectory journal, long sequence) {
    Checkpoint checkpoint = checkpoint(journal);
    return checkpoint != null && checkpoint.settled(sequence);
  }

  private @Nullable Checkpoint checkpoint(JournalDirectory journal) {
    try {
      return CheckpointFile.peek(journal);
    } catch (NoSuchFileException gone) {
      // Removed by the shipper, perhaps: then all of it was settled.
      long end = Ledger.endOfRemoved(queue, journal.id());
      return end < 0 ? null : Checkpoint.at(journal.id(), end);
    } catch (IOException e) {
      log.debug("cannot read {}", journal.checkpointFile(), e);
      return null;
    }
  }

  private static void ask(JournalDirectory journal, long end) {
    try {
      FlushRequest.raise(journal, end);
    } catch (IOException e) {
      log.debug(
          "cannot ask for a flush of {}", journal.path(), e); // it is sent all the same, later
    }
  }
}
