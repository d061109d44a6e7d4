package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.EpochClock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The lock that appends take one after another. A caller of the logger waits for it a limited time; an
 * interrupt neither ends the wait nor is lost. Thread-safe.
 */
final class AppendLock {
  /** How long other threads wait for a journal's birth instead of the usual limit. */
  private static final long BIRTH_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

  /**
   * Who has waited longer than this goes before those who just come: else, with many threads and few
   * processors, one that is woken always finds the lock taken again, until its time is up (measured).
   */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Fair to those who queue; {@link ReentrantLock#tryLock()} passes them by, which is faster. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private final AtomicInteger impatient = new AtomicInteger();
  private final long stallNanos;
  private final EpochClock clock;

  private volatile boolean slow;

  AppendLock(long stallNanos, EpochClock clock) {
    this.stallNanos = stallNanos;
    this.clock = clock;
  }

  /** Takes the lock; false if that was not possible within the limit. */
  boolean tryLock() {
    return (impatient.get() == 0 && lock.tryLock()) || waitFor();
  }

  /** Takes the lock, however long that takes, and before those who just come: see {@link #PATIENCE_NANOS}. */
  void lock() {
    if (impatient.get() == 0 && lock.tryLock()) {
      return;
    }
    impatient.incrementAndGet();
    try {
      lock.lock();
    } finally {
      impatient.decrementAndGet();
    }
  }

  void unlock() {
    lock.unlock();
  }

  /** Does something short under the lock, however long that must be waited for. */
  <T> T locked(Supplier<T> work) {
    lock();
    try {
      return work.get();
    } finally {
      unlock();
    }
  }

  /**
   * Whether the holder now does what takes long although nothing stalls: a journal's birth forces a
   * dozen files and loads classes.
   */
  void slow(boolean slow) {
    this.slow = slow;
  }

  /** How many go first: who has waited so long, or waits without a limit. */
  int impatient() {
    return impatient.get();
  }

  private boolean waitFor() {
    boolean interrupted = false;
    boolean patient = true;
    long since = clock.nanoTime();
    long first = Math.min(PATIENCE_NANOS, stallNanos);
    try {
      while (true) {
        try {
          if (lock.tryLock(patient ? first : stallNanos - first, TimeUnit.NANOSECONDS)) {
            return true;
          }
          if (patient) {
            patient = false;
            impatient.incrementAndGet();
          } else if (!slow || clock.nanoTime() - since >= BIRTH_NANOS_MAX) {
            return false;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (!patient) {
        impatient.decrementAndGet();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
