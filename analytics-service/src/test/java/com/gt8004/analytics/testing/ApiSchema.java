package com.gt8004.analytics.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds answers against the schemas of the service's OpenAPI document, which use few keywords. */
public final class ApiSchema {
  private final JsonNode document;

  public ApiSchema(JsonNode document) {
    this.document = document;
  }

  public JsonNode document() {
    return document;
  }

  /** What is wrong with an answer of 200 to a GET of that path, as the document spells it. */
  public List<String> faults(String path, JsonNode answer) {
    JsonNode schema = document
        .path("paths")
        .path(path)
        .path("get")
        .path("responses")
        .path("200")
        .path("content")
        .path("application/json")
        .path("schema");
    List<String> faults = new ArrayList<>();
    if (schema.isMissingNode()) {
      faults.add(path + " is not documented");
    }
    check("$", schema, answer, faults);
    return faults;
  }

  private void check(String at, JsonNode schema, JsonNode value, List<String> faults) {
    if (schema.has("$ref")) {
      String name = schema.get("$ref").asText().substring("#/components/schemas/".length());
      check(at, document.path("components").path("schemas").path(name), value, faults);
      return;
    }
    if (schema.has("type") && !fits(schema.get("type"), value)) {
      faults.add(at + " is " + value + ", not " + schema.get("type"));
      return;
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        check(at + "[" + i + "]", schema.path("items"), value.get(i), faults);
      }
    }
    if (value.isObject() && schema.has("properties")) {
      schema.path("required").forEach(name -> {
        if (!value.has(name.asText())) {
          faults.add(at + " lacks " + name);
        }
      });
      for (Map.Entry<String, JsonNode> each : value.properties()) {
        JsonNode property = schema.get("properties").get(each.getKey());
        if (property == null) {
          faults.add(at + "." + each.getKey() + " is not documented");
        } else {
          check(at + "." + each.getKey(), property, each.getValue(), faults);
        }
      }
    }
  }

  private static boolean fits(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (fits(one, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (type.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> value.isNull();
    };
  }
}
