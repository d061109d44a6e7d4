package com.gt8004.analytics.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which sequences of a journal came, from an index and never from the rows themselves. Thread-safe. */
public final class SequenceStore {
  /** Ranges that are looked at for one answer. */
  static final int RANGES_MAX = 10_000;

  private static final String FIND = """
      SELECT first_sequence, last_sequence,
             day < coalesce((SELECT expired_before FROM retention), '-infinity') AS expired
      FROM journal_sequences
      WHERE journal_id = ? AND agent_id = ? AND last_sequence >= ? AND first_sequence <= ?
      ORDER BY first_sequence
      LIMIT ?
      """;

  /** What touches something new is taken out and put back as one range for each run of sequences. */
  private static final String MERGE = """
      WITH fresh AS (
        SELECT agent_id, journal_id, min(first_sequence) AS low, max(last_sequence) AS high
        FROM journal_sequences WHERE NOT merged
        GROUP BY agent_id, journal_id
      ),
      taken AS (
        DELETE FROM journal_sequences AS known USING fresh
        WHERE known.journal_id = fresh.journal_id AND known.agent_id = fresh.agent_id
          AND NOT known.pinged
          AND known.last_sequence >= fresh.low - 1 AND known.first_sequence <= fresh.high + 1
        RETURNING known.agent_id, known.journal_id, known.day, known.first_sequence, known.last_sequence
      ),
      marked AS (
        SELECT *, CASE WHEN first_sequence <= 1 + max(last_sequence) OVER (
          PARTITION BY agent_id, journal_id, day ORDER BY first_sequence, last_sequence
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 0 ELSE 1 END AS begins
        FROM taken
      ),
      numbered AS (
        SELECT *, sum(begins) OVER (
          PARTITION BY agent_id, journal_id, day ORDER BY first_sequence, last_sequence
          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS island
        FROM marked
      )
      INSERT INTO journal_sequences (agent_id, journal_id, day, first_sequence, last_sequence, merged)
      SELECT agent_id, journal_id, day, min(first_sequence), max(last_sequence), true
      FROM numbered
      GROUP BY agent_id, journal_id, day, island
      """;

  private final Database database;

  public SequenceStore(Database database) {
    this.database = database;
  }

  /** From the first sequence to the last, both included. */
  public record Range(long first, long last) {}

  /**
   * What is known of a stretch of a journal.
   *
   * @param stored ascending and apart
   * @param expired came, and retention removed them or they came too late; ascending and apart
   * @param expiredBefore entries of earlier days have expired; null while none has
   * @param next where to ask on, for there were more ranges than one answer holds; null if this is all
   */
  public record Sequences(
      List<Range> stored,
      List<Range> expired,
      @Nullable LocalDate expiredBefore,
      @Nullable Long next) {}

  /** What is known of these sequences of the agent's journal, both ends included. */
  public Sequences of(String agentId, UUID journalId, long from, long to) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(FIND)) {
        statement.setObject(1, journalId);
        statement.setString(2, agentId);
        statement.setLong(3, from);
        statement.setLong(4, to);
        statement.setInt(5, RANGES_MAX + 1);
        try (ResultSet result = statement.executeQuery()) {
          return read(result, from, to, expiredBefore(connection));
        }
      }
    });
  }

  private static Sequences read(
      ResultSet result, long from, long to, @Nullable LocalDate expiredBefore) throws SQLException {
    Union stored = new Union();
    Union expired = new Union();
    for (int count = 0; result.next(); count++) {
      long first = result.getLong(1);
      if (count == RANGES_MAX && first > from) {
        // Every range that begins before this one was seen: up to here the answer is whole.
        return new Sequences(stored.upTo(first - 1), expired.upTo(first - 1), expiredBefore, first);
      }
      (result.getBoolean(3) ? expired : stored)
          .add(Math.max(from, first), Math.min(to, result.getLong(2)));
    }
    return new Sequences(stored.upTo(to), expired.upTo(to), expiredBefore, null);
  }

  /** Ranges that come in the order of their first sequence, as they are together. */
  private static final class Union {
    private final List<Range> ranges = new ArrayList<>();

    void add(long first, long last) {
      Range before = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
      if (before != null && first <= before.last() + 1) {
        ranges.set(ranges.size() - 1, new Range(before.first(), Math.max(before.last(), last)));
      } else {
        ranges.add(new Range(first, last));
      }
    }

    List<Range> upTo(long end) {
      return ranges.stream()
          .filter(range -> range.first() <= end)
          .map(range -> new Range(range.first(), Math.min(range.last(), end)))
          .toList();
    }
  }

  private static @Nullable LocalDate expiredBefore(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT expired_before FROM retention")) {
      return result.next() ? result.getObject(1, LocalDate.class) : null;
    }
  }

  /** Whether entries of this journal came, and all of them for other agents. */
  public boolean isOfAnotherAgent(String agentId, UUID journalId) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(
          "SELECT coalesce(bool_and(agent_id <> ?), false) FROM journal_sequences"
              + " WHERE journal_id = ?")) {
        statement.setString(1, agentId);
        statement.setObject(2, journalId);
        try (ResultSet result = statement.executeQuery()) {
          return result.next() && result.getBoolean(1);
        }
      }
    });
  }

  /** Notes connection tests, which came as well although no row is stored of them. */
  public void pinged(String agentId, List<LogRow> pings) {
    Object[] journals =
        pings.stream().map(ping -> ping.get(LogColumn.JOURNAL_ID)).toArray();
    Object[] numbers = pings.stream().map(ping -> ping.get(LogColumn.SEQUENCE)).toArray();
    int unused = database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement("INSERT INTO journal_sequences"
          + " (agent_id, journal_id, day, first_sequence, last_sequence, merged, pinged)"
          + " SELECT ?, journal_id, (now() AT TIME ZONE 'UTC')::date, sequence, sequence, true, true"
          + " FROM unnest(?::uuid[], ?::int8[]) AS ping (journal_id, sequence)")) {
        statement.setString(1, agentId);
        statement.setArray(2, connection.createArrayOf("uuid", journals));
        statement.setArray(3, connection.createArrayOf("int8", numbers));
        return statement.executeUpdate();
      }
    });
  }

  /** Merges what came since the last call with what it touches; returns how many ranges that made. */
  public int merge() {
    return database.with(connection -> {
      try (Statement statement = connection.createStatement()) {
        return statement.executeUpdate(MERGE);
      }
    });
  }
}
