package com.gt8004.analytics.store;

import com.gt8004.analytics.time.ServiceClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stores batches, each entry once. Thread-safe. When {@link #store} returns, everything it reports is
 * committed; when it throws, the batch may be sent again without harm.
 */
public final class IngestStore {
  /** Conflicts are rare since rows go in sorted; more in a row than this is a fault. */
  private static final int ATTEMPTS_MAX = 5;

  private final Database database;
  private final ServiceClock clock;

  public IngestStore(Database database, ServiceClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** What the rows of a batch have in common. */
  public record Batch(
      String agentId,
      @Nullable String sdkVersion,
      @Nullable String batchId,
      boolean pinged,
      int rejected) {
    Batch continued() {
      return new Batch(agentId, sdkVersion, batchId, false, 0);
    }
  }

  /**
   * What became of a batch.
   *
   * @param stored rows that were new
   * @param refused rows that are older than what is kept, or that the database would not take though
   *     they passed our checks, with the reason
   */
  public record Stored(int stored, Map<LogRow, String> refused) {}

  /**
   * Stores the rows that are not stored yet, and brings totals and rollups up to date with them.
   *
   * @throws StoreFailure AWAY when the database is; FAULT otherwise
   */
  public Stored store(Batch batch, List<LogRow> rows) {
    Unstored unstored = new Unstored(new HashMap<>(), new HashMap<>());
    int stored = storeOrSplit(batch, rows, clock.now(), unstored);
    Map<LogRow, String> refused = unstored.refused();
    if (!refused.isEmpty()) {
      storeOnce(
          new Batch(batch.agentId(), batch.sdkVersion(), batch.batchId(), false, refused.size()),
          List.of(),
          clock.now(),
          unstored);
    }
    refused.putAll(unstored.expired());
    return new Stored(stored, refused);
  }

  /** What is not stored, with the reason: refused rows count as rejected, expired ones not at all. */
  private record Unstored(Map<LogRow, String> refused, Map<LogRow, String> expired) {
    void expired(List<LogRow> rows, LocalDate before) {
      Instant since = before.atStartOfDay(ZoneOffset.UTC).toInstant();
      for (LogRow row : rows) {
        if (row.get(LogColumn.TIMESTAMP) instanceof Instant time && time.isBefore(since)) {
          expired.put(row, "expired: the service keeps what happened since " + before);
        }
      }
    }
  }

  /** One row that the database refuses must not harm the others: halve until it stands alone. */
  private int storeOrSplit(Batch batch, List<LogRow> rows, Instant receivedAt, Unstored unstored) {
    try {
      return storeOnce(batch, rows, receivedAt, unstored);
    } catch (StoreFailure e) {
      if (e.kind() != StoreFailure.Kind.REFUSED || rows.isEmpty()) {
        throw e;
      }
      if (rows.size() == 1) {
        unstored.refused().put(rows.get(0), "refused by the " + e.getMessage());
        return storeOrSplit(batch, List.of(), receivedAt, unstored);
      }
      int half = rows.size() / 2;
      return storeOrSplit(batch, rows.subList(0, half), receivedAt, unstored)
          + storeOrSplit(batch.continued(), rows.subList(half, rows.size()), receivedAt, unstored);
    }
  }

  private int storeOnce(Batch batch, List<LogRow> rows, Instant receivedAt, Unstored unstored) {
    for (int attempt = 1; ; attempt++) {
      try {
        return database.with(connection -> execute(connection, batch, rows, receivedAt, unstored));
      } catch (StoreFailure e) {
        if (e.kind() != StoreFailure.Kind.CONFLICT || attempt == ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
  }

  private static int execute(
      Connection connection, Batch batch, List<LogRow> rows, Instant receivedAt, Unstored unstored)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(IngestStatement.SQL)) {
      int parameter = 1;
      statement.setString(parameter++, batch.agentId());
      statement.setObject(parameter++, receivedAt.atOffset(ZoneOffset.UTC));
      statement.setString(parameter++, batch.sdkVersion());
      statement.setString(parameter++, batch.batchId());
      statement.setBoolean(parameter++, batch.pinged());
      statement.setLong(parameter++, batch.rejected());
      for (LogColumn column : LogColumn.values()) {
        statement.setArray(
            parameter++, connection.createArrayOf(column.arrayType(), valuesOf(column, rows)));
      }
      statement.setArray(parameter, connection.createArrayOf("text", untimedIds(rows)));
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next()) {
          throw new SQLException("no agent " + batch.agentId() + " though its key was accepted");
        }
        @Nullable LocalDate expiredBefore = result.getObject(2, LocalDate.class);
        if (expiredBefore != null) {
          unstored.expired(rows, expiredBefore);
        }
        return Math.toIntExact(result.getLong(1));
      }
    }
  }

  private static @Nullable Object[] valuesOf(LogColumn column, List<LogRow> rows) {
    List<@Nullable Object> values = new ArrayList<>(rows.size());
    for (LogRow row : rows) {
      Object value = row.get(column);
      // As text: the driver's own encoding of times in arrays goes through the JVM's time zone.
      values.add(
          value instanceof Instant instant
              ? OffsetDateTime.ofInstant(instant, ZoneOffset.UTC).toString()
              : value);
    }
    return values.toArray();
  }

  private static @Nullable Object[] untimedIds(List<LogRow> rows) {
    List<@Nullable Object> ids = new ArrayList<>(rows.size());
    for (LogRow row : rows) {
      ids.add(row.untimed() ? row.entryId() : null);
    }
    return ids.toArray();
  }
}
