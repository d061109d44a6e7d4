package com.gt8004.cli.entry;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;

/** The times that the ingest protocol takes: ISO 8601 with {@code T} or a space, with Z, an offset or none (then UTC). */
final class EventTime {
  private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
      .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
      .optionalStart()
      .appendOffset("+HH:MM", "Z")
      .optionalEnd()
      .optionalStart()
      .appendOffset("+HHMM", "Z")
      .optionalEnd()
      .optionalStart()
      .appendOffset("+HH", "Z")
      .optionalEnd()
      .toFormatter();

  private EventTime() {}

  static Instant parse(String field, String text) {
    String withT = text.length() > 10 && text.charAt(10) == ' '
        ? text.substring(0, 10) + "T" + text.substring(11)
        : text;
    try {
      TemporalAccessor read = FORM.parseBest(withT, OffsetDateTime::from, LocalDateTime::from);
      return read instanceof OffsetDateTime with
          ? with.toInstant()
          : ((LocalDateTime) read).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          field + " is \""
              + SafeText.of(text.length() <= 40 ? text : text.substring(0, 40) + "…")
              + "\", expected ISO 8601 such as 2026-11-22T09:00:00.123456Z or with an offset such as +09:00",
          e);
    }
  }
}
