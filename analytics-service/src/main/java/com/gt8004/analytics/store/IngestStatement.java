package com.gt8004.analytics.store;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of the one statement that stores batches of one agent: rows, rollups, payments, sequences of
 * journals and the agent's totals, all from the rows that were new, so that sending anything again
 * changes nothing.
 *
 * <p>It begins with the agent's row and holds it until the commit, so that batches of one agent store
 * one after the other: none deadlocks with another, and arrivals are numbered in the order of commits.
 */
final class IngestStatement {
  /** Columns that come as they are; the others are the time and the headers. */
  private static final List<LogColumn> PLAIN = Arrays.stream(LogColumn.values())
      .filter(column -> column != LogColumn.TIMESTAMP && column != LogColumn.HEADERS)
      .toList();

  private static final String ROWS = """
      WITH batch AS MATERIALIZED (
        SELECT agent_id, arrivals, ?::timestamptz AS received_at, ?::boolean AS pinged, ?::bigint AS rejected,
               ?::bigint AS batches
        FROM agents WHERE agent_id = ? FOR NO KEY UPDATE
      ),
      incoming AS MATERIALIZED (
        SELECT entry.*, batch.arrivals + entry.place AS arrival,
               coalesce(entry."timestamp", batch.received_at) AS event_at,
               coalesce(entry."timestamp" < (SELECT bodies_before FROM retention)::timestamptz, false) AS bare,
               entry.untimed_id IS NULL AND entry."timestamp"
                 < coalesce((SELECT expired_before FROM retention)::timestamptz, '-infinity') AS expired
        FROM batch, unnest(%s, ?::text[], ?::int4[]) WITH ORDINALITY AS entry (%s, untimed_id, part, place)
      ),
      arrived AS (
        INSERT INTO untimed_entries (agent_id, entry_id, first_seen_at)
        SELECT batch.agent_id, incoming.untimed_id, batch.received_at
        FROM incoming, batch
        WHERE incoming.untimed_id IS NOT NULL
        ORDER BY incoming.untimed_id
        ON CONFLICT DO NOTHING
        RETURNING entry_id
      ),
      -- An entry that came before finds its transaction counted; so only new ones are counted here.
      paid AS (
        INSERT INTO payments (agent_id, tx_hash, arrival, "timestamp")
        SELECT DISTINCT ON (x402_tx_hash) batch.agent_id, x402_tx_hash, arrival, event_at
        FROM incoming, batch
        WHERE x402_amount > 0 AND x402_tx_hash IS NOT NULL AND NOT expired
        ORDER BY x402_tx_hash, arrival
        ON CONFLICT DO NOTHING
        RETURNING arrival
      ),
      fresh AS (
        INSERT INTO request_logs (agent_id, received_at, arrival, x402_counted, "timestamp", headers, %s)
        SELECT batch.agent_id, batch.received_at, arrival,
               CASE WHEN x402_amount > 0
                 THEN x402_tx_hash IS NULL OR arrival IN (SELECT arrival FROM paid) END,
               event_at, CASE WHEN NOT bare THEN incoming.headers::jsonb END, %s
        FROM incoming, batch
        WHERE NOT expired AND (untimed_id IS NULL OR untimed_id IN (SELECT entry_id FROM arrived))
        ORDER BY journal_id, sequence, foreign_entry_id, event_at, arrival
        ON CONFLICT DO NOTHING
        RETURNING *
      ),
      """.formatted(
      Arrays.stream(LogColumn.values())
          .map(column -> "?::" + column.arrayType() + "[]")
          .collect(Collectors.joining(", ")),
      Arrays.stream(LogColumn.values()).map(LogColumn::sqlName).collect(Collectors.joining(", ")),
      PLAIN.stream().map(LogColumn::sqlName).collect(Collectors.joining(", ")),
      PLAIN.stream().map(IngestStatement::kept).collect(Collectors.joining(", ")));

  private static final String ROLLUPS = """
      measured AS MATERIALIZED (%s),
      minutes AS (
        INSERT INTO request_rollup_minute AS known (%s) %s
        ON CONFLICT (agent_id, minute) DO UPDATE SET %s
      ),
      hours AS MATERIALIZED (SELECT * FROM (%s) AS hour (%s)),
      added_hours AS (
        INSERT INTO request_rollup_hour AS known (%s) SELECT * FROM hours
        ON CONFLICT (agent_id, kind, start, name, detail) DO UPDATE SET %s
      ),
      added_days AS (
        INSERT INTO request_rollup_day AS known (%s) %s
        ON CONFLICT (agent_id, kind, start, name, detail) DO UPDATE SET %s
      ),
      customer_days AS MATERIALIZED (SELECT * FROM (%s) AS day (%s)),
      added_customer_days AS (
        INSERT INTO customer_day AS known (%s) SELECT * FROM customer_days
        ON CONFLICT (agent_id, customer_id, day, protocol, tool_name) DO UPDATE SET %s
      ),
      added_customers AS (
        INSERT INTO customers AS known (%s) %s
        ON CONFLICT (agent_id, customer_id) DO UPDATE SET %s
      ),
      """.formatted(
          Rollups.measured("fresh"),
          Rollups.MINUTE_COLUMNS,
          Rollups.MINUTES,
          Rollups.ADD_REQUESTS,
          Rollups.HOURS,
          Rollups.HOUR_COLUMNS,
          Rollups.HOUR_COLUMNS,
          Rollups.ADD_REQUESTS,
          Rollups.HOUR_COLUMNS,
          Rollups.days("hours"),
          Rollups.ADD_REQUESTS,
          Rollups.CUSTOMER_DAYS,
          Rollups.CUSTOMER_DAY_COLUMNS,
          Rollups.CUSTOMER_DAY_COLUMNS,
          Rollups.ADD_CUSTOMER_DAY,
          Rollups.CUSTOMER_COLUMNS,
          Rollups.customers("customer_days"),
          Rollups.ADD_CUSTOMER);

  private static final String ARRIVAL = """
      -- Only adds, never changes what is there: upkeep merges it later.
      came AS (
        INSERT INTO journal_sequences (agent_id, journal_id, day, first_sequence, last_sequence)
        SELECT batch.agent_id, journal_id, day, min(sequence), max(sequence)
        FROM batch, (
          SELECT journal_id, day, sequence,
                 sequence - dense_rank() OVER (PARTITION BY journal_id, day ORDER BY sequence) AS island
          FROM (
            SELECT journal_id, sequence, ("timestamp" AT TIME ZONE 'UTC')::date AS day
            FROM fresh WHERE journal_id IS NOT NULL
            UNION ALL
            SELECT journal_id, sequence, (event_at AT TIME ZONE 'UTC')::date
            FROM incoming WHERE expired AND journal_id IS NOT NULL
          ) AS seen
        ) AS numbered
        GROUP BY batch.agent_id, journal_id, day, island
      ),
      repeated AS (
        SELECT coalesce(sum(entries), 0) AS entries, count(*) FILTER (WHERE entries > 0) AS batches
        FROM (
          SELECT count(*) FILTER (WHERE NOT expired) - count(fresh.arrival) AS entries
          FROM incoming LEFT JOIN fresh USING (arrival)
          GROUP BY incoming.part
        ) AS part
      ),
      totals AS (
        SELECT count(*) AS requests, coalesce(sum(response_ms), 0) AS response_ms, coalesce(sum(paid), 0) AS revenue,
               coalesce(sum(unproven), 0) AS unproven
        FROM measured
      ),
      lags AS (
        SELECT coalesce(max(ms), 0) AS max_ms, coalesce(sum(latency_digit(ms)), 0) AS histogram
        FROM (
          SELECT greatest(0, round(extract(epoch FROM received_at - "timestamp") * 1000, 3)) AS ms FROM fresh
        ) AS lag
      ),
      wire AS (
        INSERT INTO ingest_hour AS known
          (agent_id, start, batches, entries, stored, duplicates, rejected, expired, max_lag_ms, lag)
        SELECT batch.agent_id, date_trunc('hour', batch.received_at, 'UTC'), batch.batches,
               (SELECT count(*) FROM incoming) + batch.rejected, totals.requests, repeated.entries, batch.rejected,
               (SELECT count(*) FROM incoming WHERE expired), lags.max_ms, lags.histogram
        FROM batch, totals, repeated, lags
        ON CONFLICT (agent_id, start) DO UPDATE SET
          batches = known.batches + excluded.batches,
          entries = known.entries + excluded.entries,
          stored = known.stored + excluded.stored,
          duplicates = known.duplicates + excluded.duplicates,
          rejected = known.rejected + excluded.rejected,
          expired = known.expired + excluded.expired,
          max_lag_ms = greatest(known.max_lag_ms, excluded.max_lag_ms),
          lag = known.lag + excluded.lag
      )
      UPDATE agents SET
        arrivals = batch.arrivals + (SELECT count(*) FROM incoming),
        total_requests = total_requests + totals.requests,
        sum_response_ms = sum_response_ms + totals.response_ms,
        total_revenue_usdc = total_revenue_usdc + totals.revenue,
        unproven_revenue_usdc = unproven_revenue_usdc + totals.unproven,
        duplicate_entries = duplicate_entries + repeated.entries,
        duplicate_batches = duplicate_batches + repeated.batches,
        rejected_entries = rejected_entries + batch.rejected,
        sdk_connected_at = CASE WHEN batch.pinged THEN batch.received_at ELSE sdk_connected_at END,
        last_received_at = greatest(last_received_at, batch.received_at)
      FROM totals, repeated, batch
      WHERE agents.agent_id = batch.agent_id
      RETURNING batch.arrivals, (SELECT array_agg(arrival) FROM fresh), (SELECT expired_before FROM retention)
      """;

  /**
   * Parameters, in this order: received at, pinged, rejected entries, batches, agent id; then one array
   * for each {@link LogColumn} in its order; then the ids of entries without a time, null for all
   * others; then the number of the batch that each entry came in. Answers one row: the arrival before
   * the first entry; the arrivals of those that were new, null for none; and the day before which
   * entries have expired, null where none has; expired ones are noted as such and not stored.
   */
  static final String SQL = ROWS + ROLLUPS + ARRIVAL;

  /** Bodies of days whose bodies were blanked are not taken any more. */
  private static String kept(LogColumn column) {
    boolean body = column == LogColumn.REQUEST_BODY || column == LogColumn.RESPONSE_BODY;
    return body
        ? "CASE WHEN NOT bare THEN incoming." + column.sqlName() + " END"
        : "incoming." + column.sqlName();
  }

  private IngestStatement() {}
}
