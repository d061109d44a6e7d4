package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The condition of one queue. Says each episode once when it begins, WARN, and once when it ends, INFO,
 * with how often and how long. Not thread-safe: owned by the shipping thread.
 */
final class Health {
  private static final Logger log = LoggerFactory.getLogger(Health.class);

  private final String queueName;
  private final EpochClock clock;
  private @Nullable Condition condition;
  private Instant since;
  private long sinceNanos;
  private long times;
  private @Nullable String lastError;

  Health(String queueName, EpochClock clock) {
    this.queueName = queueName;
    this.clock = clock;
    this.since = clock.now();
  }

  /** What is wrong; null if nothing is. */
  @Nullable
  Condition condition() {
    return condition;
  }

  /** Since when it is so. */
  Instant since() {
    return since;
  }

  /** The last thing that went wrong, however long ago; null if nothing did. */
  @Nullable
  String lastError() {
    return lastError;
  }

  void ails(Condition now) {
    Condition before = condition;
    condition = now;
    lastError = now.cause();
    if (before != null && sameEpisode(before.state(), now.state())) {
      times++;
      log.debug("queue {}: {} (time {} of this episode)", queueName, now, times);
      return;
    }
    begin();
    log.warn("queue {}: {}. Its entries stay on disk", queueName, now);
  }

  void well() {
    Condition before = condition;
    if (before == null) {
      return;
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(clock.nanoTime() - sinceNanos);
    log.info(
        "queue {}: well again; {} lasted {} s, {} times",
        queueName,
        before.state(),
        seconds,
        times);
    condition = null;
    since = clock.now();
  }

  private void begin() {
    since = clock.now();
    sinceNanos = clock.nanoTime();
    times = 1;
  }

  /** An outage wavers between its two states; that is one episode. */
  private static boolean sameEpisode(ShipperState a, ShipperState b) {
    return a == b || (a.isTransient() && b.isTransient());
  }
}
