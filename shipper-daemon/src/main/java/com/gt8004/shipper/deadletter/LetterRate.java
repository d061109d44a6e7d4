package com.gt8004.shipper.deadletter;

import com.gt8004.sdk.queue.EpochClock;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a queue makes dead letters at a rate that speaks against the server rather than the entries:
 * more than {@value #LETTERS_MAX} in 10 minutes, or more than 1 % of what was settled in that time, if
 * that is more. Once it does, it does until {@link #forget}. Forgotten with the process. Not
 * thread-safe: owned by the shipping thread.
 */
public final class LetterRate {
  static final int LETTERS_MAX = 100;

  private static final int SETTLED_PER_LETTER = 100;
  private static final long SPAN_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** A sixtieth of the span: as fine as the rule needs to be, whatever comes in a second. */
  private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final class Slice {
    final long nanos;
    long letters;
    long settled;

    Slice(long nanos) {
      this.nanos = nanos;
    }
  }

  private final EpochClock clock;
  private final ArrayDeque<Slice> slices = new ArrayDeque<>();
  private long letters;
  private long settled;
  private @Nullable String storm;

  /** Nothing was settled yet. */
  public LetterRate(EpochClock clock) {
    this.clock = clock;
  }

  /** So many entries were settled, letters among them. */
  public void settled(long entries) {
    slice().settled += entries;
    settled += entries;
  }

  /** A letter was kept that was not there before. */
  public void kept() {
    slice().letters++;
    letters++;
  }

  /** Whether one more letter would be too many. */
  public boolean isStorm() {
    slice();
    if (storm == null && letters >= Math.max(LETTERS_MAX, settled / SETTLED_PER_LETTER)) {
      storm = letters + " dead letters within 10 minutes in which " + settled
          + " entries were settled; at most are made " + LETTERS_MAX + ", or one in "
          + SETTLED_PER_LETTER + " entries";
    }
    return storm != null;
  }

  /** Why it {@link #isStorm}, for people. */
  public String describe() {
    return Objects.requireNonNull(storm, "no storm");
  }

  /** An operator has looked at it: begins anew. */
  public void forget() {
    slices.clear();
    letters = 0;
    settled = 0;
    storm = null;
  }

  private Slice slice() {
    long now = clock.nanoTime();
    while (!slices.isEmpty() && now - slices.getFirst().nanos >= SPAN_NANOS) {
      Slice old = slices.removeFirst();
      letters -= old.letters;
      settled -= old.settled;
    }
    if (slices.isEmpty() || now - slices.getLast().nanos >= SLICE_NANOS) {
      slices.addLast(new Slice(now));
    }
    return slices.getLast();
  }
}
