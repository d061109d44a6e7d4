package com.gt8004.sdk.servlet;

import com.gt8004.sdk.capture.BodyCapture;
import com.gt8004.sdk.capture.CharacterTee;
import com.gt8004.sdk.queue.EpochClock;

/**
 * The copy of one body that flows past. Nothing that goes wrong with it comes back to whoever reads or
 * writes the body: the first failure is counted and ends the copy. Thread-safe.
 */
final class BodyCopy {
  private final BodyCapture capture = new BodyCapture();
  private final CaptureFailures failures;
  private final EpochClock clock;
  private volatile boolean broken;
  private volatile boolean begun;
  private volatile long firstByteNanos;
  private int flushes;
  private long sizeAtFlush;

  BodyCopy(CaptureFailures failures, EpochClock clock) {
    this.failures = failures;
    this.clock = clock;
  }

  BodyCapture capture() {
    return capture;
  }

  /** Whether the copy has holes and must not be shown. */
  boolean isBroken() {
    return broken;
  }

  /** When the first byte came past, by the monotonic clock; {@code otherwise} where none did. */
  long firstByteNanos(long otherwise) {
    return begun ? firstByteNanos : otherwise;
  }

  /** How often a part of the body was sent off before the next one came. */
  synchronized int flushes() {
    return flushes;
  }

  void add(int oneByte) {
    if (!broken) {
      try {
        begin();
        capture.add(oneByte);
      } catch (Throwable failure) {
        broke(failure);
      }
    }
  }

  void add(byte[] bytes, int offset, int length) {
    if (!broken) {
      try {
        begin();
        capture.add(bytes, offset, length);
      } catch (Throwable failure) {
        broke(failure);
      }
    }
  }

  void add(CharacterTee tee, char character) {
    if (!broken) {
      try {
        begin();
        tee.add(character);
      } catch (Throwable failure) {
        broke(failure);
      }
    }
  }

  void add(CharacterTee tee, char[] characters, int offset, int length) {
    if (!broken) {
      try {
        begin();
        tee.add(characters, offset, length);
      } catch (Throwable failure) {
        broke(failure);
      }
    }
  }

  void add(CharacterTee tee, CharSequence text, int start, int end) {
    if (!broken) {
      try {
        begin();
        tee.add(text, start, end);
      } catch (Throwable failure) {
        broke(failure);
      }
    }
  }

  /** What was copied so far is sent off now. */
  synchronized void flushed() {
    long size = capture.size();
    if (size > sizeAtFlush) {
      flushes++;
      sizeAtFlush = size;
    }
  }

  /** What was copied so far is thrown away before it left. */
  synchronized void clear() {
    capture.clear();
    begun = false;
    sizeAtFlush = 0;
  }

  void broke(Throwable failure) {
    broken = true;
    failures.add(failure);
  }

  private void begin() {
    if (!begun) {
      firstByteNanos = clock.nanoTime();
      begun = true;
    }
  }
}
