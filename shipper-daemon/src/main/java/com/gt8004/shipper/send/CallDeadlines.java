package com.gt8004.shipper.send;

import com.gt8004.sdk.queue.EpochClock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends calls that take too long. All may take equally long, so the oldest ends first: one timer waits for
 * it, and calls that end in time, which are thousands a second, wake nobody. Thread-safe.
 */
final class CallDeadlines implements AutoCloseable {
  private final long longestNanos;
  private final EpochClock clock;
  private final ScheduledThreadPoolExecutor timer;
  private final Set<Call> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean waiting = new AtomicBoolean();

  /** @param longest what a call may take */
  CallDeadlines(Duration longest, EpochClock clock) {
    this.longestNanos = longest.toNanos();
    this.clock = clock;
    this.timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("gt8004-send-timer"));
  }

  /** A call that is under way until {@link #end}. */
  final class Call {
    private final Runnable cut;
    private final long dueNanos;
    private volatile boolean late;

    private Call(Runnable cut, long dueNanos) {
      this.cut = cut;
      this.dueNanos = dueNanos;
    }

    /** Whether it took too long and was cut. */
    boolean isLate() {
      return late;
    }

    void end() {
      underWay.remove(this);
    }

    private void cutIfDue(long now) {
      if (dueNanos - now <= 0) {
        late = true;
        underWay.remove(this);
        cut.run();
      }
    }
  }

  /**
   * A call begins now.
   *
   * @param cut ends it, from another thread
   */
  Call begin(Runnable cut) {
    Call call = new Call(cut, clock.nanoTime() + longestNanos);
    underWay.add(call);
    waitForOldest();
    return call;
  }

  private void waitForOldest() {
    if (waiting.compareAndSet(false, true)) {
      long now = clock.nanoTime();
      long soonest = longestNanos;
      for (Call call : underWay) {
        soonest = Math.min(soonest, call.dueNanos - now);
      }
      var unused = timer.schedule(this::look, Math.max(0, soonest), TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    long now = clock.nanoTime();
    try {
      for (Call call : underWay) {
        call.cutIfDue(now);
      }
    } finally {
      waiting.set(false);
      if (!underWay.isEmpty()) { // whoever begins from now on sees that nobody waits
        waitForOldest();
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
