package com.gt8004.analytics.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Agents and their keys. Thread-safe; all methods throw {@link StoreFailure}. */
public final class AgentStore {
  private final Database database;

  public AgentStore(Database database) {
    this.database = database;
  }

  /**
   * Gives an agent one more key, making the agent if there is none of that name.
   *
   * @return true if the agent is new
   */
  public boolean addKey(String agentId, ApiKey key) {
    return database.inTransaction(connection -> {
      boolean added = update(
              connection,
              "INSERT INTO agents (agent_id) VALUES (?) ON CONFLICT DO NOTHING",
              agentId)
          == 1;
      update(
          connection,
          "INSERT INTO api_keys (key_hash, agent_id, key_prefix) VALUES (?, ?, ?)",
          key.hash(),
          agentId,
          key.prefix());
      return added;
    });
  }

  /** The agent whose key this is, or null where it is unknown or revoked. */
  public @Nullable String agentOf(ApiKey key) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(
          "SELECT agent_id FROM api_keys WHERE key_hash = ? AND (revoked_at IS NULL OR revoked_at > now())")) {
        statement.setBytes(1, key.hash());
        try (ResultSet result = statement.executeQuery()) {
          return result.next() ? result.getString(1) : null;
        }
      }
    });
  }

  /**
   * Gives an agent a new key, and its other keys an end.
   *
   * @param overlap how long they are still valid
   * @return those other keys, or null where there is no such agent
   */
  public @Nullable List<KeyInfo> rotate(String agentId, ApiKey key, Duration overlap) {
    return database.inTransaction(connection -> {
      try (PreparedStatement agent =
          connection.prepareStatement("SELECT FROM agents WHERE agent_id = ?")) {
        agent.setString(1, agentId);
        try (ResultSet found = agent.executeQuery()) {
          if (!found.next()) {
            return null;
          }
        }
      }
      List<KeyInfo> ending;
      try (PreparedStatement statement = connection.prepareStatement(
          "UPDATE api_keys SET revoked_at = least(revoked_at, now() + ? * interval '1 second')"
              + " WHERE agent_id = ? AND (revoked_at IS NULL OR revoked_at > now())"
              + " RETURNING agent_id, key_prefix, created_at, revoked_at")) {
        set(statement, overlap.toSeconds(), agentId);
        ending = read(statement);
      }
      update(
          connection,
          "INSERT INTO api_keys (key_hash, agent_id, key_prefix) VALUES (?, ?, ?)",
          key.hash(),
          agentId,
          key.prefix());
      return ending;
    });
  }

  /** A key as it may be shown. */
  public record KeyInfo(
      String agentId,
      String keyPrefix,
      Instant createdAt,
      @Nullable Instant revokedAt) {}

  /** All keys, or those of one agent; by agent, then age. */
  public List<KeyInfo> keys(@Nullable String agentId) {
    return select("WHERE ?::varchar IS NULL OR agent_id = ?", agentId, agentId);
  }

  /** The keys whose prefix begins so (a whole key counts as its prefix) and that are still valid. */
  public List<KeyInfo> validKeysLike(String prefix) {
    return select(
        "WHERE starts_with(key_prefix, ?) AND (revoked_at IS NULL OR revoked_at > now())",
        ApiKey.of(prefix).prefix());
  }

  /**
   * Revokes keys now; a service that has one in memory refuses it within seconds.
   *
   * @return those that were still valid
   */
  public List<KeyInfo> revoke(List<KeyInfo> keys) {
    return database.inTransaction(connection -> {
      List<KeyInfo> revoked = new ArrayList<>();
      for (KeyInfo key : keys) {
        try (PreparedStatement statement =
            connection.prepareStatement("UPDATE api_keys SET revoked_at = now()"
                + " WHERE agent_id = ? AND key_prefix = ? AND (revoked_at IS NULL OR revoked_at > now())"
                + " RETURNING agent_id, key_prefix, created_at, revoked_at")) {
          set(statement, key.agentId(), key.keyPrefix());
          revoked.addAll(read(statement));
        }
      }
      return revoked;
    });
  }

  private List<KeyInfo> select(String where, @Nullable Object... parameters) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(
          "SELECT agent_id, key_prefix, created_at, revoked_at FROM api_keys "
              + where
              + " ORDER BY agent_id, created_at, key_prefix")) {
        set(statement, parameters);
        return read(statement);
      }
    });
  }

  private static List<KeyInfo> read(PreparedStatement statement) throws SQLException {
    List<KeyInfo> keys = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        keys.add(new KeyInfo(
            result.getString(1),
            result.getString(2),
            instant(result, 3),
            instantOrNull(result, 4)));
      }
    }
    return keys;
  }

  /** Not through java.sql.Timestamp, which reckons old days by the Julian calendar. */
  static @Nullable Instant instantOrNull(ResultSet result, int column) throws SQLException {
    OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static Instant instant(ResultSet result, int column) throws SQLException {
    return result.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static int update(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, parameters);
      return statement.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }
}
