package com.gt8004.analytics.store;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of the one statement that stores a batch: rows, minute rollup, sequences of journals and the
 * agent's totals, all from the rows that were new, so that sending anything again changes nothing.
 *
 * <p>Rows go in sorted by their key: two batches that overlap in different order would deadlock
 * otherwise. Afterwards every batch takes the agent's row and then its minutes, always in that order.
 */
final class IngestStatement {
  /** Columns that come as they are; the others are the time, the headers and what the batch says. */
  private static final List<LogColumn> PLAIN = Arrays.stream(LogColumn.values())
      .filter(column -> column != LogColumn.TIMESTAMP && column != LogColumn.HEADERS)
      .toList();

  /**
   * Parameters, in this order: agent id, received at, sdk version, batch id, pinged, rejected entries;
   * then one array for each {@link LogColumn} in its order; then the array of the ids of entries
   * without a time, null for all others. Answers one row: how many were new, and the day before which
   * entries have expired, null where none has; expired ones are noted as such and not stored.
   */
  static final String SQL = """
      WITH batch AS (
        SELECT ?::varchar AS agent_id, ?::timestamptz AS received_at, ?::varchar AS sdk_version,
               ?::varchar AS batch_id, ?::boolean AS pinged, ?::bigint AS rejected
      ),
      incoming AS MATERIALIZED (
        SELECT * FROM unnest(%s, ?::text[]) AS entry (%s, untimed_id)
      ),
      retained AS (
        SELECT coalesce((SELECT expired_before FROM retention)::timestamptz, '-infinity') AS since
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
      fresh AS (
        INSERT INTO request_logs (agent_id, received_at, sdk_version, batch_id, "timestamp", headers, %s)
        SELECT batch.agent_id, batch.received_at, batch.sdk_version, batch.batch_id,
               coalesce(incoming."timestamp", batch.received_at), incoming.headers::jsonb, %s
        FROM incoming, batch, retained
        WHERE (incoming.untimed_id IS NULL AND incoming."timestamp" >= retained.since)
          OR incoming.untimed_id IN (SELECT entry_id FROM arrived)
        ORDER BY incoming.journal_id, incoming.sequence, incoming.foreign_entry_id, incoming."timestamp"
        ON CONFLICT DO NOTHING
        RETURNING status_code, response_ms, x402_amount, "timestamp", journal_id, sequence
      ),
      totals AS (
        SELECT count(*) AS requests, coalesce(sum(response_ms), 0) AS response_ms,
               coalesce(sum(x402_amount), 0) AS revenue
        FROM fresh
      ),
      minutes AS (
        INSERT INTO request_rollup_minute AS known
          (agent_id, minute, requests, errors, payments, payment_required, sum_response_ms, revenue_usdc)
        SELECT batch.agent_id, date_trunc('minute', fresh."timestamp"), count(*),
               count(*) FILTER (WHERE status_code >= 400 AND status_code <> 402),
               count(*) FILTER (WHERE x402_amount > 0),
               count(*) FILTER (WHERE status_code = 402),
               sum(response_ms), coalesce(sum(x402_amount), 0)
        FROM fresh, batch
        GROUP BY 1, 2
        ORDER BY 2
        ON CONFLICT (agent_id, minute) DO UPDATE SET
          requests = known.requests + excluded.requests,
          errors = known.errors + excluded.errors,
          payments = known.payments + excluded.payments,
          payment_required = known.payment_required + excluded.payment_required,
          sum_response_ms = known.sum_response_ms + excluded.sum_response_ms,
          revenue_usdc = known.revenue_usdc + excluded.revenue_usdc
      ),
      expired AS MATERIALIZED (
        SELECT incoming."timestamp", incoming.journal_id, incoming.sequence
        FROM incoming, retained
        WHERE incoming."timestamp" < retained.since
      ),
      -- Only adds, never changes what is there: so no batch waits for another here.
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
            SELECT journal_id, sequence, ("timestamp" AT TIME ZONE 'UTC')::date
            FROM expired WHERE journal_id IS NOT NULL
          ) AS seen
        ) AS numbered
        GROUP BY batch.agent_id, journal_id, day, island
      )
      UPDATE agents SET
        total_requests = total_requests + totals.requests,
        sum_response_ms = sum_response_ms + totals.response_ms,
        total_revenue_usdc = total_revenue_usdc + totals.revenue,
        duplicate_entries = duplicate_entries + offered.entries - totals.requests,
        duplicate_batches = duplicate_batches
          + CASE WHEN offered.entries > totals.requests THEN 1 ELSE 0 END,
        rejected_entries = rejected_entries + batch.rejected,
        sdk_connected_at = CASE WHEN batch.pinged THEN batch.received_at ELSE sdk_connected_at END,
        last_received_at = greatest(last_received_at, batch.received_at)
      FROM totals, batch,
           (SELECT (SELECT count(*) FROM incoming) - (SELECT count(*) FROM expired) AS entries) AS offered
      WHERE agents.agent_id = batch.agent_id
      RETURNING totals.requests, (SELECT expired_before FROM retention)
      """.formatted(
      Arrays.stream(LogColumn.values())
          .map(column -> "?::" + column.arrayType() + "[]")
          .collect(Collectors.joining(", ")),
      Arrays.stream(LogColumn.values()).map(LogColumn::sqlName).collect(Collectors.joining(", ")),
      PLAIN.stream().map(LogColumn::sqlName).collect(Collectors.joining(", ")),
      PLAIN.stream()
          .map(column -> "incoming." + column.sqlName())
          .collect(Collectors.joining(", ")));

  private IngestStatement() {}
}
