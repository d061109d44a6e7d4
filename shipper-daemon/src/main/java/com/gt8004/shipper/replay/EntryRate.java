package com.gt8004.shipper.replay;

import com.gt8004.sdk.queue.EpochClock;
import java.util.concurrent.TimeUnit;

/**
 * How many entries may be sent in a minute: what was sent takes its time before the next goes. Without a
 * rate there is no limit. Not thread-safe.
 */
public final class EntryRate {
  private final long perMinute;
  private final EpochClock clock;
  private long nextNanos;

  /**
   * A rate that begins now.
   *
   * @param perMinute entries; 0 for no limit
   */
  public EntryRate(long perMinute, EpochClock clock) {
    this.perMinute = perMinute;
    this.clock = clock;
    this.nextNanos = clock.nanoTime();
  }

  /** Entries that one request may have: no more than go in a second, and one at least, or it would be no steady rate. */
  public int batchMax(int otherwise) {
    return perMinute == 0 ? otherwise : (int) Math.min(otherwise, Math.max(1, perMinute / 60));
  }

  /** Whether something may go now. */
  public boolean permits() {
    return perMinute == 0 || clock.nanoTime() - nextNanos >= 0;
  }

  /** So many entries went. What was not used before is not made up for. */
  public void sent(int entries) {
    if (perMinute > 0) {
      long now = clock.nanoTime();
      long from = now - nextNanos > 0 ? now : nextNanos;
      nextNanos = from + entries * TimeUnit.MINUTES.toNanos(1) / perMinute;
    }
  }
}
