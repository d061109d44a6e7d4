package com.gt8004.shipper;

import com.gt8004.sdk.queue.JournalDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.CRC32C;

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

  /** Makes the checkpoint look as if a newer shipper had written its first slot; returns the bytes. */
  static byte[] asOfNewerFormat(JournalDirectory journal) throws IOException {
    byte[] file = Files.readAllBytes(journal.checkpointFile());
    file[4]++;
    CRC32C crc = new CRC32C();
    crc.update(file, 0, 508);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(508, (int) crc.getValue());
    Files.write(journal.checkpointFile(), file);
    return file;
  }
}
