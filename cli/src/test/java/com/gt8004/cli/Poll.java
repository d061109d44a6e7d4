package com.gt8004.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for what another process or thread does. */
final class Poll {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int EVERY_MILLIS = 20;

  private Poll() {}

  /** What is waited for. */
  interface Condition {
    boolean holds() throws Exception;
  }

  static void until(String what, Condition condition) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    for (long waited = 0; !condition.holds(); waited += EVERY_MILLIS) {
      if (waited > PATIENCE.toMillis()) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      never.await(EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
