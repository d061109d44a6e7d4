package com.gt8004.cli.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.console.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The value of one field, taken as the type that the field has; else {@link IllegalArgumentException}. */
record FieldValue(String name, JsonNode node) {
  String text() {
    if (!node.isTextual()) {
      throw wrong("text");
    }
    return node.textValue();
  }

  /** A body may also be given as the JSON it is; it is then kept as compact JSON text. */
  String body() {
    return node.isTextual() ? node.textValue() : Json.text(node);
  }

  int wholeNumber() {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw wrongNumber("a whole number");
    }
    return node.intValue();
  }

  long size() {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw wrongNumber("a whole number");
    }
    return node.longValue();
  }

  boolean flag() {
    if (!node.isBoolean()) {
      throw wrong("true or false");
    }
    return node.booleanValue();
  }

  double number() {
    if (!node.isNumber()) {
      throw wrongNumber("a number");
    }
    return node.doubleValue();
  }

  BigDecimal amount() {
    if (node.isNumber()) {
      return node.decimalValue();
    }
    if (node.isTextual() && node.textValue().length() <= 64) {
      try {
        return new BigDecimal(node.textValue());
      } catch (NumberFormatException e) {
        throw wrongNumber("a decimal number");
      }
    }
    throw wrongNumber("a decimal number");
  }

  Instant time() {
    return EventTime.parse(name, text());
  }

  Map<String, String> headers() {
    if (!node.isObject()) {
      throw wrong("an object of texts");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> header : node.properties()) {
      if (!header.getValue().isTextual()) {
        throw new IllegalArgumentException(name + ": value of " + SafeText.of(header.getKey())
            + " is " + kind(header.getValue()) + ", expected text");
      }
      headers.put(header.getKey(), header.getValue().textValue());
    }
    return headers;
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException(name + " is " + kind(node) + ", expected " + expected);
  }

  /** The same of a field that holds a number: a short text there is shown, for it is hardly a secret. */
  private IllegalArgumentException wrongNumber(String expected) {
    String found = node.isTextual() && node.textValue().length() <= 32
        ? "\"" + SafeText.of(node.textValue()) + "\""
        : kind(node);
    return new IllegalArgumentException(name + " is " + found + ", expected " + expected);
  }

  /** What a value is, with the value itself where it is short and no text: texts may be secrets. */
  static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case BOOLEAN -> node.asText();
      case NUMBER -> node.asText().length() <= 32 ? node.asText() : "a long number";
      case STRING -> "a text of " + node.textValue().length() + " characters";
      case MISSING -> "empty";
      default -> "null";
    };
  }
}
