package com.gt8004.sdk.queue;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Files that are there whole or not at all, and survive a power failure once a method has returned.
 * Modes are the queue's, whatever the umask. Thread-safe.
 */
public final class DurableFiles {
  private DurableFiles() {}

  /** Writes the file in one step: temporary name, force, rename, force of the folder. */
  public static void replace(Path file, byte[] content) throws IOException {
    Path staging = staging(file);
    try {
      write(staging, content);
      Files.move(staging, file, ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(staging);
    }
    forceDirectory(parentOf(file));
  }

  /**
   * As {@link #replace}, but never over an existing file.
   *
   * @return false if the file was there already; it is left as it is
   */
  public static boolean createOnce(Path file, byte[] content) throws IOException {
    Path staging = staging(file);
    try {
      write(staging, content);
      // A link, not a rename: of two first starters exactly one succeeds.
      Files.createLink(file, staging);
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(staging);
    }
    forceDirectory(parentOf(file));
    return true;
  }

  /** Creates the file, forced, without a detour; for folders that nobody can see yet. */
  public static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
      FileModes.file(file);
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Makes created, renamed and removed names in this folder survive a power failure. */
  public static void forceDirectory(Path folder) throws IOException {
    Path unused = Uninterruptibly.call(() -> {
      try (FileChannel channel = FileChannel.open(folder, READ)) {
        channel.force(true);
      }
      return folder;
    });
  }

  /** Creates the folder and those above it where they are missing, with the queue's modes, forced. */
  public static void createFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = parentOf(folder);
    createFolders(parent);
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      // Another process was faster; unless something else has the name, that is what we wanted.
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      return;
    }
    FileModes.folder(folder);
    forceDirectory(parent);
  }

  /** Gives a file that a library made the queue's modes. */
  public static void restrict(Path file) throws IOException {
    FileModes.file(file);
  }

  /** Removes a folder with all it holds; what is gone already is no error. */
  public static void deleteRecursively(Path folder) throws IOException {
    if (Files.isDirectory(folder, NOFOLLOW_LINKS)) {
      try (var children = Files.newDirectoryStream(folder)) {
        for (Path child : children) {
          deleteRecursively(child);
        }
      }
    }
    Files.deleteIfExists(folder);
  }

  private static Path staging(Path file) {
    return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
  }

  private static Path parentOf(Path path) {
    @Nullable Path parent = path.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("not below a folder: " + path);
    }
    return parent;
  }
}
