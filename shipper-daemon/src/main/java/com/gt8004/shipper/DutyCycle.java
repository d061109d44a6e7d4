package com.gt8004.shipper;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the thread that runs a step again and again: at once while there is work, else after 1 ms,
 * doubling to 50 ms, or when {@link #wake} is called. Tests call the step themselves and need none of
 * this.
 */
final class DutyCycle {
  private static final Logger log = LoggerFactory.getLogger(DutyCycle.class);
  private static final long IDLE_NANOS_FIRST = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long IDLE_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(50);

  private final IntSupplier step;
  private final BooleanSupplier finished;
  private final Runnable atEnd;
  private final Thread thread;
  private boolean failing;

  /**
   * A cycle that is not started yet.
   *
   * @param step one round; returns the work done, 0 for none
   * @param finished asked after each round; true ends the cycle
   * @param atEnd called last, on the same thread, whatever happened
   */
  DutyCycle(String name, IntSupplier step, BooleanSupplier finished, Runnable atEnd) {
    this.step = step;
    this.finished = finished;
    this.atEnd = atEnd;
    this.thread = new Thread(this::run, name);
  }

  /** Makes it one that the process need not wait for; only before {@link #start}. */
  void asGuest() {
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends an idle wait early. Thread-safe. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** Waits for the end; false if it did not come in time. An interrupt ends the wait, too. */
  boolean await(Duration timeout) {
    wake();
    try {
      thread.join(timeout.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private void run() {
    try {
      long idleNanos = IDLE_NANOS_FIRST;
      while (!finished.getAsBoolean()) {
        if (round() > 0) {
          idleNanos = IDLE_NANOS_FIRST;
        } else {
          LockSupport.parkNanos(this, idleNanos);
          idleNanos = Math.min(2 * idleNanos, IDLE_NANOS_MAX);
        }
      }
    } finally {
      atEnd.run();
    }
  }

  /** A bug in one round must not end shipping for good; said once until a round succeeds again. */
  private int round() {
    try {
      int work = step.getAsInt();
      failing = false;
      return work;
    } catch (RuntimeException | InternalError bug) { // the latter: a mapped page that is broken
      if (!failing) {
        log.error("a round of {} failed by a bug; going on", thread.getName(), bug);
      }
      failing = true;
      return 0;
    }
  }
}
