package com.gt8004.shipper.send;

import com.gt8004.sdk.queue.EpochClock;
import java.util.concurrent.TimeUnit;

/**
 * How many requests may be under way at one origin: one more after each window in which answers came
 * within twice the time of a request that goes alone, and all places were taken; a part of them when the
 * server is busy or its answers take longer than that. A server that only queues what it is sent answers
 * later, not more.
 *
 * <p>What a request takes that goes alone is measured again after 1 s, 2 s, 4 s, 8 s, and then every 10
 * s, for one window: a process that has just started is slow by itself. A measure from among
 * others would let a slow server pass for a fast one as soon as the fast times were forgotten. No more
 * than a twentieth of the time goes into it: of a slow server fewer answers suffice, because noise
 * is small against them, and the next measurement is later. Not thread-safe: owned by the shipping
 * thread.
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

  /** Of answers that take longer than this, so many tell enough. */
  private static final int SLOW_ANSWERS_MIN = 3;

  private static final long SLOW_ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Between two measurements lies so many times what the last one took, if that was half a second or more. */
  private static final int MEASURE_SHARE = 20;

  private static final long WINDOW_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long MEASURE_AGE_NANOS_FIRST = TimeUnit.SECONDS.toNanos(1);
  private static final long MEASURE_AGE_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

  private final EpochClock clock;
  private double limit = 1;
  private boolean measuring = true;
  private boolean wasReached;
  private long windowNanos;
  private int answers;
  private double sumNanos;
  private double sumBytes;
  private double aloneNanos;
  private double aloneBytes;
  private long measuredNanos;
  private long measureAgeNanos = MEASURE_AGE_NANOS_FIRST;
  private long measureTookNanos;

  /** Begins with one request: nothing is known of the server yet. */
  public LoadController(EpochClock clock) {
    this.clock = clock;
    this.windowNanos = clock.nanoTime();
  }

  /** Requests that may be under way, 1 to {@value #IN_FLIGHT_MAX}. */
  public int limit() {
    return measuring ? 1 : (int) limit;
  }

  /** A request goes out; that many are under way with it. */
  public void sent(int inFlight) {
    wasReached |= inFlight >= limit();
  }

  /** A request of so many bytes was answered just now, after so many nanoseconds. */
  public void answered(long bytes, long nanos) {
    long now = clock.nanoTime();
    if (now - nanos - windowNanos < 0) {
      return; // it went out in another window, among as many as were good then
    }
    answers++;
    sumNanos += nanos;
    sumBytes += bytes;
    if (answers >= answersMin() && now - windowNanos >= WINDOW_NANOS_MIN) {
      judge(sumNanos / answers, sumBytes / answers, now);
      begin(now);
    }
  }

  private int answersMin() {
    boolean slow = sumNanos > (double) SLOW_ANSWER_NANOS * answers;
    return slow ? SLOW_ANSWERS_MIN : WINDOW_ANSWERS_MIN;
  }

  /** The server is busy or away. */
  public void busy() {
    shrink(BUSY_FACTOR);
    begin(clock.nanoTime());
  }

  /** Nobody knows any more what the server can do. */
  public void startOver() {
    limit = 1;
    measuring = true;
    measureAgeNanos = MEASURE_AGE_NANOS_FIRST;
    begin(clock.nanoTime());
  }

  private void judge(double nanos, double bytes, long now) {
    boolean otherSize = bytes > aloneBytes * OTHER_SIZE || bytes < aloneBytes / OTHER_SIZE;
    if (measuring || otherSize || nanos < aloneNanos) {
      aloneNanos = nanos;
      aloneBytes = bytes;
    }
    if (measuring) {
      measuredNanos = now;
      measureTookNanos = (long) sumNanos; // what had nothing to send in between cost nothing
      measuring = false;
    }
    if (nanos > aloneNanos * SLOW) {
      shrink(SLOW_FACTOR);
    } else if (wasReached) {
      limit = Math.min(limit + 1, IN_FLIGHT_MAX);
    }
    boolean costly = measureTookNanos >= SLOW_ANSWER_NANOS;
    long pauseNanos = costly ? MEASURE_SHARE * measureTookNanos : 0;
    if (now - measuredNanos >= Math.max(measureAgeNanos, pauseNanos)) {
      measuring = true;
      measureAgeNanos = Math.min(2 * measureAgeNanos, MEASURE_AGE_NANOS_MAX);
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
