package com.gt8004.analytics.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which one service, or one command that stands in for it, lives.
 *
 * <pre>
 *   service.lock   held by whoever runs here
 *   service.json   {"pid":…,"url":"…"} while a service is ready
 *   postgres/      our own PostgreSQL, unless a database was named
 * </pre>
 *
 * <p>Not thread-safe.
 */
public final class DataDirectory implements AutoCloseable {
  private static final Path SYSTEM_WIDE = Path.of("/var/lib/gt8004/analytics");

  private final Path path;
  private @Nullable FileChannel lockFile;

  private DataDirectory(Path path) {
    this.path = path;
  }

  /** Opens the folder, making it where it is missing. */
  public static DataDirectory at(Path path) throws CannotStartException {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      // Passable, for PostgreSQL may run as another user below; nothing here but service.json is
      // for others.
      Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx--x--x"));
      return new DataDirectory(absolute);
    } catch (IOException e) {
      throw new CannotStartException(
          "cannot use the data folder " + absolute + ": " + e + "; name another with --data-dir",
          e);
    }
  }

  /** The system-wide folder where we may write it, else the user's own. */
  public static Path defaultPath() {
    for (Path at = SYSTEM_WIDE; at != null; at = at.getParent()) {
      if (Files.exists(at)) {
        boolean ours = Files.isWritable(at) && (at.equals(SYSTEM_WIDE) || isRoot());
        return ours ? SYSTEM_WIDE : inHome();
      }
    }
    return inHome();
  }

  private static Path inHome() {
    return Path.of(System.getProperty("user.home"), ".local", "state", "gt8004", "analytics");
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** Where our own PostgreSQL lives. */
  Path postgresHome() {
    return path.resolve("postgres");
  }

  /** Takes the folder for this process; false when another one has it. */
  public boolean tryLock() throws CannotStartException {
    Path file = path.resolve("service.lock");
    try {
      FileChannel channel = FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        return false;
      }
      lockFile = channel;
      return true;
    } catch (IOException e) {
      throw new CannotStartException("cannot lock " + file + ": " + e, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held within this very process.
      return null;
    }
  }

  /** Says where the service is, replaced whole. */
  void writeServiceFile(long pid, String url) throws IOException {
    Path staging = path.resolve("service.json.tmp");
    Files.writeString(staging, "{\"pid\":" + pid + ",\"url\":\"" + url + "\"}\n");
    Files.move(
        staging,
        serviceFile(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** What the last service here said of itself, or an empty text. */
  public String readServiceFile() {
    try {
      return Files.exists(serviceFile())
          ? Files.readString(serviceFile(), StandardCharsets.UTF_8).strip()
          : "";
    } catch (IOException e) {
      return "";
    }
  }

  void removeServiceFile() throws IOException {
    Files.deleteIfExists(serviceFile());
  }

  private Path serviceFile() {
    return path.resolve("service.json");
  }

  /** Lets another process have the folder. Idempotent. */
  @Override
  public void close() {
    if (lockFile != null) {
      try {
        lockFile.close();
      } catch (IOException e) {
        throw new IllegalStateException("cannot close service.lock in " + path, e);
      }
      lockFile = null;
    }
  }
}
