package com.gt8004.benchmarks.contestant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders of data that a contestant wrote. */
public final class Folders {
  private static final int READ_BYTES = 1 << 20;

  private Folders() {}

  /** Forces each file in the folder, and the folder. */
  static void forceFiles(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      force(file, StandardOpenOption.WRITE);
    }
    force(folder, StandardOpenOption.READ);
  }

  private static void force(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  /** How many lines a file has. */
  static long lines(Path file) throws IOException {
    long lines = 0;
    ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    byte[] bytes = buffer.array();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(buffer.clear()) > 0) {
        for (int i = 0; i < buffer.position(); i++) {
          if (bytes[i] == '\n') {
            lines++;
          }
        }
      }
    }
    return lines;
  }

  /** Removes a folder with all that is in it; one that is not there is no error. */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      return; // nothing to remove
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
