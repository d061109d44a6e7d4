package com.gt8004.shipper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files with the modes a test needs. */
final class TestFiles {
  private TestFiles() {}

  /** A file that only its owner may read. */
  static Path secret(Path file, String content) throws IOException {
    Files.writeString(file, content);
    return mode(file, "rw-------");
  }

  static Path mode(Path file, String permissions) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
