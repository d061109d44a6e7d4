package com.gt8004.analytics.store.embedded;

import com.gt8004.analytics.store.DatabaseAddress;
import com.gt8004.analytics.time.Deadline;
import com.gt8004.analytics.time.ServiceClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL that lives and dies with this process. It listens on loopback only, asks for a
 * password, forces to disk, and gives us a role without superuser rights. The caller must hold the
 * data folder for itself. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  /** Recovery after a crash is part of a start, and takes its time. */
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  /** A killed predecessor's server stops in about two seconds. */
  private static final Duration PREDECESSOR_LIMIT = Duration.ofSeconds(15);

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final Duration POLL = Duration.ofMillis(50);

  private final PostgresKeeper keeper;
  private final DatabaseAddress address;

  private EmbeddedPostgres(PostgresKeeper keeper, DatabaseAddress address) {
    this.keeper = keeper;
    this.address = address;
  }

  /**
   * Starts the server, making its cluster first where there is none.
   *
   * @param home our own folder; the cluster and all that belongs to it live in it
   * @param installed the folder of an installed PostgreSQL's programs; null for those we bring
   */
  public static EmbeddedPostgres start(Path home, @Nullable Path installed, ServiceClock clock)
      throws EmbeddedPostgresException {
    Path root = prepare(home);
    ServerUser user = ServerUser.forUsWriting(root);
    user.checkReaches(root);
    PostgresBinaries binaries = installed == null
        ? PostgresBinaries.unpackedIn(root)
        : PostgresBinaries.installedIn(installed);
    Cluster cluster = new Cluster(root, binaries.major());
    cluster.initialize(binaries, user);
    waitForPredecessor(cluster, clock);
    int port = freePort();
    PostgresKeeper keeper =
        new PostgresKeeper(user.tiedToUs(server(binaries, cluster, port)), cluster.log(), clock);
    keeper.start();
    try {
      Bootstrap bootstrap = new Bootstrap(cluster, port);
      awaitReady(bootstrap, keeper, cluster, clock);
      bootstrap.prepareDatabase();
      return new EmbeddedPostgres(keeper, bootstrap.applicationAddress());
    } catch (SQLException | IOException e) {
      keeper.stop();
      throw new EmbeddedPostgresException(
          "cannot prepare the database in " + cluster.data() + ": " + e, e);
    } catch (EmbeddedPostgresException | RuntimeException e) {
      keeper.stop();
      throw e;
    }
  }

  /**
   * Where the server of another process that holds this home is, or null while there is none.
   *
   * @throws EmbeddedPostgresException if its files cannot be read
   */
  public static @Nullable DatabaseAddress runningIn(Path home) throws EmbeddedPostgresException {
    try {
      Cluster cluster = Cluster.runningIn(home);
      int port = cluster == null ? 0 : cluster.port();
      if (cluster == null || port == 0) {
        return null;
      }
      Bootstrap bootstrap = new Bootstrap(cluster, port);
      return bootstrap.applicationAnswers() ? bootstrap.applicationAddress() : null;
    } catch (IOException e) {
      throw new EmbeddedPostgresException("cannot read " + home + ": " + e, e);
    }
  }

  /** Where it is, for the role without superuser rights. Stays the same when the server is started again. */
  public DatabaseAddress address() {
    return address;
  }

  /** Stops the server. Idempotent; takes at most 15 seconds. */
  @Override
  public void close() {
    keeper.stop();
  }

  private static Path prepare(Path home) throws EmbeddedPostgresException {
    try {
      Files.createDirectories(home);
      // Others may pass through, not look: the server may be another user. The cluster itself is
      // its alone.
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
      return home.toRealPath();
    } catch (IOException e) {
      throw new EmbeddedPostgresException("cannot use " + home + ": " + e, e);
    }
  }

  private static List<String> server(PostgresBinaries binaries, Cluster cluster, int port) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(binaries.program("postgres").toString(), "-D", cluster.data().toString()));
    for (String setting : List.of(
        "listen_addresses=127.0.0.1",
        "port=" + port,
        "unix_socket_directories=",
        "max_connections=40",
        "fsync=on",
        "synchronous_commit=on",
        "jit=off",
        "log_min_error_statement=panic",
        "timezone=UTC",
        "log_timezone=UTC")) {
      command.addAll(List.of("-c", setting));
    }
    return command;
  }

  private static int freePort() throws EmbeddedPostgresException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(LOOPBACK))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new EmbeddedPostgresException("no free port on 127.0.0.1: " + e.getMessage(), e);
    }
  }

  private static void waitForPredecessor(Cluster cluster, ServiceClock clock)
      throws EmbeddedPostgresException {
    Deadline deadline = Deadline.in(PREDECESSOR_LIMIT, clock);
    try {
      for (ProcessHandle left = cluster.leftOver(); left != null; left = cluster.leftOver()) {
        if (deadline.passed()) {
          throw new EmbeddedPostgresException(
              "process " + left.pid() + " still runs the database in " + cluster.data()
                  + "; stop it: kill -INT " + left.pid());
        }
        pause(clock);
      }
    } catch (IOException e) {
      throw new EmbeddedPostgresException("cannot read " + cluster.data() + ": " + e, e);
    }
  }

  private static void awaitReady(
      Bootstrap bootstrap, PostgresKeeper keeper, Cluster cluster, ServiceClock clock)
      throws EmbeddedPostgresException, IOException {
    Deadline deadline = Deadline.in(START_LIMIT, clock);
    while (!bootstrap.superuserAnswers()) {
      // One death may be a port that was taken in between or memory not yet freed; three are not.
      if (deadline.passed() || keeper.starts() >= 3) {
        throw new EmbeddedPostgresException("PostgreSQL does not start in " + cluster.data()
            + "; its log " + cluster.log() + " ends: " + lastLineOf(cluster.log()));
      }
      pause(clock);
    }
  }

  private static String lastLineOf(Path log) throws IOException {
    return Files.exists(log)
        ? Files.readString(log).lines().reduce((a, b) -> b).orElse("").strip()
        : "there is none";
  }

  private static void pause(ServiceClock clock) throws EmbeddedPostgresException {
    try {
      clock.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException("interrupted while PostgreSQL starts", e);
    }
  }
}
