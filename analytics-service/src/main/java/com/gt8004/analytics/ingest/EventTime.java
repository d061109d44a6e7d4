package com.gt8004.analytics.ingest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the times that clients send, into UTC microseconds. */
final class EventTime {
  private static final Pattern SHAPE =
      Pattern.compile("(\\d{4}-\\d{2}-\\d{2})[Tt ](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?) ?(.*)");

  /** What java.time reads; finer digits are cut before, for some clients send more. */
  private static final Pattern FINER_THAN_NANOS = Pattern.compile("(\\.\\d{9})\\d+");

  private static final DateTimeFormatter OFFSET = new DateTimeFormatterBuilder()
      .parseCaseInsensitive()
      .appendPattern("[XXX][XX][X]")
      .toFormatter(Locale.ROOT)
      .withResolverStyle(ResolverStyle.STRICT);

  private static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999999Z");

  private EventTime() {}

  /** The instant of an ISO 8601 text; without an offset it is UTC. */
  static Instant parse(String text) throws EntryFault {
    Matcher shape = SHAPE.matcher(text.strip());
    if (!shape.matches()) {
      throw unreadable(text);
    }
    try {
      String time = FINER_THAN_NANOS.matcher(shape.group(2)).replaceFirst("$1");
      LocalDateTime local = LocalDateTime.parse(shape.group(1) + "T" + time);
      Instant instant = local.toInstant(offset(shape.group(3))).truncatedTo(ChronoUnit.MICROS);
      if (instant.isBefore(MIN) || instant.isAfter(MAX)) {
        throw new EntryFault(
            "timestamp is " + shown(text) + ", allowed are the years 1 to 9999 in UTC");
      }
      return instant;
    } catch (DateTimeException e) {
      throw unreadable(text);
    }
  }

  private static ZoneOffset offset(String text) {
    if (text.isEmpty()) {
      return ZoneOffset.UTC;
    }
    TemporalAccessor parsed = OFFSET.parse(text);
    return ZoneOffset.from(parsed);
  }

  private static EntryFault unreadable(String text) {
    return new EntryFault("timestamp is " + shown(text)
        + ", which is no ISO 8601 time such as 2026-11-22T09:00:00.123456Z");
  }

  private static String shown(String text) {
    return '"' + CleanText.cut(text, 40) + '"';
  }
}
