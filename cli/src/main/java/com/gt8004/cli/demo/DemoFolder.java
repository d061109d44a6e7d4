package com.gt8004.cli.demo;

import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Where the demo keeps queues, database and logs: a fresh folder for temporary files, outside any source tree. */
record DemoFolder(Path path) {
  /** Makes it. */
  static DemoFolder create() throws IOException {
    Path path = Files.createTempDirectory("gt8004-demo-");
    // As root the database runs as a user without privileges, who must get through to its own
    // folder.
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
    Files.createDirectory(
        path.resolve("queues"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new DemoFolder(path);
  }

  QueueRoot queueRoot() {
    return new QueueRoot(path.resolve("queues"));
  }

  Path analyticsData() {
    return path.resolve("analytics");
  }

  Path keyFile() {
    return path.resolve("api.key");
  }

  /** Writes the key down, for the shipper and for whoever types commands beside it. */
  void keep(String apiKey) throws IOException {
    Files.createFile(
        keyFile(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(keyFile(), apiKey);
  }

  Path log(String process) {
    return path.resolve(process + ".log");
  }

  /** Removes it with all it holds. */
  void remove() throws IOException {
    Files.walkFileTree(path, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        Files.deleteIfExists(file);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException gone) {
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException ignored)
          throws IOException {
        Files.deleteIfExists(folder);
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
