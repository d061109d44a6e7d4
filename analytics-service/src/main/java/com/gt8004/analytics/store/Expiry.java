package com.gt8004.analytics.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes the rows of old days for good by dropping their partitions. Totals, rollups and the sequences
 * of journals keep what they say; entries of those days are not taken any more. Thread-safe; several
 * services may do this at once.
 */
public final class Expiry {
  private static final String PREFIX = "request_logs_";
  private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;

  private final Database database;

  public Expiry(Database database) {
    this.database = database;
  }

  /**
   * What was removed.
   *
   * @param days partitions that were dropped
   * @param strayRows rows of earlier days that had no partition
   */
  public record Expired(List<LocalDate> days, long strayRows) {}

  /**
   * Removes what happened before that day (UTC).
   *
   * @throws StoreFailure CONFLICT or AWAY if a long query holds the tables; then nothing was removed
   */
  public Expired before(LocalDate day) {
    return database.inTransaction(connection -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET LOCAL lock_timeout TO '2s'");
        statement.execute("SELECT pg_advisory_xact_lock(" + DayPartitions.UPKEEP_LOCK + ")");
        remember(connection, day);
        List<LocalDate> days = new ArrayList<>();
        for (LocalDate each : partitions(statement)) {
          if (each.isBefore(day)) {
            statement.execute("DROP TABLE " + PREFIX + SUFFIX.format(each));
            days.add(each);
          }
        }
        long stray = statement.executeUpdate(
            "DELETE FROM request_logs_default WHERE \"timestamp\" < '" + day + " 00:00:00+00'");
        return new Expired(days, stray);
      }
    });
  }

  /**
   * Blanks bodies and headers of what happened before that day (UTC), day by day; rows stay, and with
   * them all that is counted. Bodies of those days are not taken any more.
   *
   * @return rows that were blanked
   */
  public long bodiesBefore(LocalDate day) {
    LocalDate done = database.with(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("SELECT bodies_before FROM retention")) {
        return result.next() ? result.getObject(1, LocalDate.class) : null;
      }
    });
    if (done != null && !day.isAfter(done)) {
      return 0;
    }
    // First, so that no batch brings a body of such a day behind our back.
    int unused = database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(
          "UPDATE retention SET bodies_before = greatest(bodies_before, ?)")) {
        statement.setObject(1, day);
        return statement.executeUpdate();
      }
    });
    long blanked = 0;
    for (String table : tablesWithBodiesBefore(day, done)) {
      blanked += database.inTransaction(connection -> {
        try (Statement statement = connection.createStatement()) {
          statement.execute("SET LOCAL statement_timeout TO 0");
          return (long) statement.executeUpdate("UPDATE " + table
              + " SET request_body = NULL, response_body = NULL, headers = NULL WHERE \"timestamp\" < '"
              + day + " 00:00:00+00' AND (request_body IS NOT NULL OR response_body IS NOT NULL"
              + " OR headers IS NOT NULL)");
        }
      });
    }
    return blanked;
  }

  private List<String> tablesWithBodiesBefore(LocalDate day, @Nullable LocalDate done) {
    List<String> tables = new ArrayList<>(List.of(PREFIX + "default"));
    List<LocalDate> days = database.with(connection -> {
      try (Statement statement = connection.createStatement()) {
        return partitions(statement);
      }
    });
    for (LocalDate each : days) {
      // A batch may have been under way with the day before: once more.
      if (each.isBefore(day) && (done == null || !each.isBefore(done.minusDays(1)))) {
        tables.add(PREFIX + SUFFIX.format(each));
      }
    }
    return tables;
  }

  private static void remember(Connection connection, LocalDate day) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(
        "UPDATE retention SET expired_before = greatest(expired_before, ?)")) {
      statement.setObject(1, day);
      statement.executeUpdate();
    }
  }

  private static List<LocalDate> partitions(Statement statement) throws SQLException {
    List<LocalDate> days = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(
        "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid"
            + " WHERE inhparent = 'request_logs'::regclass ORDER BY relname")) {
      while (result.next()) {
        String suffix = result.getString(1).substring(PREFIX.length());
        if (suffix.matches("\\d{8}")) {
          days.add(LocalDate.parse(suffix, SUFFIX));
        }
      }
    }
    return days;
  }
}
