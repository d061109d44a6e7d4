package com.gt8004.analytics.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single entries: pages of the log, one entry whole, and what arrived since. Thread-safe. */
public final class LogStore {
  /** Entries that one page looks at when no index finds them; then the page ends and the cursor goes on. */
  static final int LOOKED_AT_MAX = 20_000;

  private static final String BRIEF =
      "agent_id, arrival, coalesce(journal_id::text || ':' || sequence::text, foreign_entry_id) AS entry_id,"
          + " request_id, \"timestamp\", received_at, method, path, status_code, response_ms, customer_id, tool_name,"
          + " protocol, source, error_type, x402_amount, x402_tx_hash, x402_token, x402_payer, x402_counted,"
          + " request_body_size, response_body_size, truncated, ip_address, sdk_version, batch_id";

  private static final String WHOLE =
      BRIEF + ", user_agent, referer, content_type, accept_language, headers::text AS headers,"
          + " request_body, response_body";

  private final Database database;

  public LogStore(Database database) {
    this.database = database;
  }

  /** A place in the log, newest event first. */
  public record Cursor(Instant timestamp, String agentId, long arrival) {}

  /**
   * A page.
   *
   * @param entries values by column name; times are {@link Instant}, headers JSON text, nulls left out
   * @param next where the next page begins, or null where this was the last
   */
  public record Page(
      List<Map<String, Object>> entries, @Nullable Cursor next) {}

  /** The entries behind the cursor that fit, newest event first. */
  public Page page(Scope scope, LogFilter filter, @Nullable Cursor after, int limit) {
    String place = "(\"timestamp\", agent_id, arrival)";
    String order = " ORDER BY \"timestamp\" DESC, agent_id DESC, arrival DESC LIMIT ";
    String behind = after == null ? "" : " AND \"timestamp\" <= ? AND " + place + " < (?, ?, ?)";
    String sql;
    if (filter.cheap()) {
      sql = "SELECT " + BRIEF + ", true AS fits FROM request_logs WHERE true" + scope.and() + behind
          + filter.and() + order + (limit + 1);
    } else {
      // Looks at the newest first and stops after enough of them, whether they fit or not.
      sql = "SELECT * FROM (SELECT " + BRIEF + ", (true" + filter.and()
          + ") AS fits, row_number() OVER (ORDER BY \"timestamp\" DESC, agent_id DESC, arrival DESC) AS looked_at"
          + " FROM (SELECT * FROM request_logs WHERE true" + scope.and() + behind + order
          + LOOKED_AT_MAX + ") AS newest) AS seen WHERE fits OR looked_at = " + LOOKED_AT_MAX
          + order + (limit + 1);
    }
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        int next = 1;
        if (!filter.cheap()) {
          next = filter.set(statement, next);
        }
        next = scope.set(statement, next);
        if (after != null) {
          statement.setObject(next++, after.timestamp().atOffset(ZoneOffset.UTC));
          statement.setObject(next++, after.timestamp().atOffset(ZoneOffset.UTC));
          statement.setString(next++, after.agentId());
          statement.setLong(next++, after.arrival());
        }
        if (filter.cheap()) {
          filter.set(statement, next);
        }
        try (ResultSet result = statement.executeQuery()) {
          return pageOf(result, limit);
        }
      }
    });
  }

  private static Page pageOf(ResultSet result, int limit) throws SQLException {
    List<Map<String, Object>> entries = new ArrayList<>();
    Cursor last = null;
    while (result.next()) {
      if (entries.size() == limit) {
        return new Page(entries, last);
      }
      last = new Cursor(AgentStore.instant(result, 5), result.getString(1), result.getLong(2));
      if (!result.getBoolean("fits")) {
        return new Page(entries, last);
      }
      entries.add(valuesOf(result));
    }
    return new Page(entries, null);
  }

  /** One entry with its bodies, or null. */
  public @Nullable Map<String, Object> entry(String agentId, long arrival) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(
          "SELECT " + WHOLE + " FROM request_logs WHERE agent_id = ? AND arrival = ?")) {
        statement.setString(1, agentId);
        statement.setLong(2, arrival);
        try (ResultSet result = statement.executeQuery()) {
          return result.next() ? valuesOf(result) : null;
        }
      }
    });
  }

  /** How far each agent's arrivals are. */
  public Map<String, Long> arrivals(Scope scope) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(
          "SELECT agent_id, arrivals FROM agents WHERE true" + scope.and())) {
        scope.set(statement, 1);
        Map<String, Long> arrivals = new LinkedHashMap<>();
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            arrivals.put(result.getString(1), result.getLong(2));
          }
        }
        return arrivals;
      }
    });
  }

  /** What arrived of an agent after the one and up to the other, the last of it if there is more, in order. */
  public List<Map<String, Object>> arrived(String agentId, long after, long upTo, int limit) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(
          "SELECT " + BRIEF
              + " FROM request_logs WHERE agent_id = ? AND arrival > ? AND arrival <= ? ORDER BY arrival DESC LIMIT ?")) {
        statement.setString(1, agentId);
        statement.setLong(2, after);
        statement.setLong(3, upTo);
        statement.setInt(4, limit);
        List<Map<String, Object>> entries = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            entries.add(0, valuesOf(result));
          }
        }
        return entries;
      }
    });
  }

  private static Map<String, Object> valuesOf(ResultSet result) throws SQLException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
      String name = result.getMetaData().getColumnLabel(column);
      if (name.equals("fits") || name.equals("looked_at")) {
        continue;
      }
      Object value = name.equals("timestamp") || name.equals("received_at")
          ? result.getObject(column, OffsetDateTime.class).toInstant()
          : result.getObject(column);
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }
}
