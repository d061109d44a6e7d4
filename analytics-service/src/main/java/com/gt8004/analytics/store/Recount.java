package com.gt8004.analytics.store;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes everything that is derived from rows say again what the rows say, for example after somebody
 * deleted some by hand. Of days that retention dropped there are no rows to count: what is known of
 * them stays.
 *
 * <p>One transaction for each agent, beside a running service: it holds the agent's row of {@code
 * agents}, which a batch takes after its rows and before all else. A batch that committed before is
 * counted; one that did not adds itself afterwards. So batches of this agent wait meanwhile, or are
 * answered 503 after 20 s and come again; other agents notice nothing.
 */
public final class Recount {
  private static final String SINCE =
      "coalesce((SELECT expired_before FROM retention)::timestamptz, '-infinity')";

  /**
   * What is derived from rows; a new rollup joins here.
   *
   * @param forget removes what the rows that are kept had led to; its one parameter is the agent id
   * @param derive makes it anew; its one parameter is the agent id
   */
  private record Derived(String forget, String derive) {}

  private static final List<Derived> DERIVED = List.of(
      new Derived(
          "DELETE FROM request_rollup_minute WHERE agent_id = ? AND minute >= " + SINCE,
          """
          INSERT INTO request_rollup_minute
            (agent_id, minute, requests, errors, payments, payment_required, sum_response_ms, revenue_usdc)
          SELECT agent_id, date_trunc('minute', "timestamp"), count(*),
                 count(*) FILTER (WHERE status_code >= 400 AND status_code <> 402),
                 count(*) FILTER (WHERE x402_amount > 0),
                 count(*) FILTER (WHERE status_code = 402),
                 sum(response_ms), coalesce(sum(x402_amount), 0)
          FROM request_logs WHERE agent_id = ? AND "timestamp" >= %s
          GROUP BY 1, 2
          """.formatted(SINCE)),
      new Derived(
          "DELETE FROM journal_sequences WHERE agent_id = ? AND NOT pinged"
              + " AND day >= coalesce((SELECT expired_before FROM retention), '-infinity')",
          """
          INSERT INTO journal_sequences (agent_id, journal_id, day, first_sequence, last_sequence, merged)
          SELECT agent_id, journal_id, day, min(sequence), max(sequence), true
          FROM (
            SELECT agent_id, journal_id, day, sequence,
                   sequence - dense_rank() OVER (PARTITION BY journal_id, day ORDER BY sequence) AS island
            FROM (
              SELECT agent_id, journal_id, ("timestamp" AT TIME ZONE 'UTC')::date AS day, sequence
              FROM request_logs
              WHERE agent_id = ? AND journal_id IS NOT NULL AND "timestamp" >= %s
            ) AS stored
          ) AS numbered
          GROUP BY agent_id, journal_id, day, island
          """.formatted(SINCE)));

  /** An entry without a time is known by its id alone; without its row it may come again. */
  private static final String FORGET_UNTIMED = """
      DELETE FROM untimed_entries AS known
      WHERE agent_id = ? AND first_seen_at >= %s
        AND NOT EXISTS (
          SELECT FROM request_logs AS kept
          WHERE kept.agent_id = known.agent_id
            AND coalesce(kept.journal_id::text || ':' || kept.sequence::text, kept.foreign_entry_id)
              = known.entry_id
            AND kept."timestamp" = known.first_seen_at)
      """.formatted(SINCE);

  /** From the minutes, which live longer than rows. */
  private static final String TOTALS = """
      UPDATE agents SET total_requests = counted.requests, sum_response_ms = counted.response_ms,
             total_revenue_usdc = counted.revenue
      FROM (
        SELECT coalesce(sum(requests), 0) AS requests, coalesce(sum(sum_response_ms), 0) AS response_ms,
               coalesce(sum(revenue_usdc), 0) AS revenue
        FROM request_rollup_minute WHERE agent_id = ?
      ) AS counted
      WHERE agent_id = ?
      RETURNING total_requests, avg_response_ms, total_revenue_usdc
      """;

  private final Database database;

  public Recount(Database database) {
    this.database = database;
  }

  /** What an agent's row says. */
  public record Totals(long requests, BigDecimal avgResponseMs, BigDecimal revenueUsdc) {}

  /** What an agent's totals were and are. */
  public record Recounted(String agentId, Totals before, Totals after) {
    /** Whether the totals were wrong. */
    public boolean changed() {
      return before.requests() != after.requests()
          || before.avgResponseMs().compareTo(after.avgResponseMs()) != 0
          || before.revenueUsdc().compareTo(after.revenueUsdc()) != 0;
    }
  }

  /** Every agent, by name. */
  public List<String> agents() {
    return database.with(connection -> {
      List<String> agents = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet result =
              statement.executeQuery("SELECT agent_id FROM agents ORDER BY agent_id")) {
        while (result.next()) {
          agents.add(result.getString(1));
        }
      }
      return agents;
    });
  }

  /** Counts one agent's rows; null if there is no such agent. Takes as long as reading them does. */
  public @Nullable Recounted of(String agentId) {
    return database.inTransaction(connection -> {
      waitWithoutLimit(connection);
      Totals before = totals(
          connection,
          "SELECT total_requests, avg_response_ms, total_revenue_usdc FROM agents"
              + " WHERE agent_id = ? FOR UPDATE",
          agentId);
      if (before == null) {
        return null;
      }
      // Only from here on, for each statement sees what was committed when it began.
      for (Derived derived : DERIVED) {
        update(connection, derived.forget(), agentId);
        update(connection, derived.derive(), agentId);
      }
      update(connection, FORGET_UNTIMED, agentId);
      Totals after = totals(connection, TOTALS, agentId, agentId);
      return after == null ? null : new Recounted(agentId, before, after);
    });
  }

  /** The pool's limits are for questions of a moment. */
  private static void waitWithoutLimit(Connection connection) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, 0); // the pool sets it back
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL statement_timeout TO 0");
    }
  }

  private static @Nullable Totals totals(Connection connection, String sql, String... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, parameters);
        ResultSet result = statement.executeQuery()) {
      return result.next()
          ? new Totals(result.getLong(1), result.getBigDecimal(2), result.getBigDecimal(3))
          : null;
    }
  }

  private static void update(Connection connection, String sql, String... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, parameters)) {
      statement.executeUpdate();
    }
  }

  private static PreparedStatement prepared(Connection connection, String sql, String... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setString(i + 1, parameters[i]);
    }
    return statement;
  }
}
