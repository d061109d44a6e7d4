package com.gt8004.analytics.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's folder and the passwords to it.
 *
 * <pre>
 *   home/bin-18.6.0/               the programs, unless --pg-bin named others
 *   home/pg18/                     the cluster; the name carries the major version
 *   home/pg18.superuser-password   for its bootstrap only (0600, ours)
 *   home/pg18.application-password for everything else (0600, ours)
 *   home/pg18.log
 * </pre>
 */
final class Cluster {
  static final String SUPERUSER = "postgres";
  private static final int PASSWORD_BYTES = 24;
  private static final Duration INITDB_LIMIT = Duration.ofMinutes(2);
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The lines of postmaster.pid that we read. */
  private static final int PORT_LINE = 3;

  private final Path home;
  private final Path data;

  Cluster(Path home, int major) {
    this.home = home;
    this.data = home.resolve("pg" + major);
  }

  /** The cluster of that home which a running service holds, or null where there is none yet. */
  static @Nullable Cluster runningIn(Path home) throws IOException {
    if (!Files.isDirectory(home)) {
      return null;
    }
    try (Stream<Path> folders = Files.list(home)) {
      for (Path folder : folders.toList()) {
        String name = String.valueOf(folder.getFileName());
        if (name.matches("pg\\d+") && Files.exists(folder.resolve("postmaster.pid"))) {
          return new Cluster(home, Integer.parseInt(name.substring(2)));
        }
      }
    }
    return null;
  }

  Path data() {
    return data;
  }

  Path log() {
    return home.resolve(data.getFileName() + ".log");
  }

  String superuserPassword() throws IOException {
    return Files.readString(passwordFile("superuser")).strip();
  }

  String applicationPassword() throws IOException {
    return Files.readString(passwordFile("application")).strip();
  }

  /** Makes cluster and passwords where they are not there yet. Whole or not at all. */
  void initialize(PostgresBinaries binaries, ServerUser user) throws EmbeddedPostgresException {
    if (Files.exists(data.resolve("PG_VERSION"))) {
      return;
    }
    Path staging = home.resolve(data.getFileName() + ".new");
    Path passwordForInitdb = home.resolve("initdb-password.tmp");
    try {
      deleteTree(staging);
      writePassword("superuser");
      writePassword("application");
      Files.createDirectory(staging);
      user.own(staging);
      // Its reader is another user than ours, so it gets a copy of its own, for a moment.
      Files.copy(passwordFile("superuser"), passwordForInitdb, StandardCopyOption.REPLACE_EXISTING);
      user.own(passwordForInitdb);
      CommandRun run =
          CommandRun.of(user.as(initdb(binaries, staging, passwordForInitdb)), INITDB_LIMIT);
      if (!run.succeeded()) {
        throw new EmbeddedPostgresException(
            "initdb failed with exit code " + run.exitCode() + ": " + lastLine(run.output()));
      }
      Files.move(staging, data, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new EmbeddedPostgresException("cannot make a database in " + data + ": " + e, e);
    } finally {
      deleteQuietly(passwordForInitdb);
    }
  }

  private static List<String> initdb(PostgresBinaries binaries, Path folder, Path password) {
    List<String> command = new ArrayList<>();
    command.add(binaries.program("initdb").toString());
    command.addAll(List.of("--pgdata", folder.toString(), "--username", SUPERUSER));
    command.addAll(List.of("--auth", "scram-sha-256", "--pwfile", password.toString()));
    command.addAll(List.of("--encoding", "UTF8", "--data-checksums"));
    // Sorting must not depend on the machine's locales, which differ and change.
    command.addAll(
        binaries.major() >= 17
            ? List.of("--locale-provider=builtin", "--locale=C.UTF-8")
            : List.of("--locale=C"));
    return command;
  }

  /** The port of the server that runs on this cluster, or 0 where none has said so. */
  int port() throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return 0;
    }
    List<String> lines = Files.readAllLines(pidFile);
    return lines.size() > PORT_LINE ? Integer.parseInt(lines.get(PORT_LINE).strip()) : 0;
  }

  /** The process that says it runs this cluster and is alive, or null. */
  @Nullable
  ProcessHandle leftOver() throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return null;
    }
    List<String> lines = Files.readAllLines(pidFile);
    if (lines.isEmpty() || !lines.get(0).strip().matches("\\d+")) {
      return null;
    }
    ProcessHandle process =
        ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElse(null);
    // The number may belong to somebody else by now; only a postgres can be in our way.
    return process != null
            && process.isAlive()
            && process.info().command().orElse("postgres").contains("postgres")
        ? process
        : null;
  }

  private Path passwordFile(String role) {
    return home.resolve(data.getFileName() + "." + role + "-password");
  }

  private void writePassword(String role) throws IOException {
    byte[] random = new byte[PASSWORD_BYTES];
    RANDOM.nextBytes(random);
    Path file = passwordFile(role);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, HexFormat.of().formatHex(random));
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void deleteQuietly(Path path) throws EmbeddedPostgresException {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "cannot remove " + path + ", which holds a password: " + e, e);
    }
  }

  private static String lastLine(String output) {
    return output
        .lines()
        .filter(line -> !line.isBlank())
        .reduce((a, b) -> b)
        .orElse("no output")
        .strip();
  }
}
