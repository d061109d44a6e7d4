package com.gt8004.analytics.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A pool of connections to a PostgreSQL whose schema is up to date. Thread-safe. Waits at most 3
 * seconds for a connection, and at most 30 for an answer.
 */
public final class Database implements AutoCloseable {
  static final int CONNECTIONS_MAX = 10;
  private static final int CONNECT_SECONDS = 3;
  private static final int STATEMENT_SECONDS = 20;

  /** Longer than the server's own limit, so that only a dead server is cut off by it. */
  private static final int SOCKET_SECONDS = 30;

  private final HikariDataSource pool;

  private Database(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * Brings the schema up to date and opens the pool.
   *
   * @throws UnusableDatabaseException if it cannot be reached or its schema is not ours
   */
  public static Database open(DatabaseAddress address) throws UnusableDatabaseException {
    try {
      migrate(address);
      return new Database(new HikariDataSource(poolConfig(address)));
    } catch (FlywayException | HikariPool.PoolInitializationException e) {
      throw new UnusableDatabaseException(
          "cannot use the database at " + address + ": " + reasonOf(e)
              + " (check that it runs, GT8004_DATABASE_USER and GT8004_DATABASE_PASSWORD)",
          e);
    }
  }

  /** Why that database cannot be reached, or null where it answers; changes nothing there. */
  public static @Nullable String faultOf(DatabaseAddress address) {
    try (Connection connection = source(address).getConnection()) {
      return connection.isValid(CONNECT_SECONDS)
          ? null
          : "the database at " + address + " does not answer";
    } catch (SQLException e) {
      return "cannot use the database at " + address + ": " + reasonOf(e);
    }
  }

  private static PGSimpleDataSource source(DatabaseAddress address) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(address.url());
    source.setConnectTimeout(CONNECT_SECONDS);
    if (address.user() != null) {
      source.setUser(address.user());
    }
    if (address.password() != null) {
      source.setPassword(address.password());
    }
    return source;
  }

  private static void migrate(DatabaseAddress address) {
    PGSimpleDataSource source = source(address);
    Flyway.configure(Database.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:com/gt8004/analytics/store/migrations")
        .load()
        .migrate();
  }

  private static HikariConfig poolConfig(DatabaseAddress address) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(address.url());
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setPoolName("gt8004-analytics");
    config.setMaximumPoolSize(CONNECTIONS_MAX);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_SECONDS * 1_000L);
    // The driver would send the JVM's time zone; partitions, minutes and days are UTC's.
    config.setConnectionInitSql(
        "SET TimeZone TO 'UTC'; SET statement_timeout TO '" + STATEMENT_SECONDS + "s'");
    config.addDataSourceProperty("ApplicationName", "gt8004-analytics");
    config.addDataSourceProperty("connectTimeout", CONNECT_SECONDS);
    config.addDataSourceProperty("socketTimeout", SOCKET_SECONDS);
    return config;
  }

  private static String reasonOf(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message
            .lines()
            .filter(line -> !line.isBlank())
            .findFirst()
            .orElse("no message")
            .strip();
  }

  /** Work on one connection. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  /** Runs the work, each statement its own transaction; failures come out as {@link StoreFailure}. */
  <T extends @Nullable Object> T with(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw StoreFailure.of(e);
    }
  }

  /** Runs the work in one transaction, which is undone whole if it fails. */
  <T extends @Nullable Object> T inTransaction(Work<T> work) {
    return with(connection -> {
      // The pool sets it back when the connection returns.
      connection.setAutoCommit(false);
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        rollBack(connection, e);
        throw e;
      }
    });
  }

  private static void rollBack(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** True when the database answers a question now. */
  public boolean answers() {
    try {
      return with(
          connection -> connection.createStatement().executeQuery("SELECT 1").next());
    } catch (StoreFailure e) {
      return false;
    }
  }

  /** Closes all connections. Idempotent. */
  @Override
  public void close() {
    pool.close();
  }
}
