package com.gt8004.analytics.store;

/**
 * What is counted of rows, as SQL that ingest and recount share, so that they cannot count differently.
 *
 * <p>All of it reads {@code measured}, which {@link #measured} makes from rows. Every aggregate is a
 * sum, a greatest or a least, so parts can be added in any order and to any depth.
 */
final class Rollups {
  /** Sums that all rollups of requests have. */
  private static final String SUMS =
      "requests, errors, payments, payment_required, sum_response_ms, revenue_usdc, unproven_usdc";

  private static final String COUNTED = """
      count(*), count(*) FILTER (WHERE status_code >= 400 AND status_code <> 402), count(paid),
      count(*) FILTER (WHERE status_code = 402), sum(response_ms), coalesce(sum(paid), 0), coalesce(sum(unproven), 0)""";

  private static final String LATENCY = "timeouts, max_response_ms, latency";

  private static final String COUNTED_LATENCY =
      "count(*) FILTER (WHERE status_code IN (408, 504) OR response_ms > 30000), max(response_ms), sum(latency)";

  static final String MINUTE_COLUMNS = "agent_id, minute, " + SUMS + ", " + LATENCY;

  static final String MINUTES = "SELECT agent_id, date_trunc('minute', \"timestamp\"), " + COUNTED
      + ", " + COUNTED_LATENCY + " FROM measured GROUP BY 1, 2 ORDER BY 2";

  static final String HOUR_COLUMNS =
      "agent_id, kind, start, name, detail, " + SUMS + ", " + LATENCY;

  static final String HOURS = """
      SELECT agent_id, kind, date_trunc('hour', "timestamp", 'UTC') AS start, name, detail, %s, %s
      FROM measured CROSS JOIN LATERAL (VALUES
        ('agent', '', ''),
        ('tool', coalesce(tool_name, ''), coalesce(protocol, 'http')),
        ('protocol', coalesce(protocol, 'http'), source),
        ('status', status_code::text, coalesce(error_type, '')),
        ('endpoint', CASE WHEN protocol = 'a2a' THEN left(split_part(path, '?', 1), 256) END, method)
      ) AS dimension (kind, name, detail)
      WHERE name IS NOT NULL
      GROUP BY 1, 2, 3, 4, 5
      ORDER BY 1, 2, 3, 4, 5
      """.formatted(COUNTED, COUNTED_LATENCY);

  /** From hours, which the source names. */
  static String days(String hours) {
    return "SELECT agent_id, kind, date_trunc('day', start, 'UTC'), name, detail, sum(requests), sum(errors),"
        + " sum(payments), sum(payment_required), sum(sum_response_ms), sum(revenue_usdc), sum(unproven_usdc),"
        + " sum(timeouts), max(max_response_ms), sum(latency) FROM " + hours
        + " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5";
  }

  static final String CUSTOMER_DAY_COLUMNS = "agent_id, customer_id, day, protocol, tool_name, "
      + SUMS + ", first_at, last_at, first_paid_at";

  static final String CUSTOMER_DAYS = """
      SELECT agent_id, customer_id, ("timestamp" AT TIME ZONE 'UTC')::date AS day, coalesce(protocol, 'http'),
             coalesce(tool_name, ''), %s, min("timestamp"), max("timestamp"), min("timestamp") FILTER (WHERE paid IS NOT NULL)
      FROM measured WHERE customer_id IS NOT NULL
      GROUP BY 1, 2, 3, 4, 5
      ORDER BY 1, 2, 3, 4, 5
      """.formatted(COUNTED);

  static final String CUSTOMER_COLUMNS = "agent_id, customer_id, " + SUMS
      + ", first_seen_at, last_seen_at, first_mcp_at, first_a2a_at, first_paid_at";

  /** From days of customers, which the source names. */
  static String customers(String days) {
    return """
        SELECT agent_id, customer_id, sum(requests), sum(errors), sum(payments), sum(payment_required),
               sum(sum_response_ms), sum(revenue_usdc), sum(unproven_usdc), min(first_at), max(last_at),
               min(first_at) FILTER (WHERE protocol = 'mcp'), min(first_at) FILTER (WHERE protocol = 'a2a'),
               min(first_paid_at)
        FROM %s GROUP BY 1, 2 ORDER BY 1, 2
        """.formatted(days);
  }

  private static final String ADD_SUMS = """
      requests = known.requests + excluded.requests,
      errors = known.errors + excluded.errors,
      payments = known.payments + excluded.payments,
      payment_required = known.payment_required + excluded.payment_required,
      sum_response_ms = known.sum_response_ms + excluded.sum_response_ms,
      revenue_usdc = known.revenue_usdc + excluded.revenue_usdc,
      unproven_usdc = known.unproven_usdc + excluded.unproven_usdc""";

  /** For a conflict with what is {@code known}. */
  static final String ADD_REQUESTS = ADD_SUMS + """
      ,
      timeouts = known.timeouts + excluded.timeouts,
      max_response_ms = greatest(known.max_response_ms, excluded.max_response_ms),
      latency = known.latency + excluded.latency""";

  static final String ADD_CUSTOMER_DAY = ADD_SUMS + """
      ,
      first_at = least(known.first_at, excluded.first_at),
      last_at = greatest(known.last_at, excluded.last_at),
      first_paid_at = least(known.first_paid_at, excluded.first_paid_at)""";

  static final String ADD_CUSTOMER = ADD_SUMS + """
      ,
      first_seen_at = least(known.first_seen_at, excluded.first_seen_at),
      last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at),
      first_mcp_at = least(known.first_mcp_at, excluded.first_mcp_at),
      first_a2a_at = least(known.first_a2a_at, excluded.first_a2a_at),
      first_paid_at = least(known.first_paid_at, excluded.first_paid_at)""";

  private Rollups() {}

  /** Rows with what is counted of each; the source may end in a WHERE. */
  static String measured(String rows) {
    return """
        SELECT agent_id, "timestamp", status_code, error_type, response_ms, customer_id, tool_name, protocol, source,
               method, path, latency_digit(response_ms) AS latency,
               CASE WHEN x402_counted THEN x402_amount END AS paid,
               CASE WHEN x402_counted AND x402_tx_hash IS NULL THEN x402_amount END AS unproven
        FROM %s
        """.formatted(rows);
  }
}
