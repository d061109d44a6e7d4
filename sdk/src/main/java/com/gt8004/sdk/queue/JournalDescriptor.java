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
 * Describes the writer of a journal: the content of {@code journal.json}. For people, but for the
 * limits, by which the shipper makes room.
 *
 * @param bootId the kernel's id of this boot; null where there is none
 * @param limits of the queue, as this writer wants them; the defaults where the file says none
 */
public record JournalDescriptor(
    int formatVersion,
    long pid,
    String host,
    @Nullable String bootId,
    String writerVersion,
    QueueLimits limits) {
  static final int FORMAT_VERSION = 1;

  private static final String DROP_OLDEST = "drop_oldest";
  private static final String DROP_NEWEST = "drop_newest";

  /** Of a journal that this process writes. */
  public static JournalDescriptor ofThisProcess(String writerVersion, QueueLimits limits) {
    return new JournalDescriptor(
        FORMAT_VERSION,
        ProcessHandle.current().pid(),
        hostName(),
        readBootId(),
        writerVersion,
        limits);
  }

  /** Stands in for one that is lost: of an unknown writer with the default limits. */
  public static JournalDescriptor ofUnknownWriter() {
    return new JournalDescriptor(
        FORMAT_VERSION, 0, "unknown", null, "unknown", QueueLimits.DEFAULT);
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
        Json.text(json, "writer_version", file),
        limits(json));
  }

  /** Optional: of another writer, or of an older one, the defaults. A wish not understood drops nothing. */
  private static QueueLimits limits(JsonNode json) {
    QueueLimits ours = QueueLimits.DEFAULT;
    return new QueueLimits(
        atLeast(1, json.path("queue_bytes_max"), ours.queueBytesMax()),
        atLeast(0, json.path("disk_free_min"), ours.diskFreeMin()),
        DROP_OLDEST.equals(json.path("overflow").textValue()));
  }

  private static long atLeast(long min, JsonNode value, long otherwise) {
    return value.canConvertToLong() && value.longValue() >= min ? value.longValue() : otherwise;
  }

  public byte[] toJson() {
    ObjectNode json = Json.object(formatVersion).put("pid", pid).put("host", host);
    if (bootId != null) {
      json.put("boot_id", bootId);
    }
    json.put("writer_version", writerVersion)
        .put("overflow", limits.dropOldest() ? DROP_OLDEST : DROP_NEWEST)
        .put("queue_bytes_max", limits.queueBytesMax())
        .put("disk_free_min", limits.diskFreeMin());
    return Json.bytes(json);
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
