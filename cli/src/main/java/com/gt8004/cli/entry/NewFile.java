package com.gt8004.cli.entry;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file that appears under its name when it is whole, and else not at all: what ends the process
 * before, Ctrl-C among it, leaves what stood there. For its owner's eyes only, as entries are. Not
 * thread-safe.
 */
public final class NewFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 << 10;

  private final Path target;
  private final Path staging;
  private final FileOutputStream file;
  private final OutputStream out;
  private final Thread atExit = new Thread(this::discard, "new-file");

  private NewFile(Path target, Path staging) throws IOException {
    this.target = target;
    this.staging = staging;
    this.file = new FileOutputStream(staging.toFile());
    this.out = new BufferedOutputStream(file, BUFFER_BYTES);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Begins it beside the name that it will have. */
  public static NewFile at(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new IOException(target + " is a folder; give the name of a file");
    }
    if (!Files.exists(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    return new NewFile(target, Files.createTempFile(folder, ".gt8004-", ".part", ownerOnly()));
  }

  private static FileAttribute<?>[] ownerOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  /** It is whole: forced to disk, then given its name. */
  public void commit() throws IOException {
    out.flush();
    file.getFD().sync();
    out.close();
    Files.move(
        staging, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(staging); // not there any more where it was committed
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException alreadyEnding) {
      // The hook finds nothing to remove.
    }
  }

  private void discard() {
    try {
      Files.deleteIfExists(staging);
    } catch (IOException leftBehind) {
      // Nobody is left to be told; its name says what it is.
    }
  }
}
