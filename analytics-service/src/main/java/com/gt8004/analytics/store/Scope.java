package com.gt8004.analytics.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Whose entries a question is about.
 *
 * @param agentId one agent, or null for all
 */
public record Scope(@Nullable String agentId) {
  /** Every agent. */
  public static final Scope ALL = new Scope(null);

  /** A condition on {@code agent_id} with one parameter, or none where all are meant. */
  String and() {
    return agentId == null ? "" : " AND agent_id = ?";
  }

  /** Sets the parameter of {@link #and}, and returns the number of the next one. */
  int set(PreparedStatement statement, int parameter) throws SQLException {
    if (agentId == null) {
      return parameter;
    }
    statement.setString(parameter, agentId);
    return parameter + 1;
  }
}
