package com.gt8004.analytics.store;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What customers used in a span of days (UTC). Thread-safe. */
public final class CustomerUsageStore {
  private static final String SUMS =
      "sum(requests), sum(errors), sum(payments), sum(payment_required), sum(sum_response_ms),"
          + " sum(revenue_usdc), max(last_at)";

  private final Database database;

  public CustomerUsageStore(Database database) {
    this.database = database;
  }

  /**
   * What somebody used.
   *
   * @param name customer, tool or day, whatever was asked for
   */
  public record Usage(
      String agentId,
      String name,
      long requests,
      long errors,
      long payments,
      long paymentRequired,
      BigDecimal sumResponseMs,
      BigDecimal revenue,
      Instant lastAt) {
    /** Mean latency in milliseconds, three decimals. */
    public BigDecimal avgResponseMs() {
      return CustomerStore.mean(sumResponseMs, requests);
    }

    /** From 0 to 1. */
    public double errorRate() {
      return requests == 0 ? 0 : (double) errors / requests;
    }
  }

  /** The customers with the most requests, over one protocol or any. */
  public List<Usage> top(
      Scope scope, @Nullable String protocol, LocalDate from, LocalDate until, int limit) {
    return query(
        "SELECT agent_id, customer_id, " + SUMS + " FROM customer_day WHERE day >= ? AND day < ?"
            + (protocol == null ? "" : " AND protocol = '" + safe(protocol) + "'") + scope.and()
            + " GROUP BY 1, 2 ORDER BY 3 DESC, 2 LIMIT " + limit,
        from,
        until,
        scope.agentId(),
        null);
  }

  /** The tools that one customer used, the most used first; a tool without a name is empty. */
  public List<Usage> tools(String agentId, String customerId, LocalDate from, LocalDate until) {
    return query(
        "SELECT agent_id, tool_name, " + SUMS
            + " FROM customer_day WHERE day >= ? AND day < ? AND agent_id = ? AND customer_id = ?"
            + " GROUP BY 1, 2 ORDER BY 3 DESC, 2 LIMIT 100",
        from,
        until,
        agentId,
        customerId);
  }

  /** The days on which one customer came, in order. */
  public List<Usage> days(String agentId, String customerId, LocalDate from, LocalDate until) {
    return query(
        "SELECT agent_id, day::text, " + SUMS
            + " FROM customer_day WHERE day >= ? AND day < ? AND agent_id = ? AND customer_id = ?"
            + " GROUP BY 1, 2 ORDER BY 2",
        from,
        until,
        agentId,
        customerId);
  }

  private static String safe(String protocol) {
    if (!protocol.matches("[a-z0-9]{1,8}")) {
      throw new IllegalArgumentException("protocol " + protocol);
    }
    return protocol;
  }

  private List<Usage> query(
      String sql,
      LocalDate from,
      LocalDate until,
      @Nullable String agentId,
      @Nullable String customerId) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setObject(1, from);
        statement.setObject(2, until);
        if (agentId != null) {
          statement.setString(3, agentId);
        }
        if (customerId != null) {
          statement.setString(4, customerId);
        }
        return read(statement);
      }
    });
  }

  private static List<Usage> read(PreparedStatement statement) throws SQLException {
    List<Usage> usages = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        usages.add(new Usage(
            result.getString(1),
            result.getString(2),
            result.getLong(3),
            result.getLong(4),
            result.getLong(5),
            result.getLong(6),
            result.getBigDecimal(7),
            result.getBigDecimal(8),
            AgentStore.instant(result, 9)));
      }
    }
    return usages;
  }

  /**
   * How customers came from MCP over A2A to paying, since ever.
   *
   * @param mcpToA2a came over MCP first and then over A2A
   */
  public record Funnel(
      long total,
      long mcp,
      long mcpToA2a,
      long mcpToA2aPaid,
      long a2a,
      long a2aToPaid,
      long paid) {}

  /** Counts customers that were seen since then by the way they took. */
  public Funnel funnel(Scope scope, Instant since) {
    String sql = """
        SELECT count(*), count(first_mcp_at), count(*) FILTER (WHERE first_a2a_at >= first_mcp_at),
               count(*) FILTER (WHERE first_a2a_at >= first_mcp_at AND first_paid_at >= first_a2a_at),
               count(first_a2a_at), count(*) FILTER (WHERE first_paid_at >= first_a2a_at), count(first_paid_at)
        FROM customers WHERE last_seen_at >= ?""" + scope.and();
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setObject(1, since.atOffset(ZoneOffset.UTC));
        scope.set(statement, 2);
        try (ResultSet result = statement.executeQuery()) {
          result.next();
          return new Funnel(
              result.getLong(1),
              result.getLong(2),
              result.getLong(3),
              result.getLong(4),
              result.getLong(5),
              result.getLong(6),
              result.getLong(7));
        }
      }
    });
  }

  /** Customers of one day, by protocol, and those that paid. */
  public record FunnelDay(LocalDate day, long mcp, long a2a, long paid) {}

  /** The days of a span that had any, in order. */
  public List<FunnelDay> funnelDays(Scope scope, LocalDate from, LocalDate until) {
    String sql = """
        SELECT day, count(DISTINCT (agent_id, customer_id)) FILTER (WHERE protocol = 'mcp'),
               count(DISTINCT (agent_id, customer_id)) FILTER (WHERE protocol = 'a2a'),
               count(DISTINCT (agent_id, customer_id)) FILTER (WHERE payments > 0)
        FROM customer_day WHERE day >= ? AND day < ?""" + scope.and() + " GROUP BY 1 ORDER BY 1";
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setObject(1, from);
        statement.setObject(2, until);
        scope.set(statement, 3);
        List<FunnelDay> days = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            days.add(new FunnelDay(
                result.getObject(1, LocalDate.class),
                result.getLong(2),
                result.getLong(3),
                result.getLong(4)));
          }
        }
        return days;
      }
    });
  }
}
