package com.gt8004.analytics.store.embedded;

import com.gt8004.analytics.store.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The few statements that a superuser must run: our role, our database. Everything else is done by
 * that role, which is no superuser. Not thread-safe.
 */
final class Bootstrap {
  private static final String DATABASE = "gt8004";
  private static final String APPLICATION = "gt8004";
  private static final int CONNECT_SECONDS = 2;

  private final Cluster cluster;
  private final int port;

  Bootstrap(Cluster cluster, int port) {
    this.cluster = cluster;
    this.port = port;
  }

  /** True when the server on this port takes our password and says it runs our cluster. */
  boolean superuserAnswers() throws IOException {
    return answers(Cluster.SUPERUSER, cluster.superuserPassword(), "postgres");
  }

  /** The same for the role that others may use. */
  boolean applicationAnswers() throws IOException {
    return answers(APPLICATION, cluster.applicationPassword(), DATABASE);
  }

  DatabaseAddress applicationAddress() throws IOException {
    return new DatabaseAddress(url(DATABASE), APPLICATION, cluster.applicationPassword());
  }

  /** Makes role and database where they are missing. */
  void prepareDatabase() throws SQLException, IOException {
    try (Connection connection =
            connect(Cluster.SUPERUSER, cluster.superuserPassword(), "postgres");
        Statement statement = connection.createStatement()) {
      if (!holds(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + APPLICATION + "'")) {
        statement.execute(
            "CREATE ROLE " + APPLICATION + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE");
      }
      // The password is hexadecimal, so it needs no quoting; set each time, so that the file is
      // always right.
      statement.execute(
          "ALTER ROLE " + APPLICATION + " PASSWORD '" + cluster.applicationPassword() + "'");
      // So that this role too can ask which folder the server runs on.
      statement.execute("GRANT pg_read_all_settings TO " + APPLICATION);
      if (!holds(statement, "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
        statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + APPLICATION);
      }
    }
  }

  private boolean answers(String user, String password, String database) throws IOException {
    try (Connection connection = connect(user, password, database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW data_directory")) {
      // Another server may have taken the port of one that died.
      return result.next() && Files.isSameFile(Path.of(result.getString(1)), cluster.data());
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection connect(String user, String password, String database) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url(database));
    source.setUser(user);
    source.setPassword(password);
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(CONNECT_SECONDS);
    return source.getConnection();
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private static boolean holds(Statement statement, String question) throws SQLException {
    try (ResultSet result = statement.executeQuery(question)) {
      return result.next();
    }
  }
}
