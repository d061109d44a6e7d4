package com.gt8004.analytics.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Questions about spans of time, answered from rollups: whole days (UTC) from days, the hours at the
 * ends from hours, the minutes there from minutes. So the answer is exact and its cost is that of
 * spans, not of entries. Thread-safe.
 */
public final class RollupStore {
  private final Database database;

  public RollupStore(Database database) {
    this.database = database;
  }

  /** What is counted by name; see the migration for what name and detail are. */
  public enum Kind {
    TOOL,
    PROTOCOL,
    STATUS,
    ENDPOINT;

    String sqlName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How finely a series is cut; days, weeks and months are those of the period's zone. */
  public enum Step {
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH
  }

  /** One name of a kind. */
  public record Named(String agentId, String name, String detail, Counted counted) {}

  /** One point of a series; points without entries are left out. */
  public record Point(Instant start, Counted counted) {}

  /** One point of one name's series. */
  public record NamedPoint(Instant start, String name, String detail, Counted counted) {}

  /** Everything in the period. */
  public Counted total(Scope scope, Period period) {
    Instant firstHour = up(period.from(), ChronoUnit.HOURS);
    Instant lastHour = period.until().truncatedTo(ChronoUnit.HOURS);
    if (firstHour.isAfter(lastHour)) {
      return only(sumOf(
          "SELECT " + Counted.COLUMNS
              + " FROM request_rollup_minute WHERE minute >= ? AND minute < ?" + scope.and(),
          scope,
          List.<Object>of(period.from(), period.until())));
    }
    Counted minutes = only(sumOf(
        "SELECT " + Counted.COLUMNS
            + " FROM request_rollup_minute WHERE ((minute >= ? AND minute < ?) OR (minute >= ? AND minute < ?))"
            + scope.and(),
        scope,
        List.<Object>of(period.from(), firstHour, lastHour, period.until())));
    return minutes.plus(
        only(sumOf(spans("agent", Counted.COLUMNS, scope), scope, ends(firstHour, lastHour))));
  }

  /** Each name of a kind in the whole hours around the period, the most requests first. */
  public List<Named> byName(Scope scope, Kind kind, Period period, boolean apartByAgent) {
    Period hours = period.onHours();
    String agent = apartByAgent ? "agent_id" : "''";
    String sql = "SELECT " + agent + ", name, detail, " + Counted.SUMS + " FROM ("
        + spans(kind.sqlName(), "agent_id, name, detail, " + Counted.COLUMNS, scope)
        + ") AS span GROUP BY 1, 2, 3 ORDER BY 4 DESC, 2, 3";
    return query(
        sql,
        scope,
        ends(hours.from(), hours.until()),
        result -> new Named(
            result.getString(1),
            result.getString(2),
            result.getString(3),
            Counted.read(result, 4)));
  }

  /** Each agent in the whole hours around the period, the most requests first. */
  public List<Named> byAgent(Period period) {
    Period hours = period.onHours();
    String sql = "SELECT agent_id, " + Counted.SUMS + " FROM ("
        + spans("agent", "agent_id, " + Counted.COLUMNS, Scope.ALL)
        + ") AS span GROUP BY 1 ORDER BY 2 DESC, 1";
    return query(
        sql,
        Scope.ALL,
        ends(hours.from(), hours.until()),
        result -> new Named(result.getString(1), "", "", Counted.read(result, 2)));
  }

  /** The period cut into steps, in order; empty steps are left out. */
  public List<Point> series(Scope scope, Period period, Step step) {
    String sql;
    if (step == Step.MINUTE || !period.zoneHasWholeHours()) {
      sql = "SELECT " + truncated(step, "minute") + ", " + Counted.SUMS
          + " FROM request_rollup_minute WHERE minute >= ? AND minute < ?";
    } else {
      boolean days = step.compareTo(Step.DAY) >= 0 && period.isUtc() && onDays(period);
      sql = "SELECT " + truncated(step, "start") + ", " + Counted.SUMS + " FROM "
          + (days ? "request_rollup_day" : "request_rollup_hour")
          + " WHERE kind = 'agent' AND start >= ? AND start < ?";
    }
    Period asked = sql.contains("rollup_hour") ? period.onHours() : period;
    return query(
        sql + scope.and() + " GROUP BY 1 ORDER BY 1",
        scope,
        List.<Object>of(period.sqlZone(), asked.from(), asked.until()),
        result -> new Point(AgentStore.instant(result, 1), Counted.read(result, 2)));
  }

  /** The series of each name of a kind, in whole hours. */
  public List<NamedPoint> seriesByName(Scope scope, Kind kind, Period period, Step step) {
    Period hours = period.onHours();
    boolean days = step.compareTo(Step.DAY) >= 0 && period.isUtc() && onDays(period);
    String sql = "SELECT " + truncated(step, "start") + ", name, detail, " + Counted.SUMS + " FROM "
        + (days ? "request_rollup_day" : "request_rollup_hour") + " WHERE kind = '" + kind.sqlName()
        + "' AND start >= ? AND start < ?" + scope.and() + " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
    return query(
        sql,
        scope,
        List.<Object>of(period.sqlZone(), hours.from(), hours.until()),
        result -> new NamedPoint(
            AgentStore.instant(result, 1),
            result.getString(2),
            result.getString(3),
            Counted.read(result, 4)));
  }

  private static boolean onDays(Period period) {
    return period.from().equals(period.from().truncatedTo(ChronoUnit.DAYS))
        && period.until().equals(period.until().truncatedTo(ChronoUnit.DAYS));
  }

  private static String truncated(Step step, String column) {
    return "date_trunc('" + step.name().toLowerCase(Locale.ROOT) + "', " + column + ", ?)";
  }

  /** Whole days, and the hours before and after; its times are those of {@link #ends}. */
  private static String spans(String kind, String columns, Scope scope) {
    return "SELECT " + columns + " FROM request_rollup_hour WHERE kind = '" + kind
        + "' AND ((start >= ? AND start < ?) OR (start >= ? AND start < ?))" + scope.and()
        + " UNION ALL SELECT " + columns + " FROM request_rollup_day WHERE kind = '" + kind
        + "' AND start >= ? AND start < ?" + scope.and();
  }

  private static List<Object> ends(Instant firstHour, Instant lastHour) {
    Instant firstDay = up(firstHour, ChronoUnit.DAYS);
    Instant lastDay = lastHour.truncatedTo(ChronoUnit.DAYS);
    if (firstDay.isAfter(lastDay)) {
      return List.<Object>of(firstHour, lastHour, lastHour, lastHour, firstHour, firstHour);
    }
    return List.<Object>of(firstHour, firstDay, lastDay, lastHour, firstDay, lastDay);
  }

  private static Instant up(Instant time, ChronoUnit unit) {
    Instant down = time.truncatedTo(unit);
    return down.equals(time) ? time : down.plus(1, unit);
  }

  private List<Counted> sumOf(String spans, Scope scope, List<Object> times) {
    return query(
        "SELECT " + Counted.SUMS + " FROM (" + spans + ") AS span",
        scope,
        times,
        result -> Counted.read(result, 1));
  }

  private static Counted only(List<Counted> one) {
    return one.isEmpty() ? Counted.NOTHING : one.get(0);
  }

  private interface Reader<T> {
    T read(ResultSet result) throws SQLException;
  }

  /** Parameters come in the order of the text: times, then the agent, for each part of a union. */
  private <T> List<T> query(String sql, Scope scope, List<Object> parameters, Reader<T> reader) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        int next = 1;
        int given = 0;
        boolean union = sql.contains(" UNION ALL ");
        for (Object parameter : parameters) {
          if (parameter instanceof Instant time) {
            statement.setObject(next++, time.atOffset(ZoneOffset.UTC));
          } else {
            statement.setString(next++, parameter.toString());
          }
          if (union && ++given == 4) {
            next = scope.set(statement, next);
          }
        }
        scope.set(statement, next);
        List<T> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            rows.add(reader.read(result));
          }
        }
        return rows;
      }
    });
  }
}
