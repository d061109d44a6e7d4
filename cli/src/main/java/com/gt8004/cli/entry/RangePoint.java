package com.gt8004.cli.entry;

import com.gt8004.sdk.queue.EpochClock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One end of a range: a time or a sequence, never both.
 *
 * @param time append time, or null
 * @param sequence number of an entry in its journal, or null
 */
public record RangePoint(@Nullable Instant time, @Nullable Long sequence) {
  private static final Pattern AGO = Pattern.compile("-(\\d{1,9})([smhd])");
  private static final Map<String, Duration> UNITS = Map.of(
      "s",
      Duration.ofSeconds(1),
      "m",
      Duration.ofMinutes(1),
      "h",
      Duration.ofHours(1),
      "d",
      Duration.ofDays(1));

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /** What can be written, for help and errors. */
  public static final String FORMS =
      "a sequence (1200), a time (2026-11-22T09:00:00Z, 2026-11-22T18:00:00+09:00; without offset local time), a day (2026-11-22), how long ago (-2h, -30m, -1d) or now";

  /**
   * Reads {@link #FORMS}.
   *
   * @throws IllegalArgumentException for anything else, saying what can be written
   */
  public static RangePoint parse(String text, EpochClock clock, ZoneId zone) {
    if (text.equals("now")) {
      return at(clock.now());
    }
    Matcher ago = AGO.matcher(text);
    try {
      if (ago.matches()) {
        Duration unit = UNITS.getOrDefault(ago.group(2), Duration.ZERO);
        return at(clock.now().minus(unit.multipliedBy(Long.parseLong(ago.group(1)))));
      }
      if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return new RangePoint(null, Long.parseLong(text));
      }
      if (text.length() == 10) {
        return at(LocalDate.parse(text).atStartOfDay(zone).toInstant());
      }
      String withT = text.length() > 10 && text.charAt(10) == ' '
          ? text.substring(0, 10) + "T" + text.substring(11)
          : text;
      TemporalAccessor read = DateTimeFormatter.ISO_DATE_TIME.parseBest(
          withT, OffsetDateTime::from, LocalDateTime::from);
      return at(
          read instanceof OffsetDateTime with
              ? with.toInstant()
              : ((LocalDateTime) read).atZone(zone).toInstant());
    } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "\"" + SafeText.of(text) + "\" is neither time nor sequence; write " + FORMS, e);
    }
  }

  private static RangePoint at(Instant time) {
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw new DateTimeException("outside of the years 1 to 9999");
    }
    return new RangePoint(time, null);
  }

  /** Whether this is a time. */
  public boolean isTime() {
    return time != null;
  }
}
