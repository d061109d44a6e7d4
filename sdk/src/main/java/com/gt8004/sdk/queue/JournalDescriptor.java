package com.gt8004.sdk.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Describes the writer of a journal: the content of {@code journal.json}. For people; nothing in the
 * product decides by it.
 *
 * @param bootId the kernel's id of this boot; null where there is none
 */
public record JournalDescriptor(
    int formatVersion, long pid, String host, @Nullable String bootId, String writerVersion) {
  static final int FORMAT_VERSION = 1;

  /** Of a journal that this process writes. */
  public static JournalDescriptor ofThisProcess(String writerVersion) {
    return new JournalDescriptor(
        FORMAT_VERSION, ProcessHandle.current().pid(), hostName(), readBootId(), writerVersion);
  }

  /** Reads it; the error names the file. */
  public static JournalDescriptor read(JournalDirectory journal) throws IOException {
    Path file = journal.descriptorFile();
    JsonNode json = Json.read(file, FORMAT_VERSION);
    return new JournalDescriptor(
        json.path("format_version").intValue(),
        json.path("pid").longValue(),
        Json.text(json, "host", file),
        json.path("boot_id").textValue(),
        Json.text(json, "writer_version", file));
  }

  public byte[] toJson() {
    ObjectNode json = Json.object(formatVersion).put("pid", pid).put("host", host);
    if (bootId != null) {
      json.put("boot_id", bootId);
    }
    return Json.bytes(json.put("writer_version", writerVersion));
  }

  private static String hostName() {
    String fromEnvironment = System.getenv("HOSTNAME");
    if (fromEnvironment != null && !fromEnvironment.isBlank()) {
      return fromEnvironment;
    }
    try {
      Path kernel = Path.of("/proc/sys/kernel/hostname");
      // The kernel's word first: asking the resolver may block for seconds where DNS is away.
      return Files.isReadable(kernel)
          ? Files.readString(kernel).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static @Nullable String readBootId() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return null;
    }
  }
}
