package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.EpochClock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The lock that appends take one after another. A caller of the logger waits for it a limited time; an
 * interrupt neither ends the wait nor is lost. Thread-safe.
 */
final class AppendLock {
  /** How long other threads wait for a journal's birth instead of the usual limit. */
  private static final long BIRTH_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final long stallNanos;
  private final EpochClock clock;

  private volatile boolean slow;

  AppendLock(long stallNanos, EpochClock clock) {
    this.stallNanos = stallNanos;
    this.clock = clock;
  }

  /** Takes the lock; false if that was not possible within the limit. */
  boolean tryLock() {
    return lock.tryLock() || waitFor();
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  /** Does something short under the lock, however long that must be waited for. */
  <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether the holder now does what takes long although nothing stalls: a journal's birth forces a
   * dozen files and loads classes.
   */
  void slow(boolean slow) {
    this.slow = slow;
  }

  private boolean waitFor() {
    boolean interrupted = false;
    long since = clock.nanoTime();
    try {
      while (true) {
        try {
          if (lock.tryLock(stallNanos, TimeUnit.NANOSECONDS)) {
            return true;
          }
          if (!slow || clock.nanoTime() - since >= BIRTH_NANOS_MAX) {
            return false;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
