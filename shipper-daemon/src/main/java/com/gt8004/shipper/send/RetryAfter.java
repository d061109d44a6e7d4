package com.gt8004.shipper.send;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After}: seconds, or a date. */
final class RetryAfter {
  private RetryAfter() {}

  /** How long to wait, from 0 to 5 min; null if the header is missing or unreadable. */
  static @Nullable Duration parse(@Nullable String header, Instant now) {
    if (header == null || header.isBlank()) {
      return null;
    }
    String text = header.strip();
    if (text.chars().allMatch(Character::isDigit)) {
      return text.length() > 9
          ? SendPolicy.RETRY_AFTER_MAX
          : bounded(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant until =
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return bounded(Duration.between(now, until));
    } catch (DateTimeParseException unreadable) {
      return null;
    }
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(SendPolicy.RETRY_AFTER_MAX) > 0 ? SendPolicy.RETRY_AFTER_MAX : wait;
  }
}
