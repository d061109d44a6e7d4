package com.gt8004.shipper.replay;

import com.gt8004.sdk.queue.EpochClock;
import java.util.concurrent.TimeUnit;

/**
 * How many entries may be sent in a second: what was sent takes its time before the next goes. Without a
 * rate there is no limit. Not thread-safe.
 */
public final class EntryRate {
  private final long perSecond;
  private final EpochClock clock;
  private long nextNanos;

  /**
   * A rate that begins now.
   *
   * @param perSecond entries; 0 for no limit
   */
  public EntryRate(long perSecond, EpochClock clock) {
    this.perSecond = perSecond;
    this.clock = clock;
    this.nextNanos = clock.nanoTime();
  }

  /** Entries that one request may have: no more than go in a second, or it would be no steady rate. */
  public int batchMax(int otherwise) {
    return perSecond == 0 ? otherwise : (int) Math.min(otherwise, perSecond);
  }

  /** Whether something may go now. */
  public boolean permits() {
    return perSecond == 0 || clock.nanoTime() - nextNanos >= 0;
  }

  /** So many entries went. What was not used before is not made up for. */
  public void sent(int entries) {
    if (perSecond > 0) {
      long now = clock.nanoTime();
      long from = now - nextNanos > 0 ? now : nextNanos;
      nextNanos = from + entries * TimeUnit.SECONDS.toNanos(1) / perSecond;
    }
  }
}
