package com.gt8004.analytics.store;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** A statement that did not do its work, sorted by what the caller can do about it. */
public final class StoreFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What follows from a failure. */
  public enum Kind {
    /** No database, no room or no time there; nothing is known about the work; the same call may succeed later. */
    AWAY,
    /** Lost against a concurrent transaction and undone whole; try again at once. */
    CONFLICT,
    /** The database refused a value; the same call will fail again. */
    REFUSED,
    /** Anything else: a fault in this program or its schema. */
    FAULT
  }

  private final Kind kind;

  private StoreFailure(Kind kind, String message, SQLException cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What follows. */
  public Kind kind() {
    return kind;
  }

  /** The one place where SQL states become decisions. */
  static StoreFailure of(SQLException cause) {
    Kind kind = kindOf(cause);
    return new StoreFailure(kind, "database: " + firstLineOf(cause.getMessage()), cause);
  }

  private static Kind kindOf(SQLException cause) {
    if (cause instanceof SQLTransientConnectionException
        || cause instanceof SQLRecoverableException) {
      return Kind.AWAY;
    }
    String state = cause.getSQLState();
    if (state == null || state.length() != 5) {
      return Kind.FAULT;
    }
    if (state.equals("40001") || state.equals("40P01")) {
      return Kind.CONFLICT;
    }
    return switch (state.substring(0, 2)) {
      // Connection, resources (also a full disk), operator (shutdown, statement timeout), system,
      // lock timeout,
      // and a server that turned read-only in a fail-over.
      case "08", "53", "55", "57", "58" -> Kind.AWAY;
      case "25" -> state.equals("25006") ? Kind.AWAY : Kind.FAULT;
      case "22", "23" -> Kind.REFUSED;
      default -> Kind.FAULT;
    };
  }

  /** PostgreSQL's detail lines quote the row's values, which may be secret. */
  private static String firstLineOf(@Nullable String message) {
    return message == null ? "no message" : message.lines().findFirst().orElse("");
  }
}
