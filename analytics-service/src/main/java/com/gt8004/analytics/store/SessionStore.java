package com.gt8004.analytics.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Login links and the sessions of browsers; of both only hashes are kept. Thread-safe. */
public final class SessionStore {
  /** How long a login link may be used. */
  public static final Duration LINK_VALID = Duration.ofHours(24);

  /** How long a session lasts. */
  public static final Duration SESSION_VALID = Duration.ofDays(7);

  private final Database database;

  public SessionStore(Database database) {
    this.database = database;
  }

  /**
   * A session.
   *
   * @param agentId the agent that may be seen, null for all
   */
  public record Session(@Nullable String agentId) {}

  /** Whether a login link was ever made here. */
  public boolean hasLinks() {
    return database.with(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("SELECT EXISTS (SELECT FROM login_links)")) {
        return result.next() && result.getBoolean(1);
      }
    });
  }

  /** Lets that token in once, within the next {@link #LINK_VALID}, as somebody who may see all. */
  public void addLink(ApiKey token, Instant now) {
    update(
        "INSERT INTO login_links (token_hash, created_at, expires_at) VALUES (?, ?, ?)",
        token.hash(),
        now,
        now.plus(LINK_VALID));
  }

  /** Takes a login link's token, which is worth nothing afterwards; false when it is none or too late. */
  public boolean useLink(ApiKey token, Instant now) {
    return update(
            "UPDATE login_links SET used_at = ? WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?",
            now,
            token.hash(),
            now)
        == 1;
  }

  /** Opens a session for {@link #SESSION_VALID}, and forgets those that have ended. */
  public void open(ApiKey token, Session session, Instant now) {
    update("DELETE FROM sessions WHERE expires_at < ?", now);
    update(
        "INSERT INTO sessions (token_hash, agent_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
        token.hash(),
        session.agentId(),
        now,
        now.plus(SESSION_VALID));
  }

  /** The session of that token, or null where there is none or it has ended. */
  public @Nullable Session find(ApiKey token, Instant now) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(
          "SELECT agent_id FROM sessions WHERE token_hash = ? AND expires_at > ?")) {
        set(statement, token.hash(), now);
        try (ResultSet result = statement.executeQuery()) {
          return result.next() ? new Session(result.getString(1)) : null;
        }
      }
    });
  }

  /** Ends a session. */
  public void close(ApiKey token) {
    update("DELETE FROM sessions WHERE token_hash = ?", (Object) token.hash());
  }

  private int update(String sql, @Nullable Object... parameters) {
    return database.with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        set(statement, parameters);
        return statement.executeUpdate();
      }
    });
  }

  private static void set(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      Object value = parameters[i];
      statement.setObject(
          i + 1, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
    }
  }
}
