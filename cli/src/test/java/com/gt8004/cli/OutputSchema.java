package com.gt8004.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.console.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A schema of docs/cli. Knows the words of JSON Schema that those use; another word is an error, so that
 * no schema promises what nobody checks.
 */
final class OutputSchema {
  private static final Path FOLDER = Path.of("..", "docs", "cli");
  private static final Set<String> WORDS = Set.of(
      "$schema",
      "$defs",
      "title",
      "description",
      "format",
      "type",
      "properties",
      "required",
      "additionalProperties",
      "items",
      "enum",
      "const",
      "pattern",
      "minimum",
      "maximum",
      "minItems",
      "maxItems",
      "oneOf",
      "$ref");

  private final JsonNode document;
  private final JsonNode start;

  private OutputSchema(JsonNode document, JsonNode start) {
    this.document = document;
    this.start = start;
  }

  static OutputSchema of(String command) throws IOException {
    JsonNode document =
        Json.mapper().readTree(FOLDER.resolve(command + ".schema.json").toFile());
    return new OutputSchema(document, document);
  }

  /** One of its definitions. */
  OutputSchema definition(String name) {
    return new OutputSchema(document, document.at("/$defs/" + name));
  }

  /** What does not fit; empty if all does. */
  List<String> faults(JsonNode value) {
    List<String> faults = new ArrayList<>();
    check(start, value, "", faults);
    return faults;
  }

  private void check(JsonNode schema, JsonNode value, String at, List<String> faults) {
    schema.fieldNames().forEachRemaining(word -> {
      if (!WORDS.contains(word)) {
        throw new IllegalArgumentException("nobody checks \"" + word + "\" at " + at);
      }
    });
    if (schema.has("$ref")) {
      check(document.at(schema.path("$ref").asText().substring(1)), value, at, faults);
      return;
    }
    if (schema.has("oneOf")) {
      oneOf(schema.path("oneOf"), value, at, faults);
    }
    if (schema.has("type") && !hasType(schema.path("type"), value)) {
      faults.add(at + " is " + value.getNodeType() + ", not " + schema.path("type"));
      return;
    }
    if (schema.has("const") && !schema.path("const").equals(value)) {
      faults.add(at + " is " + value);
    }
    if (schema.has("enum") && !contains(schema.path("enum"), value)) {
      faults.add(at + " is " + value + ", not one of " + schema.path("enum"));
    }
    if (value.isTextual()
        && schema.has("pattern")
        && !Pattern.compile(schema.path("pattern").asText())
            .matcher(value.asText())
            .find()) {
      faults.add(at + " is " + value + ", against " + schema.path("pattern"));
    }
    if (value.isNumber()
        && (value.asDouble() < schema.path("minimum").asDouble(-Double.MAX_VALUE)
            || value.asDouble() > schema.path("maximum").asDouble(Double.MAX_VALUE))) {
      faults.add(at + " is " + value);
    }
    if (value.isArray()
        && (value.size() < schema.path("minItems").asInt(0)
            || value.size() > schema.path("maxItems").asInt(Integer.MAX_VALUE))) {
      faults.add(at + " has " + value.size() + " elements");
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      check(schema.path("items"), value.get(i), at + "/" + i, faults);
    }
    if (value.isObject()) {
      members(schema, value, at, faults);
    }
  }

  private void oneOf(JsonNode schemas, JsonNode value, String at, List<String> faults) {
    int fitting = 0;
    for (JsonNode each : schemas) {
      List<String> own = new ArrayList<>();
      check(each, value, at, own);
      fitting += own.isEmpty() ? 1 : 0;
    }
    if (fitting != 1) {
      faults.add(at + " fits " + fitting + " forms instead of one: " + value);
    }
  }

  private void members(JsonNode schema, JsonNode value, String at, List<String> faults) {
    schema.path("required").forEach(name -> {
      if (!value.has(name.asText())) {
        faults.add(at + " has no " + name.asText());
      }
    });
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode own = schema.path("properties").path(member.getKey());
      JsonNode others = schema.path("additionalProperties");
      if (!own.isMissingNode()) {
        check(own, member.getValue(), at + "/" + member.getKey(), faults);
      } else if (others.isObject()) {
        check(others, member.getValue(), at + "/" + member.getKey(), faults);
      } else if (others.isBoolean() && !others.booleanValue()) {
        faults.add(at + " has " + member.getKey() + ", which no schema knows");
      }
    }
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode each : values) {
      if (each.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasType(JsonNode types, JsonNode value) {
    if (types.isTextual()) {
      return isA(types.asText(), value);
    }
    for (JsonNode type : types) {
      if (isA(type.asText(), value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isA(String type, JsonNode value) {
    return switch (type) {
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException("no type: " + type);
    };
  }
}
