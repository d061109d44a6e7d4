package com.gt8004.analytics.store;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who asked, from the rollups of customers. Days are UTC's. Thread-safe. */
public final class CustomerStore {
  private static final String COLUMNS =
      "agent_id, customer_id, first_seen_at, last_seen_at, requests, errors, payments, payment_required,"
          + " sum_response_ms, revenue_usdc, unproven_usdc, first_mcp_at, first_a2a_at, first_paid_at";

  private final Database database;

  public CustomerStore(Database database) {
    this.database = database;
  }

  /** One customer of one agent, since ever. */
  public record Customer(
      String agentId,
      String customerId,
      Instant firstSeenAt,
      Instant lastSeenAt,
      long requests,
      long errors,
      long payments,
      long paymentRequired,
      BigDecimal sumResponseMs,
      BigDecimal revenue,
      BigDecimal unproven,
      @Nullable Instant firstMcpAt,
      @Nullable Instant firstA2aAt,
      @Nullable Instant firstPaidAt) {
    /** Mean latency in milliseconds, three decimals. */
    public BigDecimal avgResponseMs() {
      return mean(sumResponseMs, requests);
    }

    /** From 0 to 1. */
    public double errorRate() {
      return requests == 0 ? 0 : (double) errors / requests;
    }
  }

  /** What a list is ordered by, the greatest first. */
  public enum Order {
    LAST_SEEN("last_seen_at"),
    REQUESTS("requests"),
    REVENUE("revenue_usdc"),
    ERROR_RATE("errors::float8 / requests"),
    AVG_RESPONSE("sum_response_ms / requests");

    private final String sql;

    Order(String sql) {
      this.sql = sql;
    }
  }

  /** A page of customers and how many there are in all. */
  public record Page(List<Customer> customers, long total) {}

  /**
   * The customers whose id holds that text (any case), were last seen in that span, in that order.
   *
   * @param seenSince null for no limit
   * @param seenBefore null for no limit
   */
  public Page list(
      Scope scope,
      @Nullable String text,
      @Nullable Instant seenSince,
      @Nullable Instant seenBefore,
      Order order,
      int limit,
      int offset) {
    String where = " FROM customers WHERE true" + scope.and()
        + (text == null ? "" : " AND position(lower(?) IN lower(customer_id)) > 0")
        + (seenSince == null ? "" : " AND last_seen_at >= ?")
        + (seenBefore == null ? "" : " AND last_seen_at < ?");
    return database.with(connection -> {
      long total;
      try (PreparedStatement count = connection.prepareStatement("SELECT count(*)" + where)) {
        setWhere(count, scope, text, seenSince, seenBefore);
        try (ResultSet result = count.executeQuery()) {
          result.next();
          total = result.getLong(1);
        }
      }
      try (PreparedStatement page = connection.prepareStatement("SELECT " + COLUMNS + where
          + " ORDER BY " + order.sql + " DESC, agent_id, customer_id LIMIT ? OFFSET ?")) {
        int next = setWhere(page, scope, text, seenSince, seenBefore);
        page.setInt(next++, limit);
        page.setInt(next, offset);
        return new Page(read(page), total);
      }
    });
  }

  private static int setWhere(
      PreparedStatement statement,
      Scope scope,
      @Nullable String text,
      @Nullable Instant seenSince,
      @Nullable Instant seenBefore)
      throws SQLException {
    int next = scope.set(statement, 1);
    if (text != null) {
      statement.setString(next++, text);
    }
    if (seenSince != null) {
      statement.setObject(next++, seenSince.atOffset(ZoneOffset.UTC));
    }
    if (seenBefore != null) {
      statement.setObject(next++, seenBefore.atOffset(ZoneOffset.UTC));
    }
    return next;
  }

  /** One customer, or null. */
  public @Nullable Customer find(String agentId, String customerId) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(
          "SELECT " + COLUMNS + " FROM customers WHERE agent_id = ? AND customer_id = ?")) {
        statement.setString(1, agentId);
        statement.setString(2, customerId);
        List<Customer> found = read(statement);
        return found.isEmpty() ? null : found.get(0);
      }
    });
  }

  /** How many customers there are, by how they are doing. */
  public record Summary(
      long total,
      long firstSeenSince,
      long returningSince,
      long active,
      long idle,
      long inactive,
      long churned,
      long atRisk) {}

  /**
   * Counts customers.
   *
   * @param week since when one is new, or returning if it was there before
   * @param hour seen since: active
   * @param day seen since: idle
   */
  public Summary summary(Scope scope, Instant hour, Instant day, Instant week) {
    String sql = "SELECT count(*), count(*) FILTER (WHERE first_seen_at >= ?),"
        + " count(*) FILTER (WHERE first_seen_at < ? AND last_seen_at >= ?),"
        + " count(*) FILTER (WHERE last_seen_at >= ?),"
        + " count(*) FILTER (WHERE last_seen_at < ? AND last_seen_at >= ?),"
        + " count(*) FILTER (WHERE last_seen_at < ? AND last_seen_at >= ?),"
        + " count(*) FILTER (WHERE last_seen_at < ?),"
        + " count(*) FILTER (WHERE last_seen_at < ? OR errors::float8 / requests > 0.2)"
        + " FROM customers WHERE true" + scope.and();
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        int next = 1;
        for (Instant time :
            new Instant[] {week, week, week, hour, hour, day, day, week, week, week}) {
          statement.setObject(next++, time.atOffset(ZoneOffset.UTC));
        }
        scope.set(statement, next);
        try (ResultSet result = statement.executeQuery()) {
          result.next();
          return new Summary(
              result.getLong(1),
              result.getLong(2),
              result.getLong(3),
              result.getLong(4),
              result.getLong(5),
              result.getLong(6),
              result.getLong(7),
              result.getLong(8));
        }
      }
    });
  }

  /** Different customers on each day of that span that had any; of agents together, each for itself. */
  public Map<LocalDate, Long> uniqueByDay(Scope scope, LocalDate from, LocalDate until) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(
          "SELECT day, count(DISTINCT (agent_id, customer_id)) FROM customer_day"
              + " WHERE day >= ? AND day < ?" + scope.and() + " GROUP BY day")) {
        statement.setObject(1, from);
        statement.setObject(2, until);
        scope.set(statement, 3);
        Map<LocalDate, Long> days = new HashMap<>();
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            days.put(result.getObject(1, LocalDate.class), result.getLong(2));
          }
        }
        return days;
      }
    });
  }

  private static List<Customer> read(PreparedStatement statement) throws SQLException {
    List<Customer> customers = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        customers.add(new Customer(
            result.getString(1),
            result.getString(2),
            AgentStore.instant(result, 3),
            AgentStore.instant(result, 4),
            result.getLong(5),
            result.getLong(6),
            result.getLong(7),
            result.getLong(8),
            result.getBigDecimal(9),
            result.getBigDecimal(10),
            result.getBigDecimal(11),
            AgentStore.instantOrNull(result, 12),
            AgentStore.instantOrNull(result, 13),
            AgentStore.instantOrNull(result, 14)));
      }
    }
    return customers;
  }

  static BigDecimal mean(BigDecimal sum, long count) {
    return count == 0
        ? BigDecimal.ZERO
        : sum.divide(BigDecimal.valueOf(count), 3, RoundingMode.HALF_UP);
  }
}
