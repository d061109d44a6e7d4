package com.gt8004.analytics.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One execution of {@link IngestStatement}: batches of one agent, in one transaction. Not thread-safe. */
final class IngestRun {
  private final List<IngestPart> parts;
  private final List<LogRow> rows = new ArrayList<>();
  private final List<@Nullable Object> partOfRow = new ArrayList<>();

  /** Batches of one agent; at least one. */
  IngestRun(List<IngestPart> parts) {
    this.parts = parts;
    for (int part = 0; part < parts.size(); part++) {
      for (LogRow row : parts.get(part).rows()) {
        rows.add(row);
        partOfRow.add(part);
      }
    }
  }

  /** Stores them; the outcome of each part, in their order. */
  List<IngestStore.Stored> on(Connection connection, Instant receivedAt) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(IngestStatement.SQL)) {
      bind(statement, connection, receivedAt);
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next()) {
          throw new SQLException("no agent " + agentId() + " though its key was accepted");
        }
        BitSet fresh = freshOf(result.getLong(1), result.getArray(2));
        return outcomes(fresh, result.getObject(3, LocalDate.class));
      }
    }
  }

  private String agentId() {
    return parts.get(0).batch().agentId();
  }

  private void bind(PreparedStatement statement, Connection connection, Instant receivedAt)
      throws SQLException {
    int parameter = 1;
    statement.setObject(parameter++, receivedAt.atOffset(ZoneOffset.UTC));
    statement.setBoolean(
        parameter++, parts.stream().anyMatch(part -> part.batch().pinged()));
    statement.setLong(
        parameter++, parts.stream().mapToLong(part -> part.batch().rejected()).sum());
    statement.setLong(
        parameter++, parts.stream().filter(part -> part.batch().whole()).count());
    statement.setString(parameter++, agentId());
    for (LogColumn column : LogColumn.values()) {
      statement.setArray(
          parameter++,
          connection.createArrayOf(column.arrayType(), each(row -> valueOf(column, row))));
    }
    statement.setArray(
        parameter++,
        connection.createArrayOf("text", each(row -> row.untimed() ? row.entryId() : null)));
    statement.setArray(parameter, connection.createArrayOf("int4", partOfRow.toArray()));
  }

  private @Nullable Object[] each(Function<LogRow, @Nullable Object> value) {
    List<@Nullable Object> values = new ArrayList<>(rows.size());
    for (LogRow row : rows) {
      values.add(value.apply(row));
    }
    return values.toArray();
  }

  /** As text: the driver's own encoding of times in arrays goes through the JVM's time zone. */
  private static @Nullable Object valueOf(LogColumn column, LogRow row) {
    Object value = row.get(column);
    return value instanceof Instant instant
        ? OffsetDateTime.ofInstant(instant, ZoneOffset.UTC).toString()
        : value;
  }

  private static BitSet freshOf(long before, @Nullable Array arrivals) throws SQLException {
    BitSet fresh = new BitSet();
    if (arrivals != null) {
      for (Long arrival : (Long[]) arrivals.getArray()) {
        fresh.set(Math.toIntExact(arrival - before - 1));
      }
    }
    return fresh;
  }

  private List<IngestStore.Stored> outcomes(BitSet fresh, @Nullable LocalDate expiredBefore) {
    List<IngestStore.Stored> outcomes = new ArrayList<>();
    int from = 0;
    for (IngestPart part : parts) {
      int until = from + part.rows().size();
      int stored = fresh.get(from, until).cardinality();
      outcomes.add(new IngestStore.Stored(stored, expired(part.rows(), expiredBefore)));
      from = until;
    }
    return outcomes;
  }

  private static Map<LogRow, String> expired(List<LogRow> rows, @Nullable LocalDate before) {
    Map<LogRow, String> expired = new HashMap<>();
    if (before != null) {
      Instant since = before.atStartOfDay(ZoneOffset.UTC).toInstant();
      for (LogRow row : rows) {
        if (row.get(LogColumn.TIMESTAMP) instanceof Instant time && time.isBefore(since)) {
          expired.put(row, "expired: the service keeps what happened since " + before);
        }
      }
    }
    return expired;
  }
}
