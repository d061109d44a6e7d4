package com.gt8004.sdk.queue.append;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.Uninterruptibly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A file of the journal whose disk blocks exist before Chronicle uses them: zeros, written ahead of the
 * entries. A full disk makes such a write fail; it would make a store into mapped memory kill the
 * process.
 *
 * <p>Zeros go only behind what was filled before, never over it: below that mark Chronicle may have
 * written. Not thread-safe: used under the append lock.
 */
final class ZeroedFile implements AutoCloseable {
  /**
   * Bytes of one write; fills end on multiples of it. Larger ones are slower, because they make the
   * kernel use large pages, and multiply what a force to disk writes (measured).
   */
  static final int STEP_BYTES = 128 << 10;

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(STEP_BYTES).asReadOnlyBuffer();

  private final ByteBuffer zeros = ZEROS.duplicate();
  private final @Nullable Object key;
  private Path path;
  private FileChannel channel;
  private long filled;

  private ZeroedFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.key = keyOf(path);
  }

  /** Makes an empty file with the modes of the queue. */
  static ZeroedFile create(Path path) throws IOException {
    FileChannel channel = Uninterruptibly.call(() -> FileChannel.open(path, CREATE_NEW, WRITE));
    boolean made = false;
    try {
      DurableFiles.restrict(path);
      ZeroedFile file = new ZeroedFile(path, channel);
      made = true;
      return file;
    } finally {
      if (!made) {
        channel.close();
        Files.deleteIfExists(path);
      }
    }
  }

  Path path() {
    return path;
  }

  /** Bytes from the beginning of the file that have a place on the disk. */
  long filled() {
    return filled;
  }

  /**
   * Sees to it that all bytes below {@code end} have a place on the disk.
   *
   * @throws IOException if the disk refuses; what was filled before stays, and a later call goes on
   *     from there
   */
  void fillTo(long end) throws IOException {
    if (filled < end) {
      long target = (end + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES;
      long unused = Uninterruptibly.call(() -> write(target));
    }
  }

  private long write(long target) throws IOException {
    if (!channel.isOpen()) { // by an interrupt
      channel = FileChannel.open(path, WRITE);
    }
    while (filled < target) {
      zeros.clear().limit(STEP_BYTES - (int) (filled % STEP_BYTES));
      filled += channel.write(zeros, filled);
    }
    return filled;
  }

  /** Gives the file another name in the same folder. */
  void rename(Path name) throws IOException {
    Files.move(path, name, StandardCopyOption.ATOMIC_MOVE);
    path = name;
  }

  /** Whether the file can still be found under its name; from any thread once it has its last one. */
  boolean isInPlace() {
    try {
      Object found = keyOf(path);
      return key == null || key.equals(found);
    } catch (IOException e) {
      return Files.exists(path); // it may be there but, for the moment, not to be looked at
    }
  }

  /** Inode and device, where the file system has such. */
  private static @Nullable Object keyOf(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
