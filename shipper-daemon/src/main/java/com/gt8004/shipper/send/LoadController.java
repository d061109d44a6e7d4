package com.gt8004.shipper.send;

import com.gt8004.sdk.queue.EpochClock;
import java.util.concurrent.TimeUnit;

/**
 * How many requests may be under way at one origin: one more after each window in which answers came as
 * fast as they ever do and all places were taken; a part of them when the server is busy or its answers
 * take twice as long. A server that only queues what it is sent answers later, not more, so what
 * is gained by more requests is looked for in the time of one.
 *
 * <p>The time to compare with is that of the fastest window. It is taken anew every 10 s, with half the
 * requests, and when the requests' size has changed: else a slow server would pass for a fast one as
 * soon as the fast window was forgotten. Not thread-safe: owned by the shipping thread.
 */
public final class LoadController {
  /** As many as design and server agree on. */
  public static final int IN_FLIGHT_MAX = 16;

  private static final double BUSY_FACTOR = 0.5;
  private static final double SLOW_FACTOR = 0.75;

  /** Twice: below that, a mean of few answers tells noise. */
  private static final double SLOW = 2;

  private static final double OTHER_SIZE = 1.5;
  private static final int WINDOW_ANSWERS_MIN = 8;
  private static final long WINDOW_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long FASTEST_AGE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final EpochClock clock;
  private double limit = 1;
  private boolean wasReached;
  private long windowNanos;
  private int answers;
  private double sumNanos;
  private double sumBytes;
  private double fastestNanos;
  private double fastestBytes;
  private long fastestSinceNanos;

  /** Begins with one request: nothing is known of the server yet. */
  public LoadController(EpochClock clock) {
    this.clock = clock;
    this.windowNanos = clock.nanoTime();
  }

  /** Requests that may be under way, 1 to {@value #IN_FLIGHT_MAX}. */
  public int limit() {
    return (int) limit;
  }

  /** A request goes out; that many are under way with it. */
  public void sent(int inFlight) {
    wasReached |= inFlight >= limit();
  }

  /** A request of so many bytes was answered after so many nanoseconds. */
  public void answered(long bytes, long nanos) {
    answers++;
    sumNanos += nanos;
    sumBytes += bytes;
    long now = clock.nanoTime();
    if (answers >= WINDOW_ANSWERS_MIN && now - windowNanos >= WINDOW_NANOS_MIN) {
      judge(sumNanos / answers, sumBytes / answers, now);
      begin(now);
    }
  }

  /** The server is busy or away. */
  public void busy() {
    shrink(BUSY_FACTOR);
    begin(clock.nanoTime());
  }

  /** Nobody knows any more what the server can do. */
  public void startOver() {
    limit = 1;
    fastestNanos = 0;
    begin(clock.nanoTime());
  }

  private void judge(double nanos, double bytes, long now) {
    boolean otherSize = bytes > fastestBytes * OTHER_SIZE || bytes < fastestBytes / OTHER_SIZE;
    if (fastestNanos == 0 || otherSize || nanos < fastestNanos) {
      fastestNanos = nanos;
      fastestBytes = bytes;
      fastestSinceNanos = now;
    }
    if (nanos > fastestNanos * SLOW) {
      shrink(SLOW_FACTOR);
    } else if (wasReached) {
      limit = Math.min(limit + 1, IN_FLIGHT_MAX);
    }
    if (now - fastestSinceNanos >= FASTEST_AGE_NANOS) {
      fastestNanos = 0;
      shrink(BUSY_FACTOR);
    }
  }

  private void shrink(double factor) {
    limit = Math.max(1, limit * factor);
  }

  private void begin(long now) {
    windowNanos = now;
    answers = 0;
    sumNanos = 0;
    sumBytes = 0;
    wasReached = false;
  }
}
