package com.gt8004.analytics.ingest;

import com.gt8004.analytics.time.ServiceClock;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * So many requests a second for each agent, and twice as many at once after a pause. Thread-safe. Each
 * service counts for itself.
 */
public final class RateLimit {
  private static final int BURST_SECONDS = 2;

  /** Beyond, agents that have a full allowance are forgotten. */
  private static final int AGENTS_MAX = 10_000;

  private final int perSecond;
  private final ServiceClock clock;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  /** What an agent may still send; guarded by itself. */
  private static final class Bucket {
    double allowance;
    long asOfNanos;
  }

  /**
   * @param perSecond 0 for no limit
   */
  public RateLimit(int perSecond, ServiceClock clock) {
    this.perSecond = perSecond;
    this.clock = clock;
  }

  /** Takes one request from the agent's allowance; zero if it may pass, else how long to wait. */
  Duration take(String agentId) {
    if (perSecond == 0) {
      return Duration.ZERO;
    }
    if (buckets.size() > AGENTS_MAX) {
      forgetFull();
    }
    Bucket bucket = buckets.computeIfAbsent(agentId, unused -> full());
    synchronized (bucket) {
      refill(bucket);
      if (bucket.allowance >= 1) {
        bucket.allowance--;
        return Duration.ZERO;
      }
      return Duration.ofNanos((long) ((1 - bucket.allowance) / perSecond * 1e9));
    }
  }

  private Bucket full() {
    Bucket bucket = new Bucket();
    bucket.allowance = (double) perSecond * BURST_SECONDS;
    bucket.asOfNanos = clock.nanoTime();
    return bucket;
  }

  private void refill(Bucket bucket) {
    long now = clock.nanoTime();
    double earned = (now - bucket.asOfNanos) / 1e9 * perSecond;
    bucket.allowance = Math.min((double) perSecond * BURST_SECONDS, bucket.allowance + earned);
    bucket.asOfNanos = now;
  }

  private void forgetFull() {
    for (Iterator<Bucket> each = buckets.values().iterator(); each.hasNext(); ) {
      Bucket bucket = each.next();
      synchronized (bucket) {
        refill(bucket);
        if (bucket.allowance >= perSecond * BURST_SECONDS) {
          each.remove();
        }
      }
    }
  }
}
