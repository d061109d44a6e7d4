package com.gt8004.sdk.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The small JSON files of a queue: one object, with the version of its format. */
final class Json {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static ObjectNode object(int formatVersion) {
    return MAPPER.createObjectNode().put("format_version", formatVersion);
  }

  static byte[] bytes(ObjectNode node) {
    return node.toPrettyString().concat("\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** The object in the file; refuses another format than the ones this build knows. */
  static JsonNode read(Path file, int formatVersionMax) throws IOException {
    JsonNode node;
    try {
      node = MAPPER.readTree(Files.readAllBytes(file));
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
    }
    int version = node.path("format_version").asInt(-1);
    if (version < 1 || version > formatVersionMax) {
      throw new IOException(file + " has format_version " + node.path("format_version")
          + "; this build reads 1 to " + formatVersionMax);
    }
    return node;
  }

  static String text(JsonNode node, String field, Path file) throws IOException {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw new IOException(file + " has no text \"" + field + "\"");
    }
    return value.textValue();
  }
}
