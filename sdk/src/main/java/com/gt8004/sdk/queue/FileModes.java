package com.gt8004.sdk.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who may read what we create. Set by code after creation, because a umask that someone set for other
 * reasons must neither open a queue to strangers nor lock the shipper out.
 *
 * <p>Below a setgid folder the group shares: folders 2770, files 0660 (application and shipper as two
 * users of one group). Otherwise the owner alone: 0700 and 0600.
 */
public final class FileModes {
  private static final int SETGID = 02000;

  private FileModes() {}

  static void folder(Path folder) throws IOException {
    set(folder, isShared(folder) ? 02770 : 0700);
  }

  static void file(Path file) throws IOException {
    set(file, isShared(file) ? 0660 : 0600);
  }

  /** The mode that this file or folder of a queue should have. */
  public static int wanted(Path path) throws IOException {
    boolean shared = isShared(path);
    return Files.isDirectory(path) ? (shared ? 02770 : 0700) : (shared ? 0660 : 0600);
  }

  /** The mode it has; -1 where the file system knows none. */
  public static int found(Path path) throws IOException {
    return hasModes(path) ? mode(path) & 07777 : -1;
  }

  /** Gives it the mode that it should have. */
  public static void mend(Path path) throws IOException {
    set(path, wanted(path));
  }

  private static boolean isShared(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    return parent != null && hasModes(parent) && (mode(parent) & SETGID) != 0;
  }

  private static void set(Path path, int mode) throws IOException {
    // As an attribute, not as PosixFilePermissions: those cannot express setgid and would clear it.
    if (hasModes(path) && (mode(path) & 07777) != mode) {
      Files.setAttribute(path, "unix:mode", mode);
    }
  }

  private static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode");
  }

  private static boolean hasModes(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }
}
