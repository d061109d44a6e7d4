package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.send.SendResult;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What was done for one queue since this process started. Not thread-safe: owned by the shipping thread. */
final class Counters {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(60);

  private record Mark(long nanos, long settled) {}

  private final EpochClock clock;
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();

  long requests;
  long resentRequests;
  long accepted;
  long duplicates;
  long rejected;
  long expired;
  /** Accepted entries whose bodies were cut because the server takes no request of that size. */
  long truncated;
  /** Entries that were newly noted as damaged or gone. */
  long damaged;

  /** Of request bodies, as they were before compression. */
  long sentBytes;

  private final Map<OutcomeClass, Long> outcomes = new EnumMap<>(OutcomeClass.class);
  private long lastSettledMicros = -1;

  Counters(EpochClock clock) {
    this.clock = clock;
    marks.add(new Mark(clock.nanoTime(), 0));
  }

  /** The requests of one shipment grew from {@code before} to {@code after}; all but its first resend. */
  void requested(int before, int after) {
    requests += after - before;
    resentRequests += after - before - (before == 0 && after > 0 ? 1 : 0);
  }

  /** An answer came to a shipment that had taken {@code before} requests until then. */
  void landed(int before, Shipment shipment) {
    requested(before, shipment.attempts());
    int made = shipment.attempts() - before;
    SendResult answer = shipment.answer();
    if (made > 0 && answer != null) {
      sentBytes += made * shipment.body().length();
      // Only what may pass is tried again within one call: all but its last request were that.
      outcomes.merge(OutcomeClass.TRANSIENT, made - 1L, Long::sum);
      outcomes.merge(OutcomeClass.of(answer.outcome()), 1L, Long::sum);
    }
  }

  /** Requests that came to this. */
  long requests(OutcomeClass outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  /** A batch was settled just now. */
  void succeeded() {
    lastSettledMicros = clock.epochMicros();
  }

  /** When the last batch was settled, in epoch microseconds; -1 before the first. */
  long lastSettledMicros() {
    return lastSettledMicros;
  }

  long settled() {
    return accepted + duplicates + rejected + expired;
  }

  /** Remembers how far it is, once a second, for {@link #settledPerSecond}. */
  void mark() {
    marks.add(new Mark(clock.nanoTime(), settled()));
    while (marks.size() > 2 && clock.nanoTime() - marks.getFirst().nanos() > WINDOW_NANOS) {
      marks.removeFirst();
    }
  }

  /** Entries settled a second over the last minute, or since the start if that is less. */
  double settledPerSecond() {
    Mark oldest = marks.getFirst();
    double seconds = (clock.nanoTime() - oldest.nanos()) / 1e9;
    return seconds < 0.001 ? 0 : (settled() - oldest.settled()) / seconds;
  }
}
