package com.gt8004.analytics.store;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Totals and rollups, read. Thread-safe; no method scans rows of entries but {@link #rows}. */
public final class StatsStore {
  private static final String TOTALS =
      "SELECT agent_id, total_requests, avg_response_ms, total_revenue_usdc, unproven_revenue_usdc, duplicate_entries,"
          + " duplicate_batches, rejected_entries, sdk_connected_at, last_received_at FROM agents ";

  private final Database database;

  public StatsStore(Database database) {
    this.database = database;
  }

  /** One agent's totals, or null where there is no such agent. */
  public @Nullable AgentTotals totals(String agentId) {
    return database.with(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement(TOTALS + "WHERE agent_id = ?")) {
        statement.setString(1, agentId);
        List<AgentTotals> found = read(statement);
        return found.isEmpty() ? null : found.get(0);
      }
    });
  }

  /** The agents with the most requests. */
  public List<AgentTotals> busiest(Scope scope, int agentsMax) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(TOTALS + "WHERE true"
          + scope.and() + " ORDER BY total_requests DESC, agent_id LIMIT ?")) {
        statement.setInt(scope.set(statement, 1), agentsMax);
        return read(statement);
      }
    });
  }

  /** Rows of an agent, counted one by one in {@code request_logs}. Cost grows with their number. */
  public long rows(String agentId) {
    return database.with(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT count(*) FROM request_logs WHERE agent_id = ?")) {
        statement.setString(1, agentId);
        try (ResultSet result = statement.executeQuery()) {
          result.next();
          return result.getLong(1);
        }
      }
    });
  }

  /**
   * Agents together.
   *
   * @param activeAgents agents that sent anything since the given time
   * @param avgResponseMs mean over all entries; 0 without entries
   */
  public record Everything(
      long agents,
      long activeAgents,
      long totalRequests,
      BigDecimal avgResponseMs,
      BigDecimal totalRevenueUsdc,
      BigDecimal unprovenRevenueUsdc) {}

  /** Sums over agents. */
  public Everything everything(Scope scope, Instant activeSince) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(
          "SELECT count(*), count(*) FILTER (WHERE last_received_at >= ?),"
              + " coalesce(sum(total_requests), 0),"
              + " coalesce(round(sum(sum_response_ms) / nullif(sum(total_requests), 0), 6), 0),"
              + " coalesce(sum(total_revenue_usdc), 0), coalesce(sum(unproven_revenue_usdc), 0)"
              + " FROM agents WHERE true" + scope.and())) {
        setTime(statement, 1, activeSince);
        scope.set(statement, 2);
        try (ResultSet result = statement.executeQuery()) {
          result.next();
          return new Everything(
              result.getLong(1),
              result.getLong(2),
              result.getLong(3),
              result.getBigDecimal(4),
              result.getBigDecimal(5),
              result.getBigDecimal(6));
        }
      }
    });
  }

  /** Requests in a span of event time. An error is a status of 400 and above except 402. */
  public record Span(long requests, long errors, long payments, long paymentRequired) {}

  /** Sums one agent's minutes from that time on, or those of all agents where none is named. */
  public Span since(@Nullable String agentId, Instant from) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(
          "SELECT coalesce(sum(requests), 0), coalesce(sum(errors), 0), coalesce(sum(payments), 0),"
              + " coalesce(sum(payment_required), 0) FROM request_rollup_minute"
              + " WHERE minute >= ?"
              + (agentId == null ? "" : " AND agent_id = ?"))) {
        setTime(statement, 1, from);
        if (agentId != null) {
          statement.setString(2, agentId);
        }
        try (ResultSet result = statement.executeQuery()) {
          result.next();
          return new Span(
              result.getLong(1), result.getLong(2), result.getLong(3), result.getLong(4));
        }
      }
    });
  }

  /** One minute of event time. */
  public record Minute(Instant minute, long requests, long errors) {}

  /** The minutes in that span that had requests, in order. */
  public List<Minute> minutes(Scope scope, Instant from, Instant until) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(
          "SELECT minute, sum(requests), sum(errors) FROM request_rollup_minute"
              + " WHERE minute >= ? AND minute < ?" + scope.and()
              + " GROUP BY minute ORDER BY minute")) {
        setTime(statement, 1, from);
        setTime(statement, 2, until);
        scope.set(statement, 3);
        List<Minute> minutes = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            minutes.add(new Minute(
                result.getTimestamp(1).toInstant(), result.getLong(2), result.getLong(3)));
          }
        }
        return minutes;
      }
    });
  }

  private static List<AgentTotals> read(PreparedStatement statement) throws SQLException {
    List<AgentTotals> totals = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        totals.add(new AgentTotals(
            result.getString(1),
            result.getLong(2),
            result.getBigDecimal(3),
            result.getBigDecimal(4),
            result.getBigDecimal(5),
            result.getLong(6),
            result.getLong(7),
            result.getLong(8),
            AgentStore.instantOrNull(result, 9),
            AgentStore.instantOrNull(result, 10)));
      }
    }
    return totals;
  }

  private static void setTime(PreparedStatement statement, int parameter, Instant time)
      throws SQLException {
    statement.setObject(parameter, time.atOffset(ZoneOffset.UTC));
  }
}
