package com.gt8004.benchmarks.sink;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.HdrHistogram.Histogram;

/** How old entries are when they arrive: their event time against the wall clock. Thread-safe. */
final class Lags {
  private static final String TIMESTAMP = "\"timestamp\":\"";
  private static final long MICROS_MAX = 3_600_000_000L;
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final double P50 = 50;
  private static final double P99 = 99;

  private final Histogram micros = new Histogram(MICROS_MAX, SIGNIFICANT_DIGITS);

  /** Notes each entry of a body that is there as a whole. */
  synchronized void note(byte[] body, int length) {
    Instant now = Instant.now();
    String text = new String(body, 0, length, StandardCharsets.ISO_8859_1);
    for (int at = text.indexOf(TIMESTAMP); at >= 0; at = text.indexOf(TIMESTAMP, at + 1)) {
      int from = at + TIMESTAMP.length();
      Instant event = Instant.parse(text.substring(from, text.indexOf('"', from)));
      long age = ChronoUnit.MICROS.between(event, now);
      micros.recordValue(Math.max(0, Math.min(age, MICROS_MAX)));
    }
  }

  synchronized void forget() {
    micros.reset();
  }

  synchronized SinkCounts into(
      long nanos, long requests, long entries, long bytes, long gzip, int connections) {
    return new SinkCounts(
        nanos,
        requests,
        entries,
        bytes,
        gzip,
        connections,
        micros.getValueAtPercentile(P50),
        micros.getValueAtPercentile(P99),
        micros.getMaxValue());
  }
}
