package com.gt8004.analytics.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads members of one JSON object by their snake_case name, or their camelCase one where the first
 * is absent. Each method answers null for absent, null or empty. Not thread-safe.
 */
final class Fields {
  private static final int SHOWN_MAX = 40;

  /** No amount and no latency needs more; printing 1E+1000000000 would itself exhaust memory. */
  private static final int SCALE_MAX = 1_000;

  private static final Map<String, String> CAMEL = new ConcurrentHashMap<>();

  private final ObjectNode object;

  Fields(ObjectNode object) {
    this.object = object;
  }

  /** Text that names something: too long is a fault, for a cut name is another name. */
  @Nullable
  String name(String field, int charactersMax) throws EntryFault {
    String text = text(field);
    if (text != null && CleanText.lengthOf(text) > charactersMax) {
      throw new EntryFault(field + " has " + CleanText.lengthOf(text) + " characters, at most "
          + charactersMax + " are allowed");
    }
    return text;
  }

  /** Text that describes something: cut to that many characters. */
  @Nullable
  String description(String field, int charactersMax) throws EntryFault {
    String text = text(field);
    return text == null ? null : CleanText.cut(text, charactersMax);
  }

  @Nullable
  String text(String field) throws EntryFault {
    JsonNode value = get(field);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw new EntryFault(field + " must be text, not " + shown(value));
    }
    String text = CleanText.of(value.textValue());
    return text.isEmpty() ? null : text;
  }

  @Nullable
  Long wholeNumber(String field, long min, long max) throws EntryFault {
    JsonNode value = get(field);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber()) {
      throw new EntryFault(field + " must be a whole number, not " + shown(value));
    }
    if (!value.canConvertToLong() || value.longValue() < min || value.longValue() > max) {
      throw new EntryFault(field + " is " + shown(value) + ", allowed are " + min + " to " + max);
    }
    return value.longValue();
  }

  /** A number of at most that many digits before the point, not below 0. */
  @Nullable
  BigDecimal number(String field, int integerDigitsMax) throws EntryFault {
    JsonNode value = get(field);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw new EntryFault(field + " must be a number, not " + shown(value));
    }
    return checked(field, value, value.decimalValue(), integerDigitsMax);
  }

  /** The same, and decimal text as well: clients that care for exact amounts send those so. */
  @Nullable
  BigDecimal amount(String field, int integerDigitsMax) throws EntryFault {
    JsonNode value = get(field);
    if (value == null || !value.isTextual()) {
      return number(field, integerDigitsMax);
    }
    try {
      return checked(field, value, new BigDecimal(value.textValue().strip()), integerDigitsMax);
    } catch (NumberFormatException e) {
      throw new EntryFault(field + " must be a number, not " + shown(value));
    }
  }

  private static BigDecimal checked(
      String field, JsonNode value, BigDecimal number, int integerDigitsMax) throws EntryFault {
    boolean printable = Math.abs((long) number.scale()) <= SCALE_MAX;
    if (!printable
        || number.signum() < 0
        || number.precision() - (long) number.scale() > integerDigitsMax) {
      throw new EntryFault(field + " is " + (printable ? shown(value) : "out of all proportion")
          + ", allowed are numbers from 0 with at most " + integerDigitsMax
          + " digits before the point");
    }
    return number;
  }

  boolean isTrue(String field) {
    JsonNode value = get(field);
    return value != null && value.isBoolean() && value.booleanValue();
  }

  @Nullable
  ObjectNode object(String field) throws EntryFault {
    JsonNode value = get(field);
    if (value == null) {
      return null;
    }
    if (!(value instanceof ObjectNode members)) {
      throw new EntryFault(field + " must be an object, not " + shown(value));
    }
    return members;
  }

  static <T> T required(String field, @Nullable T value) throws EntryFault {
    if (value == null) {
      throw new EntryFault(field + " is required and is missing");
    }
    return value;
  }

  private @Nullable JsonNode get(String field) {
    JsonNode value = object.get(field);
    if (value == null) {
      value = object.get(CAMEL.computeIfAbsent(field, Fields::camelCase));
    }
    return value == null || value.isNull() ? null : value;
  }

  static String camelCase(String snakeCase) {
    StringBuilder camel = new StringBuilder(snakeCase.length());
    for (int i = 0; i < snakeCase.length(); i++) {
      char c = snakeCase.charAt(i);
      if (c == '_' && i + 1 < snakeCase.length()) {
        camel.append(Character.toUpperCase(snakeCase.charAt(++i)));
      } else {
        camel.append(c);
      }
    }
    return camel.toString();
  }

  private static String shown(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING ->
        "the text \"" + CleanText.cut(CleanText.of(value.textValue()), SHOWN_MAX) + "\"";
      case NUMBER -> "the number " + CleanText.cut(value.asText(), SHOWN_MAX);
      default -> value.asText();
    };
  }
}
