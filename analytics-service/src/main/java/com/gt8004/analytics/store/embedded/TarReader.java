package com.gt8004.analytics.store.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * Unpacks a tar archive of plain files, folders and symbolic links, which is all the PostgreSQL
 * archive holds; refuses any other kind, and any name that leaves the target folder. Modes are
 * ours: 0755 for folders and what is executable, 0644 for the rest. Not thread-safe.
 */
final class TarReader {
  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final int MODE_AT = 100;
  private static final int SIZE_AT = 124;
  private static final int NUMBER_LENGTH = 12;
  private static final int TYPE_AT = 156;
  private static final int LINK_AT = 157;

  private final InputStream in;
  private final Path target;

  TarReader(InputStream in, Path target) {
    this.in = in;
    this.target = target;
  }

  /** Unpacks everything to the end of the archive. */
  void unpack() throws IOException {
    byte[] header = new byte[BLOCK];
    while (in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
      unpackEntry(header);
    }
  }

  private void unpackEntry(byte[] header) throws IOException {
    String name = text(header, 0, NAME_LENGTH);
    long size = octal(header, SIZE_AT);
    Path path = inside(target.resolve(name), name);
    char type = (char) header[TYPE_AT];
    switch (type) {
      case '5' -> makeFolder(path);
      case '0', '\0' -> {
        makeFolder(parentOf(path));
        copyFile(path, size);
        boolean executable = (octal(header, MODE_AT, 8) & 0111) != 0;
        Files.setPosixFilePermissions(path, mode(executable));
      }
      case '2' -> {
        makeFolder(parentOf(path));
        String link = text(header, LINK_AT, NAME_LENGTH);
        inside(parentOf(path).resolve(link), link);
        Files.createSymbolicLink(path, Path.of(link));
      }
      default ->
        throw new IOException(
            "tar entry " + name + " is of type '" + type + "'; this reads 0, 2 and 5");
    }
  }

  private void copyFile(Path path, long size) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(path)) {
      for (long left = size; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new EOFException("tar entry " + path + " ends " + left + " bytes early");
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
    long padding = (BLOCK - size % BLOCK) % BLOCK;
    in.skipNBytes(padding);
  }

  private void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Path at = folder; at.startsWith(target); at = parentOf(at)) {
      Files.setPosixFilePermissions(at, mode(true));
    }
  }

  private Path inside(Path path, String name) throws IOException {
    if (!path.normalize().startsWith(target)) {
      throw new IOException("tar entry " + name + " points outside of the archive");
    }
    return path.normalize();
  }

  private static Path parentOf(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IOException("no folder holds " + path);
    }
    return parent;
  }

  private static Set<PosixFilePermission> mode(boolean executable) {
    Set<PosixFilePermission> mode = EnumSet.of(
        PosixFilePermission.OWNER_READ,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OTHERS_READ);
    if (executable) {
      mode.add(PosixFilePermission.OWNER_EXECUTE);
      mode.add(PosixFilePermission.GROUP_EXECUTE);
      mode.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    return mode;
  }

  private static long octal(byte[] header, int at) {
    return octal(header, at, NUMBER_LENGTH);
  }

  private static long octal(byte[] header, int at, int length) {
    String digits = text(header, at, length).strip();
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private static String text(byte[] header, int at, int length) {
    int end = at;
    while (end < at + length && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.UTF_8);
  }
}
