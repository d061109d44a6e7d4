package com.gt8004.analytics.query;

import com.gt8004.analytics.http.Call;
import com.gt8004.analytics.store.Period;
import com.gt8004.analytics.store.Scope;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A question: whose entries, which time, which parameters. Belongs to the thread that answers it.
 *
 * @param now one moment for all of the answer
 */
record Asked(Call call, Scope scope, Instant now) {
  /** Ten years and a little: as far as a chart of days makes sense. */
  private static final int DAYS_MAX = 3_700;

  private static final int TEXT_MAX = 256;
  private static final Pattern WINDOW = Pattern.compile("([1-9]\\d{0,4})([mhd])");

  /** Text of at most 256 characters, or null where it is absent or empty. */
  @Nullable
  String text(String name) throws BadQuestion {
    String value = call.queryParameter(name);
    if (value != null && value.length() > TEXT_MAX) {
      throw new BadQuestion(
          name + " has " + value.length() + " characters, at most " + TEXT_MAX + " are allowed");
    }
    return value == null || value.isEmpty() || value.indexOf(0) >= 0 ? null : value;
  }

  /** A whole number within those limits. */
  int number(String name, int otherwise, int min, int max) throws BadQuestion {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
      throw new BadQuestion(name + " must be a whole number from " + min + " to " + max);
    }
    return Integer.parseInt(text);
  }

  /** One of an enum's constants, written small. */
  <E extends Enum<E>> E choice(String name, E otherwise) throws BadQuestion {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    E[] all = otherwise.getDeclaringClass().getEnumConstants();
    StringBuilder known = new StringBuilder();
    for (E each : all) {
      if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
        return each;
      }
      known.append(known.length() == 0 ? "" : ", ").append(each.name().toLowerCase(Locale.ROOT));
    }
    throw new BadQuestion(name + " must be one of " + known);
  }

  /** The zone of {@code tz}; UTC where none is named. */
  ZoneId zone() throws BadQuestion {
    String text = text("tz");
    try {
      return text == null ? ZoneOffset.UTC : ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new BadQuestion("tz must be a time zone such as Asia/Seoul or +09:00");
    }
  }

  /** As {@link #period}; where nothing is said, so many {@code days} of the zone, today included. */
  Period days(int otherwise) throws BadQuestion {
    return period(otherwise, Duration.ZERO);
  }

  /** As {@link #period}; where nothing is said, that long until now. */
  Period recent(Duration otherwise) throws BadQuestion {
    return period(1, otherwise);
  }

  /**
   * The time that is asked about: {@code from} and {@code to} (ISO times, or days of the zone; the end
   * is not included, but a day is as a whole); else the {@code window} until now ({@code 60m}, {@code
   * 24h}, {@code 7d}); else the {@code days} of the zone, today included.
   */
  private Period period(int daysOtherwise, Duration windowOtherwise) throws BadQuestion {
    ZoneId zone = zone();
    String from = text("from");
    String to = text("to");
    if (from != null || to != null) {
      Instant until = to == null ? upToTheMinute() : time("to", to, zone, true);
      Duration length = windowOtherwise.isZero() ? Duration.ofDays(daysOtherwise) : windowOtherwise;
      Instant since = from == null ? until.minus(length) : time("from", from, zone, false);
      return checked(new Period(since, until, zone));
    }
    String window = text("window");
    if (window != null) {
      return checked(new Period(upToTheMinute().minus(window(window)), upToTheMinute(), zone));
    }
    if (text("days") == null && !windowOtherwise.isZero()) {
      return checked(new Period(upToTheMinute().minus(windowOtherwise), upToTheMinute(), zone));
    }
    int days = number("days", daysOtherwise, 1, DAYS_MAX);
    LocalDate tomorrow = now.atZone(zone).toLocalDate().plusDays(1);
    return checked(new Period(
        tomorrow.minusDays(days).atStartOfDay(zone).toInstant(),
        tomorrow.atStartOfDay(zone).toInstant(),
        zone));
  }

  /** The running minute included. */
  private Instant upToTheMinute() {
    return now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
  }

  private static Duration window(String text) throws BadQuestion {
    Matcher window = WINDOW.matcher(text);
    if (!window.matches()) {
      throw new BadQuestion("window must be a number with m, h or d, such as 24h");
    }
    long count = Long.parseLong(window.group(1));
    return switch (window.group(2)) {
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  private static Instant time(String name, String text, ZoneId zone, boolean end)
      throws BadQuestion {
    try {
      if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
        return LocalDate.parse(text).plusDays(end ? 1 : 0).atStartOfDay(zone).toInstant();
      }
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new BadQuestion(
          name + " must be a time such as 2026-11-22T09:00:00Z or a day such as 2026-11-22");
    }
  }

  private static Period checked(Period period) throws BadQuestion {
    if (!period.from().isBefore(period.until())) {
      throw new BadQuestion("from must lie before to, by a minute at least");
    }
    if (period.minutes() > Duration.ofDays(DAYS_MAX).toMinutes()) {
      throw new BadQuestion("at most " + DAYS_MAX + " days can be asked for");
    }
    return period;
  }
}
