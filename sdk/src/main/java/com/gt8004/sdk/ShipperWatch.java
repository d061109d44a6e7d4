package com.gt8004.sdk;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.append.JournalSpan;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that nobody ships the queue: entries would pile up on disk until it is full, with nothing
 * wrong to see in the application. Not thread-safe but for {@link #seen}.
 */
final class ShipperWatch {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final Logger log = LoggerFactory.getLogger(ShipperWatch.class);

  private final QueueDirectory queue;
  private final Delivery delivery;
  private final EpochClock clock;
  private volatile boolean seen;
  private boolean waiting;
  private boolean told;
  private long waitingSinceNanos;

  ShipperWatch(QueueDirectory queue, Delivery delivery, EpochClock clock) {
    this.queue = queue;
    this.delivery = delivery;
    this.clock = clock;
  }

  boolean seen() {
    return seen;
  }

  void look(List<JournalSpan> appended) {
    if (seen || appended.isEmpty()) {
      return;
    }
    seen = delivery.shipperHolds();
    if (!waiting) {
      waiting = true;
      waitingSinceNanos = clock.nanoTime();
    }
    if (!seen && !told && clock.nanoTime() - waitingSinceNanos >= PATIENCE_NANOS) {
      told = true;
      log.warn(
          "nothing ships {}: its entries are safe on disk but go nowhere; start a shipper: gt8004 ship"
              + " --queue-root {}",
          queue.path(),
          queue.path().getParent());
    }
  }
}
