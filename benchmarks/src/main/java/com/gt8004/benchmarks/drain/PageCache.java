package com.gt8004.benchmarks.drain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whether the files of a folder are in memory before they are measured. Stateless. */
final class PageCache {
  private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");
  private static final int READ_BYTES = 1 << 20;

  private PageCache() {}

  /** Reads every file once. */
  static void warm(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(Files::isRegularFile).toList();
    }
    ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file)) {
        long count = 1;
        while (count > 0) {
          count = channel.read(buffer.clear());
        }
      }
    }
  }

  /** Whether this process may empty the cache. */
  static boolean canCool() {
    return Files.isWritable(DROP);
  }

  /** Writes back what is dirty, then empties the cache of the whole machine. */
  static void cool() throws IOException, InterruptedException {
    int exitCode = new ProcessBuilder("sync").inheritIO().start().waitFor();
    if (exitCode != 0) {
      throw new IOException("sync ended with exit code " + exitCode);
    }
    Files.writeString(DROP, "1\n");
  }
}
