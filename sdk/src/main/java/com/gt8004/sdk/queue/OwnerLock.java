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
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive lock on a file, held by the operating system until the process ends or {@link #close}.
 * Locks journals for their writer and queues for their shipper.
 *
 * <p>POSIX drops a process's lock when <em>any</em> descriptor of the file is closed in that process.
 * So each held file is noted for the whole JVM (in the system properties, where copies of this class in
 * other class loaders find it too) and never opened a second time. Thread-safe.
 *
 * <p>Two bytes are locked: contenders compete for the first, whoever only asks whether the lock is held
 * tries the second. So asking never makes a contender fail.
 */
public final class OwnerLock implements AutoCloseable {
  private static final String KEY_PREFIX = "com.gt8004.sdk.held.";

  /** Interned, so that copies of this class in other class loaders synchronize on the same object. */
  private static final Object JVM_WIDE = KEY_PREFIX.intern();

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
    synchronized (JVM_WIDE) {
      OwnerLock lock = holdsOurselves(file) ? null : acquire(file);
      if (lock != null) {
        System.setProperty(key(file), "held");
      }
      return lock;
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
    return isHeldAt(canonical(lockFile));
  }

  /** The same of a {@link #canonical} path; fails where there is no such file. */
  static boolean isHeldAt(Path file) throws IOException {
    // One at a time: between looking and closing nobody in this process may take the lock.
    synchronized (JVM_WIDE) {
      return holdsOurselves(file) || isLocked(file);
    }
  }

  private static boolean isLocked(Path file) throws IOException {
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
    if (holdsOurselves(canonical(lockFile))) {
      throw new IllegalStateException(
          lockFile + " is held by this process; reading it would drop the lock");
    }
    return Files.readString(lockFile);
  }

  /** Renames the folder that the locked file is in; the lock goes with the file. */
  public void moveFolder(Path folder, Path target) throws IOException {
    synchronized (JVM_WIDE) {
      Path renamed = canonical(target).resolve(file.getFileName());
      // Under both names while it moves: a look from this process would drop the lock.
      System.setProperty(key(renamed), "held");
      boolean moved = false;
      try {
        Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
        moved = true;
      } finally {
        System.clearProperty(key(moved ? file : renamed));
      }
      file = renamed;
    }
  }

  /** Gives the lock up. */
  @Override
  public void close() throws IOException {
    synchronized (JVM_WIDE) {
      try {
        channel.close();
      } finally {
        System.clearProperty(key(file));
      }
    }
  }

  /** Where the file really is: each way to it must come to the same key. */
  static Path canonical(Path lockFile) throws IOException {
    Path file = lockFile.toAbsolutePath();
    @Nullable Path parent = file.getParent();
    return parent == null ? file : parent.toRealPath().resolve(file.getFileName());
  }

  private static boolean holdsOurselves(Path file) {
    return System.getProperty(key(file)) != null;
  }

  private static String key(Path file) {
    return KEY_PREFIX + file;
  }
}
