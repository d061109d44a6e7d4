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

  private static final String SINCE_DAY =
      "coalesce((SELECT expired_before FROM retention), '-infinity')";

  /**
   * What is derived from rows; a new rollup joins here.
   *
   * @param forget removes what the rows that are kept had led to; its one parameter is the agent id
   * @param derive makes it anew; its one parameter is the agent id
   */
  private record Derived(String forget, String derive) {}

  private static final String MEASURED = "WITH measured AS ("
      + Rollups.measured("request_logs WHERE agent_id = ? AND \"timestamp\" >= " + SINCE) + ") ";

  private static final List<Derived> DERIVED = List.of(
      new Derived(
          "DELETE FROM request_rollup_minute WHERE agent_id = ? AND minute >= " + SINCE,
          "INSERT INTO request_rollup_minute (" + Rollups.MINUTE_COLUMNS + ") " + MEASURED
              + Rollups.MINUTES),
      new Derived(
          "DELETE FROM request_rollup_hour WHERE agent_id = ? AND start >= " + SINCE,
          "INSERT INTO request_rollup_hour (" + Rollups.HOUR_COLUMNS + ") " + MEASURED
              + Rollups.HOURS),
      new Derived(
          "DELETE FROM request_rollup_day WHERE agent_id = ? AND start >= " + SINCE,
          "INSERT INTO request_rollup_day (" + Rollups.HOUR_COLUMNS + ") "
              + Rollups.days("request_rollup_hour WHERE agent_id = ? AND start >= " + SINCE)),
      new Derived(
          "DELETE FROM customer_day WHERE agent_id = ? AND day >= " + SINCE_DAY,
          "INSERT INTO customer_day (" + Rollups.CUSTOMER_DAY_COLUMNS + ") " + MEASURED
              + Rollups.CUSTOMER_DAYS),
      new Derived(
          "DELETE FROM customers WHERE agent_id = ?",
          "INSERT INTO customers (" + Rollups.CUSTOMER_COLUMNS + ") "
              + Rollups.customers("customer_day WHERE agent_id = ?")),
      new Derived(
          "DELETE FROM journal_sequences WHERE agent_id = ? AND NOT pinged" + " AND day >= "
              + SINCE_DAY,
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

  /** A transaction whose entry is gone may be counted with another. */
  private static final String FORGET_PAYMENTS = """
      DELETE FROM payments AS known
      WHERE agent_id = ? AND "timestamp" >= %s
        AND NOT EXISTS (
          SELECT FROM request_logs AS kept
          WHERE kept.agent_id = known.agent_id AND kept.arrival = known.arrival)
      """.formatted(SINCE);

  private static final String COUNT_PAYMENTS = """
      WITH found AS (
        INSERT INTO payments (agent_id, tx_hash, arrival, "timestamp")
        SELECT DISTINCT ON (x402_tx_hash) agent_id, x402_tx_hash, arrival, "timestamp"
        FROM request_logs
        WHERE agent_id = ? AND "timestamp" >= %s AND x402_amount > 0 AND x402_tx_hash IS NOT NULL
        ORDER BY x402_tx_hash, arrival
        ON CONFLICT DO NOTHING
        RETURNING agent_id, arrival
      )
      UPDATE request_logs AS stored SET x402_counted = true FROM found
      WHERE stored.agent_id = found.agent_id AND stored.arrival = found.arrival
      """.formatted(SINCE);

  /** From the minutes, which live longer than rows. */
  private static final String TOTALS = """
      UPDATE agents SET total_requests = counted.requests, sum_response_ms = counted.response_ms,
             total_revenue_usdc = counted.revenue, unproven_revenue_usdc = counted.unproven
      FROM (
        SELECT coalesce(sum(requests), 0) AS requests, coalesce(sum(sum_response_ms), 0) AS response_ms,
               coalesce(sum(revenue_usdc), 0) AS revenue, coalesce(sum(unproven_usdc), 0) AS unproven
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
      update(connection, FORGET_PAYMENTS, agentId);
      update(connection, COUNT_PAYMENTS, agentId);
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

  /**
   * Recounts every agent if rows of an older schema were never counted into what this one keeps.
   *
   * @return whether there was anything to count
   */
  public boolean ofAllIfDue() {
    boolean due = database.with(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("SELECT recount_due FROM retention")) {
        return result.next() && result.getBoolean(1);
      }
    });
    List<String> agents = due ? agents() : List.of();
    if (due) {
      agents.forEach(this::of);
      int unused = database.with(connection -> {
        try (Statement statement = connection.createStatement()) {
          return statement.executeUpdate("UPDATE retention SET recount_due = false");
        }
      });
    }
    return !agents.isEmpty();
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
