package com.gt8004.shipper;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What a replay waits at: an answer has come, or somebody wants it to end. Thread-safe. */
final class ReplaySignal {
  private final Semaphore news = new Semaphore(0);
  private volatile boolean cancelled;

  void cancel() {
    cancelled = true;
    wake();
  }

  boolean isCancelled() {
    return cancelled;
  }

  void wake() {
    news.release();
  }

  /** Returns after a wake since the last call, or after so many milliseconds; an interrupt cancels. */
  void await(long millis) {
    try {
      if (news.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
        news.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancelled = true;
    }
  }
}
