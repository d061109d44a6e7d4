package com.gt8004.analytics.store;

import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** What an operator does to the tables, for tests outside of this package. */
public final class Recounts {
  private static final List<String> DERIVED = List.of(
      "agents",
      "request_rollup_minute",
      "request_rollup_hour",
      "request_rollup_day",
      "customer_day",
      "customers",
      "payments");

  private final Database database;

  public Recounts(Database database) {
    this.database = database;
  }

  public Recount.Recounted recount(String agentId) {
    return Objects.requireNonNull(new Recount(database).of(agentId));
  }

  public void merge() {
    new SequenceStore(database).merge();
  }

  /** Rows that no partition held. */
  public long expire(String day) {
    return new Expiry(database).before(LocalDate.parse(day)).strayRows();
  }

  public void expireNothing() {
    update("UPDATE retention SET expired_before = NULL");
  }

  public int delete(String agentId, String where) {
    return update(
        "DELETE FROM request_logs WHERE agent_id = '" + agentId + "' AND (" + where + ")");
  }

  /** Every second sequence, and over the first 20,001 of them one range. */
  public void insert(String agentId, UUID journal, int ranges) {
    update("INSERT INTO journal_sequences SELECT '" + agentId + "', '" + journal
        + "', '2026-11-22', n, n, true FROM generate_series(0, " + 2 * (ranges - 1)
        + ", 2) AS n");
    update("INSERT INTO journal_sequences VALUES ('" + agentId + "', '" + journal
        + "', '2026-11-22', 0, 20000, true)");
  }

  public long ranges(UUID journal) {
    return number("SELECT count(*) FROM journal_sequences WHERE journal_id = '" + journal + "'");
  }

  public long minutes(String agentId) {
    return number(
        "SELECT sum(requests) FROM request_rollup_minute WHERE agent_id = '" + agentId + "'");
  }

  /** Everything that is derived of an agent's rows, line by line. */
  public List<String> derived(String agentId) {
    List<String> lines = new ArrayList<>();
    for (String table : DERIVED) {
      lines.addAll(database.with(connection -> {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
            ResultSet result = statement.executeQuery("SELECT '" + table + " ' || t::text FROM "
                + table + " AS t WHERE agent_id = '" + agentId + "' ORDER BY 1")) {
          while (result.next()) {
            rows.add(result.getString(1));
          }
        }
        return rows;
      }));
    }
    return lines;
  }

  public String value(String sql) {
    return database.with(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(sql)) {
        return result.next() ? String.valueOf(result.getString(1)) : "nothing";
      }
    });
  }

  public int update(String sql) {
    return database.with(connection -> {
      try (Statement statement = connection.createStatement()) {
        return statement.executeUpdate(sql);
      }
    });
  }

  private long number(String sql) {
    return database.with(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(sql)) {
        result.next();
        return result.getLong(1);
      }
    });
  }
}
