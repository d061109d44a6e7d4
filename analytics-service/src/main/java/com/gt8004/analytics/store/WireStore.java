package com.gt8004.analytics.store;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How ingest is doing: what came, came again, was refused, and how late it came. Thread-safe. */
public final class WireStore {
  private final Database database;

  public WireStore(Database database) {
    this.database = database;
  }

  /**
   * An hour of arrival.
   *
   * @param entries all that was sent, connection tests left out
   * @param maxLagMs the longest time between an event and its arrival
   * @param lag all such times
   */
  public record Hour(
      Instant start,
      long batches,
      long entries,
      long stored,
      long duplicates,
      long rejected,
      long expired,
      BigDecimal maxLagMs,
      LatencyHistogram lag) {}

  /** The hours around the period in which anything came, in order. */
  public List<Hour> hours(Scope scope, Period period) {
    Period hours = period.onHours();
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(
          "SELECT start, sum(batches), sum(entries), sum(stored), sum(duplicates), sum(rejected), sum(expired),"
              + " max(max_lag_ms), sum(lag) FROM ingest_hour WHERE start >= ? AND start < ?"
              + scope.and() + " GROUP BY 1 ORDER BY 1")) {
        statement.setObject(1, hours.from().atOffset(ZoneOffset.UTC));
        statement.setObject(2, hours.until().atOffset(ZoneOffset.UTC));
        scope.set(statement, 3);
        List<Hour> read = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            read.add(new Hour(
                AgentStore.instant(result, 1),
                result.getLong(2),
                result.getLong(3),
                result.getLong(4),
                result.getLong(5),
                result.getLong(6),
                result.getLong(7),
                result.getBigDecimal(8),
                LatencyHistogram.of(result.getBigDecimal(9))));
          }
        }
        return read;
      }
    });
  }

  /**
   * What is kept.
   *
   * @param expiredBefore the oldest day with rows; null while none was dropped
   * @param bodiesBefore the oldest day with bodies; null while none were blanked
   * @param oddTimes rows whose event time lies outside of the days that are kept in partitions
   */
  public record Kept(
      @Nullable LocalDate expiredBefore, @Nullable LocalDate bodiesBefore, long oddTimes) {}

  /** What is kept of these agents. */
  public Kept kept(Scope scope) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(
          "SELECT expired_before, bodies_before, (SELECT count(*) FROM request_logs_default WHERE true"
              + scope.and() + ") FROM retention")) {
        scope.set(statement, 1);
        try (ResultSet result = statement.executeQuery()) {
          result.next();
          return new Kept(
              result.getObject(1, LocalDate.class),
              result.getObject(2, LocalDate.class),
              result.getLong(3));
        }
      }
    });
  }
}
