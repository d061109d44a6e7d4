package com.gt8004.sdk.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which file system a path lies on, by the kernel's list of mounts. Not {@code FileStore.type()}: of
 * two file systems that are mounted on the same folder it names the hidden one (tried on 17).
 */
final class Mounts {
  private static final Path LIST = Path.of("/proc/self/mountinfo");

  /** Where it cannot be told. */
  static final String UNKNOWN = "unknown";

  private static final int MOUNT_POINT = 4;

  private Mounts() {}

  /** The type at {@code path}, or at its nearest parent that exists. */
  static String typeAt(Path path) {
    try {
      Path real = nearestExisting(path).toRealPath();
      return Files.isReadable(LIST)
          ? typeAt(real, Files.readAllLines(LIST))
          : Files.getFileStore(real).type();
    } catch (IOException | SecurityException e) {
      return UNKNOWN;
    }
  }

  /** Of the deepest mount that holds the path; of several on one folder the last covers the others. */
  static String typeAt(Path path, List<String> mountinfo) {
    String type = UNKNOWN;
    int deepest = -1;
    for (String line : mountinfo) {
      String[] fields = line.split(" ");
      @Nullable Path mountPoint = mountPoint(fields);
      if (mountPoint != null
          && path.startsWith(mountPoint)
          && mountPoint.getNameCount() >= deepest) {
        deepest = mountPoint.getNameCount();
        type = typeIn(fields);
      }
    }
    return type;
  }

  /**
   * Null for a name that Java cannot write in this locale, which is ASCII in many containers: no queue
   * can be below it either.
   */
  private static @Nullable Path mountPoint(String[] fields) {
    try {
      return Path.of(unescaped(fields[MOUNT_POINT]));
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** The field after the lone dash, which ends the optional ones. */
  private static String typeIn(String[] fields) {
    for (int i = MOUNT_POINT + 1; i + 1 < fields.length; i++) {
      if (fields[i].equals("-")) {
        return fields[i + 1];
      }
    }
    return UNKNOWN;
  }

  /** The kernel writes blank, tab, newline and backslash as three octal digits. */
  private static String unescaped(String field) {
    return field
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  private static Path nearestExisting(Path path) {
    @Nullable Path nearest = path.toAbsolutePath();
    while (nearest != null && Files.notExists(nearest)) {
      nearest = nearest.getParent();
    }
    return nearest == null ? path : nearest;
  }
}
