package com.gt8004.sdk.queue;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive lock on a file, held by the operating system until the process ends or {@link #close}.
 * Locks journals for their writer and queues for their shipper.
 *
 * <p>POSIX drops a process's lock when <em>any</em> descriptor of the file is closed in that process.
 * So each held file is entered in a table of the whole JVM (in the system properties, where copies of
 * this class in other class loaders find it too) and never opened a second time. Thread-safe.
 *
 * <p>Two bytes are locked: contenders compete for the first, whoever only asks whether the lock is held
 * tries the second. So asking never makes a contender fail.
 */
public final class OwnerLock implements AutoCloseable {
  /** Only types of the platform go in here: other class loaders have other copies of ours. */
  private static final String TABLE_KEY = "com.gt8004.sdk.held-locks";

  /** The byte that contenders compete for. */
  private static final long OWNERSHIP = 0;

  /** The byte that shows whether somebody won. */
  private static final long SIGN = 1;

  private Path file;
  private final FileChannel channel;

  private OwnerLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock, creating the file where it is missing.
   *
   * @return null if somebody else holds it, in this process or another
   */
  public static @Nullable OwnerLock tryAcquire(Path lockFile) throws IOException {
    Path file = canonical(lockFile);
    if (table().putIfAbsent(file.toString(), Boolean.TRUE) != null) {
      return null;
    }
    OwnerLock lock = null;
    try {
      lock = acquire(file);
      return lock;
    } finally {
      if (lock == null) {
        table().remove(file.toString());
      }
    }
  }

  private static @Nullable OwnerLock acquire(Path file) throws IOException {
    boolean created = !Files.exists(file);
    FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
    boolean kept = false;
    try {
      if (created) {
        FileModes.file(file);
      }
      @Nullable FileLock ownership = channel.tryLock(OWNERSHIP, 1, false);
      if (ownership == null) {
        return null;
      }
      // Waits, but only for those who ask: each holds it for an instant.
      FileLock unused = channel.lock(SIGN, 1, false);
      kept = true;
      return new OwnerLock(file, channel);
    } catch (OverlappingFileLockException e) {
      return null;
    } finally {
      if (!kept) {
        channel.close();
      }
    }
  }

  /** Whether anybody holds the lock, without taking it and without breaking one of our own. */
  public static boolean isHeld(Path lockFile) throws IOException {
    if (!Files.exists(lockFile)) {
      return false;
    }
    Path file = canonical(lockFile);
    if (table().containsKey(file.toString())) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(file, READ)) {
      @Nullable FileLock probe = channel.tryLock(SIGN, 1, true);
      return probe == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  /** Replaces what the file says of its holder. */
  public void writeContent(String content) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
    channel.truncate(0);
    long offset = 0;
    while (bytes.hasRemaining()) {
      offset += channel.write(bytes, offset);
    }
  }

  /**
   * What the file says of its holder; empty if nothing. Not for a file that this process holds: the
   * read would drop the lock.
   */
  public static String readContent(Path lockFile) throws IOException {
    if (!Files.exists(lockFile)) {
      return "";
    }
    if (table().containsKey(canonical(lockFile).toString())) {
      throw new IllegalStateException(
          lockFile + " is held by this process; reading it would drop the lock");
    }
    return Files.readString(lockFile);
  }

  /** Tells that the locked file's folder was renamed: the lock goes with the file. */
  public void movedTo(Path newFile) throws IOException {
    Path renamed = canonical(newFile);
    table().put(renamed.toString(), Boolean.TRUE);
    table().remove(file.toString());
    file = renamed;
  }

  /** Gives the lock up. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      table().remove(file.toString());
    }
  }

  private static Path canonical(Path lockFile) throws IOException {
    Path file = lockFile.toAbsolutePath();
    @Nullable Path parent = file.getParent();
    return parent == null ? file : parent.toRealPath().resolve(file.getFileName());
  }

  @SuppressWarnings("unchecked") // the key is ours, and only this method writes it
  private static Map<String, Boolean> table() {
    return (Map<String, Boolean>) System.getProperties()
        .computeIfAbsent(TABLE_KEY, key -> new ConcurrentHashMap<String, Boolean>());
  }
}
