package com.gt8004.shipper.send;

import com.gt8004.sdk.queue.EpochClock;
import java.util.concurrent.TimeUnit;

/**
 * How large a request one URL takes, as far as its answers have told: between the largest that it
 * accepted and the smallest that it refused with 413. Forgotten with the process. Not thread-safe:
 * owned by the shipping thread.
 *
 * <p>Going down it halves. Going up it doubles, and only when nothing was refused for 10 minutes: a
 * limit is raised by people, who need not be asked more often.
 */
public final class SizeLimit {
  private static final long UPWARDS_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long NONE = Long.MAX_VALUE;

  private final EpochClock clock;
  private long accepted;
  private long refused = NONE;
  private long refusedNanos;

  /** Knows nothing yet. */
  public SizeLimit(EpochClock clock) {
    this.clock = clock;
  }

  /** A body of so many bytes was accepted. */
  public void accepted(long bytes) {
    accepted = Math.max(accepted, bytes);
    if (bytes >= refused) {
      refused = NONE; // somebody raised the limit
    }
  }

  /** A body of so many bytes was too large. */
  public void refused(long bytes) {
    if (bytes < refused || isTimeToTry()) {
      refusedNanos = clock.nanoTime();
    }
    refused = Math.min(refused, bytes);
    if (accepted >= bytes) {
      accepted = 0; // somebody lowered the limit
    }
  }

  /** Bytes that a new body may have, of {@code configured} ones. */
  public long largest(long configured) {
    if (refused == NONE) {
      return configured;
    }
    return Math.min(configured, isTimeToTry() ? 2 * below(refused) : below(refused));
  }

  /** Whether a body of so many bytes need not be sent as it is: it is too large. */
  public boolean isTooLarge(long bytes) {
    return bytes >= refused && !isTimeToTry();
  }

  /** Whether nobody can say if a body of so many bytes passes, and that it may not is known. */
  public boolean isUnsure(long bytes) {
    return refused != NONE && bytes > accepted;
  }

  /** What to make of a body of so many bytes that was too large: at least half of what would pass. */
  public long less(long bytes) {
    return below(Math.min(bytes, refused));
  }

  /** As large as was accepted, if that is more than the half. */
  private long below(long tooLarge) {
    return Math.max(1, Math.max(accepted < tooLarge ? accepted : 0, tooLarge / 2));
  }

  private boolean isTimeToTry() {
    return refused != NONE && clock.nanoTime() - refusedNanos >= UPWARDS_NANOS;
  }
}
