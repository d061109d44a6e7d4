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
