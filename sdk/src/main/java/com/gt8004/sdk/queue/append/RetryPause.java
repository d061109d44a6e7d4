package com.gt8004.sdk.queue.append;

import java.util.concurrent.TimeUnit;

/**
 * How soon a new journal is tried after a failure: one failure of a healthy journal costs one entry,
 * what fails again at once is given five seconds. Not thread-safe: used under the append lock.
 */
final class RetryPause {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private boolean failedBefore;
  private boolean resting;
  private long failedAtNanos;

  /** Whether to wait yet. */
  boolean isOn(long nowNanos) {
    return resting && nowNanos - failedAtNanos < PAUSE_NANOS;
  }

  /** @param atBirth whether no journal came about at all */
  void failed(boolean atBirth, long nowNanos) {
    resting = atBirth || (failedBefore && nowNanos - failedAtNanos < PAUSE_NANOS);
    failedBefore = true;
    failedAtNanos = nowNanos;
  }

  void ended() {
    resting = false;
  }
}
