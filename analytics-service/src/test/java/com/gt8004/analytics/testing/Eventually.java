package com.gt8004.analytics.testing;

import com.gt8004.analytics.time.Deadline;
import com.gt8004.analytics.time.ServiceClock;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a condition, never for a time. */
public final class Eventually {
  private static final Duration POLL = Duration.ofMillis(50);

  private Eventually() {}

  /** True as soon as the condition holds, false when the time is up. */
  public static boolean within(Duration limit, Callable<Boolean> condition) throws Exception {
    Deadline deadline = Deadline.in(limit, ServiceClock.system());
    while (!condition.call()) {
      if (deadline.passed()) {
        return false;
      }
      ServiceClock.system().sleep(POLL);
    }
    return true;
  }
}
