package com.gt8004.analytics.store.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tukaani.xz.XZInputStream;

/** The programs of one PostgreSQL version in a folder. Immutable. */
final class PostgresBinaries {
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

  private final Path bin;
  private final int major;

  private PostgresBinaries(Path bin, int major) {
    this.bin = bin;
    this.major = major;
  }

  /** Those that come with this program, unpacked once below that folder. */
  static PostgresBinaries unpackedIn(Path home) throws EmbeddedPostgresException {
    String version = packedVersion();
    Path folder = home.resolve("bin-" + version);
    try {
      if (!Files.isDirectory(folder)) {
        unpack(folder);
      }
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "cannot unpack PostgreSQL into " + folder + ": " + e.getMessage(), e);
    }
    return new PostgresBinaries(
        folder.resolve("bin"), Integer.parseInt(version.split("\\.", 2)[0]));
  }

  /** Those of an installed PostgreSQL, such as {@code /usr/lib/postgresql/15/bin}. */
  static PostgresBinaries installedIn(Path bin) throws EmbeddedPostgresException {
    Path postgres = bin.resolve("postgres");
    if (!Files.isExecutable(postgres) || !Files.isExecutable(bin.resolve("initdb"))) {
      throw new EmbeddedPostgresException("no postgres and initdb in " + bin
          + "; give the folder that holds both, such as /usr/lib/postgresql/15/bin");
    }
    CommandRun run =
        CommandRun.of(List.of(postgres.toString(), "--version"), Duration.ofSeconds(10));
    Matcher version = VERSION.matcher(run.output());
    if (!version.find()) {
      throw new EmbeddedPostgresException(
          postgres + " --version says \"" + run.output().strip() + "\"");
    }
    return new PostgresBinaries(bin, Integer.parseInt(version.group(1)));
  }

  /** The major version, which names the cluster's folder: another major cannot read it. */
  int major() {
    return major;
  }

  Path program(String name) {
    return bin.resolve(name);
  }

  private static void unpack(Path folder) throws IOException, EmbeddedPostgresException {
    Path staging = folder.resolveSibling(
        folder.getFileName() + ".new-" + ProcessHandle.current().pid());
    String archive = "postgres-" + platform() + ".txz";
    try (InputStream packed =
        PostgresBinaries.class.getClassLoader().getResourceAsStream(archive)) {
      if (packed == null) {
        throw new EmbeddedPostgresException("this build holds no PostgreSQL for " + platform()
            + "; name a database with --database-url, or an installed PostgreSQL with --pg-bin");
      }
      Files.createDirectories(staging);
      new TarReader(new XZInputStream(packed), staging).unpack();
    }
    // Whole or not at all: a start that dies while unpacking leaves only the staging folder.
    try {
      Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("cannot rename " + staging + " to " + folder, e);
    }
  }

  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac")
        ? "darwin"
        : "linux";
    String arch = System.getProperty("os.arch", "");
    return os + "-" + (arch.equals("aarch64") ? "arm_64" : "x86_64");
  }

  private static String packedVersion() {
    try (InputStream in = PostgresBinaries.class.getResourceAsStream("binaries.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "");
    } catch (IOException e) {
      throw new IllegalStateException("binaries.properties is in this jar", e);
    }
  }
}
