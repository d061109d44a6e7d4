package com.gt8004.analytics.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/**
 * One partition of {@code request_logs} for each day (UTC) that is kept, made before its first entry
 * comes. Entries of other days live in the default partition until their day is made, which moves
 * them in the same transaction. Thread-safe; several services may do this at once.
 */
public final class DayPartitions {
  /** Days before today that get a partition: as long as a shipper keeps what it could not send, and to spare. */
  public static final int DAYS_BACK = 14;

  /** Days ahead, so that a night without upkeep and clocks that are fast do no harm. */
  public static final int DAYS_AHEAD = 2;

  private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;

  /** Any number, the same in every service of this schema. */
  static final long UPKEEP_LOCK = 8_004_001L;

  private final Database database;

  public DayPartitions(Database database) {
    this.database = database;
  }

  /** Makes the missing days around today; returns how many it made. */
  public int ensureAround(LocalDate today) {
    return ensureAround(today, DAYS_BACK);
  }

  /** Makes the missing days from so many days back; returns how many it made. */
  public int ensureAround(LocalDate today, int daysBack) {
    int made = 0;
    for (LocalDate day = today.minusDays(daysBack);
        !day.isAfter(today.plusDays(DAYS_AHEAD));
        day = day.plusDays(1)) {
      made += ensure(day) ? 1 : 0;
    }
    return made;
  }

  private boolean ensure(LocalDate day) {
    String partition = "request_logs_" + SUFFIX.format(day);
    return database.inTransaction(connection -> {
      if (exists(connection, partition)) {
        return false;
      }
      try (Statement statement = connection.createStatement()) {
        // Waiting for a long export would hold up every insert behind this lock: rather try again
        // later.
        statement.execute("SET LOCAL lock_timeout TO '2s'");
        statement.execute("SELECT pg_advisory_xact_lock(" + UPKEEP_LOCK + ")");
        if (exists(connection, partition)) {
          return false;
        }
        create(statement, partition, day);
        return true;
      }
    });
  }

  private static void create(Statement statement, String partition, LocalDate day)
      throws SQLException {
    String from = "'" + day + " 00:00:00+00'";
    String until = "'" + day.plusDays(1) + " 00:00:00+00'";
    // Nobody may add a row of this day to the default partition between the move and the attach.
    statement.execute("LOCK TABLE request_logs_default IN ACCESS EXCLUSIVE MODE");
    statement.execute("CREATE TABLE " + partition
        + " (LIKE request_logs INCLUDING DEFAULTS INCLUDING CONSTRAINTS)");
    statement.execute("WITH moved AS (DELETE FROM request_logs_default WHERE \"timestamp\" >= "
        + from + " AND \"timestamp\" < " + until + " RETURNING *) INSERT INTO " + partition
        + " SELECT * FROM moved");
    statement.execute("ALTER TABLE request_logs ATTACH PARTITION " + partition
        + " FOR VALUES FROM (" + from + ") TO (" + until + ")");
  }

  private static boolean exists(Connection connection, String partition) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      statement.setString(1, partition);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }
}
