package com.gt8004.analytics.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often which latency occurred. Immutable; {@link #plus} adds two, in any order, without loss.
 *
 * <p>170 buckets: below 0.1 ms, 24 to each factor of ten, and from 1,000 s on. In the database a
 * histogram is one number with twelve decimal digits for each bucket, so that a sum of numbers is a sum
 * of histograms; {@code latency_digit} there knows the same edges.
 */
public final class LatencyHistogram {
  private static final int DIGITS = 12;
  private static final int EDGES_A_DECADE = 24;
  private static final int DECADES_BELOW_ONE = 1;
  private static final int DECADES = 7;
  private static final double[] EDGES = edges();

  /** No latency at all. */
  public static final LatencyHistogram EMPTY = new LatencyHistogram(new long[EDGES.length + 1]);

  private final long[] counts;

  private LatencyHistogram(long[] counts) {
    this.counts = counts;
  }

  /** Three digits each, so that every machine and the migration have the same ones. */
  private static double[] edges() {
    double[] edges = new double[DECADES * EDGES_A_DECADE + 1];
    for (int i = 0; i < edges.length; i++) {
      double exact = Math.pow(10, i / (double) EDGES_A_DECADE - DECADES_BELOW_ONE);
      edges[i] = new BigDecimal(exact).round(new MathContext(3)).doubleValue();
    }
    return edges;
  }

  /** Out of the database's number; null is {@link #EMPTY}. */
  static LatencyHistogram of(@Nullable BigDecimal number) {
    if (number == null || number.signum() == 0) {
      return EMPTY;
    }
    String digits = number.toBigIntegerExact().toString();
    long[] counts = new long[EDGES.length + 1];
    int bucket = 0;
    for (int until = digits.length(); until > 0; until -= DIGITS, bucket++) {
      counts[bucket] = Long.parseLong(digits, Math.max(0, until - DIGITS), until, 10);
    }
    return new LatencyHistogram(counts);
  }

  /** Both together. */
  public LatencyHistogram plus(LatencyHistogram other) {
    long[] sum = Arrays.copyOf(counts, counts.length);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.counts[i];
    }
    return new LatencyHistogram(sum);
  }

  /** How many latencies there are. */
  public long count() {
    return Arrays.stream(counts).sum();
  }

  /**
   * The latency in milliseconds that this share of all does not exceed, between the edges of its bucket
   * as if they were spread evenly there: within 10 % of the true value, mostly within 2 %. 0 when empty.
   *
   * @param share from 0 to 1
   * @param maxMs the largest latency that occurred, which no percentile exceeds
   */
  public double percentile(double share, double maxMs) {
    long count = count();
    if (count == 0) {
      return 0;
    }
    double rank = share * count;
    long before = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      if (counts[bucket] > 0 && before + counts[bucket] >= rank) {
        double low = bucket == 0 ? 0 : EDGES[bucket - 1];
        double high =
            bucket == EDGES.length ? Math.max(low, maxMs) : Math.min(EDGES[bucket], maxMs);
        double inside = (rank - before) / counts[bucket];
        return Math.min(maxMs, low + Math.max(0, high - low) * inside);
      }
      before += counts[bucket];
    }
    return maxMs;
  }

  /**
   * One bar.
   *
   * @param fromMs included; 0 for the first
   * @param untilMs not included; null for the last, which has no end
   */
  public record Bucket(double fromMs, @Nullable Double untilMs, long count) {}

  /** The buckets from the first to the last that has any, the empty ones between included. */
  public List<Bucket> buckets() {
    List<Bucket> buckets = new ArrayList<>();
    long left = count();
    for (int i = 0; i < counts.length && left > 0; i++) {
      left -= counts[i];
      if (counts[i] > 0 || !buckets.isEmpty()) {
        buckets.add(new Bucket(
            i == 0 ? 0 : EDGES[i - 1], i == EDGES.length ? null : (Double) EDGES[i], counts[i]));
      }
    }
    return buckets;
  }

  /** A histogram of one latency, as the database makes it. */
  static BigDecimal digitOf(double millis) {
    int bucket = 0;
    while (bucket < EDGES.length && millis >= EDGES[bucket]) {
      bucket++;
    }
    return new BigDecimal(BigInteger.TEN.pow(DIGITS * bucket));
  }
}
