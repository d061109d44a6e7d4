package com.gt8004.analytics.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of an agent, streamed out of the table through a cursor: memory does not grow with their number. */
public final class ExportStore {
  private static final int ROWS_PER_FETCH = 500;

  private final Database database;

  public ExportStore(Database database) {
    this.database = database;
  }

  /** Takes one row, its values in the order of the fields asked for. */
  @FunctionalInterface
  public interface RowSink {
    /** Values are String, Number, Boolean, java.time.Instant or null; headers are JSON text. */
    void row(List<@Nullable Object> values);
  }

  /**
   * Gives every row of the agent to the sink, oldest event first.
   *
   * @return how many
   */
  public long export(String agentId, List<ExportField> fields, RowSink sink) {
    String sql = "SELECT " + fields.stream().map(ExportField::sql).collect(Collectors.joining(", "))
        + " FROM request_logs WHERE agent_id = ? ORDER BY \"timestamp\"";
    return database.inTransaction(connection -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET LOCAL statement_timeout TO 0");
      }
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, agentId);
        statement.setFetchSize(ROWS_PER_FETCH);
        try (ResultSet result = statement.executeQuery()) {
          long rows = 0;
          for (; result.next(); rows++) {
            sink.row(valuesOf(result, fields.size()));
          }
          return rows;
        }
      }
    });
  }

  private static List<@Nullable Object> valuesOf(ResultSet result, int columns)
      throws SQLException {
    List<@Nullable Object> values = new ArrayList<>(columns);
    for (int column = 1; column <= columns; column++) {
      values.add(
          result.getMetaData().getColumnType(column) == Types.TIMESTAMP
              ? instantOf(result, column)
              : result.getObject(column));
    }
    return values;
  }

  /** Not through java.sql.Timestamp, which reckons old days by the Julian calendar. */
  private static @Nullable Instant instantOf(ResultSet result, int column) throws SQLException {
    OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
