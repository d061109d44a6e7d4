package com.gt8004.analytics.store;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What is counted of some entries, whichever they are. Immutable.
 *
 * @param errors status 400 and above except 402
 * @param payments amounts above 0, each transaction once
 * @param paymentRequired status 402
 * @param timeouts status 408 or 504, or more than 30 s
 * @param revenue sum of the payments in USDC
 * @param unproven the part of the revenue that names no transaction
 */
public record Counted(
    long requests,
    long errors,
    long payments,
    long paymentRequired,
    long timeouts,
    BigDecimal sumResponseMs,
    BigDecimal maxResponseMs,
    BigDecimal revenue,
    BigDecimal unproven,
    LatencyHistogram latency) {
  /** No entry at all. */
  public static final Counted NOTHING = new Counted(
      0,
      0,
      0,
      0,
      0,
      BigDecimal.ZERO,
      BigDecimal.ZERO,
      BigDecimal.ZERO,
      BigDecimal.ZERO,
      LatencyHistogram.EMPTY);

  /** The columns of a rollup that {@link #SUMS} adds up. */
  static final String COLUMNS =
      "requests, errors, payments, payment_required, timeouts, sum_response_ms, max_response_ms,"
          + " revenue_usdc, unproven_usdc, latency";

  /** For a query over rollups; {@link #read} reads these ten columns. */
  static final String SUMS =
      "coalesce(sum(requests), 0), coalesce(sum(errors), 0), coalesce(sum(payments), 0),"
          + " coalesce(sum(payment_required), 0), coalesce(sum(timeouts), 0), coalesce(sum(sum_response_ms), 0),"
          + " coalesce(max(max_response_ms), 0), coalesce(sum(revenue_usdc), 0), coalesce(sum(unproven_usdc), 0),"
          + " sum(latency)";

  static Counted read(ResultSet result, int first) throws SQLException {
    return new Counted(
        result.getLong(first),
        result.getLong(first + 1),
        result.getLong(first + 2),
        result.getLong(first + 3),
        result.getLong(first + 4),
        result.getBigDecimal(first + 5),
        result.getBigDecimal(first + 6),
        result.getBigDecimal(first + 7),
        result.getBigDecimal(first + 8),
        LatencyHistogram.of(result.getBigDecimal(first + 9)));
  }

  /** Both together. */
  public Counted plus(Counted other) {
    return new Counted(
        requests + other.requests,
        errors + other.errors,
        payments + other.payments,
        paymentRequired + other.paymentRequired,
        timeouts + other.timeouts,
        sumResponseMs.add(other.sumResponseMs),
        maxResponseMs.max(other.maxResponseMs),
        revenue.add(other.revenue),
        unproven.add(other.unproven),
        latency.plus(other.latency));
  }

  /** Mean latency in milliseconds, three decimals; 0 without entries. */
  public BigDecimal avgResponseMs() {
    return requests == 0
        ? BigDecimal.ZERO
        : sumResponseMs.divide(BigDecimal.valueOf(requests), 3, RoundingMode.HALF_UP);
  }

  /** From 0 to 1; 0 without entries. */
  public double errorRate() {
    return shareOf(errors);
  }

  /** That many of the requests, from 0 to 1. */
  public double shareOf(long some) {
    return requests == 0 ? 0 : (double) some / requests;
  }

  /** The latency in milliseconds that this share does not exceed; see {@link LatencyHistogram}. */
  public double percentile(double share) {
    return latency.percentile(share, maxResponseMs.doubleValue());
  }
}
