package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The condition of one queue. Says each episode once when it begins, WARN, and once when it ends, INFO,
 * with how often and how long. The episode of an outage ends when nothing has failed for {@value
 * #QUIET_SECONDS} s, though the queue counts as well with the first success: a server that fails now
 * and then would else make two lines several times a second. Not thread-safe: owned by the shipping thread.
 */
final class Health {
  private static final Logger log = LoggerFactory.getLogger(Health.class);

  /** Longer than from one attempt at a batch to the next. */
  static final long QUIET_SECONDS = 10;

  private final String queueName;
  private final EpochClock clock;
  private @Nullable Condition condition;
  private Instant since;
  private long sinceNanos;
  private long times;
  private long ailedNanos;
  private @Nullable Condition fading; // an outage that may come back within the same episode
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
    Condition before = condition == null ? fading : condition;
    since = condition == null ? clock.now() : since;
    condition = now;
    fading = null;
    lastError = now.cause();
    ailedNanos = clock.nanoTime();
    if (before != null && sameEpisode(before.state(), now.state())) {
      times++;
      log.debug("queue {}: {} (time {} of this episode)", queueName, now, times);
      return;
    }
    begin();
    log.warn("queue {}: {}. Its entries stay on disk", queueName, now);
  }

  /** A request passed: ends what is wrong, but for the episode of an outage, which may only waver. */
  void passed() {
    Condition before = condition;
    if (before == null) {
      return;
    }
    if (before.state().isTransient()) {
      fading = before;
      condition = null;
      since = clock.now();
    } else {
      well();
    }
  }

  /** To be called now and then: ends the episode of an outage in which nothing has failed for long enough. */
  void endQuietOutage() {
    long quietNanos = clock.nanoTime() - ailedNanos;
    if (fading != null && quietNanos >= TimeUnit.SECONDS.toNanos(QUIET_SECONDS)) {
      sayWell(fading);
      fading = null;
    }
  }

  void well() {
    Condition before = condition;
    if (before == null) {
      return;
    }
    sayWell(before);
    condition = null;
    since = clock.now();
  }

  private void sayWell(Condition before) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(clock.nanoTime() - sinceNanos);
    log.info(
        "queue {}: well again; {} lasted {} s, {} times",
        queueName,
        before.state(),
        seconds,
        times);
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
