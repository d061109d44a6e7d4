package com.gt8004.sdk;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The limits of an entry's fields, each error naming the field, the value and the limit. */
final class FieldCheck {
  private static final int VALUE_SHOWN_MAX = 64;
  private static final int HEADERS_MAX = 64;
  private static final double MILLIS_MAX = 86_400_000d;
  private static final Set<String> PROTOCOLS = Set.of("http", "mcp", "a2a");

  /** PostgreSQL's timestamptz ends in 294276; a year of four digits is what ISO 8601 readers take. */
  private static final Instant TIME_MIN = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant TIME_MAX = Instant.parse("9999-12-31T23:59:59.999999Z");

  private FieldCheck() {}

  static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalStateException(field + " is required and was not set");
    }
    return value;
  }

  static @Nullable String text(String field, @Nullable String value, int charactersMax) {
    if (value == null) {
      return null;
    }
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          field + " is empty; leave it out or give 1 to " + charactersMax + " characters");
    }
    if (value.length() > charactersMax) {
      throw new IllegalArgumentException(field + " has " + value.length() + " characters, at most "
          + charactersMax + " are allowed: \""
          + value.substring(0, Math.min(value.length(), VALUE_SHOWN_MAX)) + "…\"");
    }
    return value;
  }

  static int range(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          field + " is " + value + ", allowed are " + min + " to " + max);
    }
    return value;
  }

  static double millis(String field, double value) {
    // Written so that NaN fails too.
    if (!(value >= 0 && value <= MILLIS_MAX)) {
      throw new IllegalArgumentException(
          field + " is " + value + ", allowed are 0 to 86,400,000 milliseconds");
    }
    return value;
  }

  static @Nullable Long size(String field, @Nullable Long value) {
    if (value != null && value < 0) {
      throw new IllegalArgumentException(field + " is " + value + ", a size in bytes is 0 or more");
    }
    return value;
  }

  static @Nullable BigDecimal amount(String field, @Nullable BigDecimal value) {
    if (value == null) {
      return null;
    }
    // The scale is looked at first: rounding or printing 1E+1000000000 would itself exhaust memory.
    int integerDigits = value.precision() - value.scale();
    if (value.signum() < 0 || value.scale() > 18 || value.scale() < -20 || integerDigits > 20) {
      throw new IllegalArgumentException(field + " is " + value
          + ", allowed are amounts from 0 with at most 20 digits before and 18 after the point");
    }
    return value;
  }

  static @Nullable Instant time(String field, @Nullable Instant value) {
    if (value != null && (value.isBefore(TIME_MIN) || value.isAfter(TIME_MAX))) {
      throw new IllegalArgumentException(
          field + " is " + value + ", allowed are the years 1 to 9999");
    }
    return value;
  }

  static @Nullable String protocol(@Nullable String value) {
    if (value != null && !PROTOCOLS.contains(value)) {
      throw new IllegalArgumentException(
          "protocol is \"" + value + "\", allowed are http, mcp, a2a");
    }
    return value;
  }

  static Map<String, String> headers(Map<String, String> headers) {
    if (headers.size() > HEADERS_MAX) {
      throw new IllegalArgumentException(
          "headers has " + headers.size() + " entries, at most " + HEADERS_MAX + " are allowed");
    }
    Map<String, String> checked = new LinkedHashMap<>();
    headers.forEach((name, value) -> {
      text("headers: name", name, 128);
      if (value.length() > 1024) {
        throw new IllegalArgumentException("headers: value of " + name + " has " + value.length()
            + " characters, at most 1024 are allowed");
      }
      checked.put(name, SecretHeaders.isSecret(name) ? SecretHeaders.MASK : value);
    });
    return checked;
  }
}
