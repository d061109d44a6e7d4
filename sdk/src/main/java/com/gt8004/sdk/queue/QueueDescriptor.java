package com.gt8004.sdk.queue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Who a queue belongs to: the content of {@code queue.json}.
 *
 * @param agentId in full, also where the folder's name is a shortened form of it
 */
public record QueueDescriptor(int formatVersion, String agentId, Instant createdAt) {
  static final int FORMAT_VERSION = 1;

  public static QueueDescriptor of(String agentId, Instant createdAt) {
    return new QueueDescriptor(FORMAT_VERSION, agentId, createdAt);
  }

  static QueueDescriptor read(Path file) throws IOException {
    JsonNode json = Json.read(file, FORMAT_VERSION);
    try {
      return new QueueDescriptor(
          json.path("format_version").intValue(),
          Json.text(json, "agent_id", file),
          Instant.parse(Json.text(json, "created_at", file)));
    } catch (DateTimeException e) {
      throw new IOException(file + ": created_at is not a time: " + e.getMessage(), e);
    }
  }

  public byte[] toJson() {
    return Json.bytes(Json.object(formatVersion)
        .put("agent_id", agentId)
        .put("created_at", createdAt.toString()));
  }
}
