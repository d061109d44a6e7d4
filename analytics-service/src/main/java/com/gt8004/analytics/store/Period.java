package com.gt8004.analytics.store;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * A stretch of event time, on whole minutes.
 *
 * @param from included
 * @param until not included, after {@code from}
 * @param zone whose days, weeks and months are meant
 */
public record Period(Instant from, Instant until, ZoneId zone) {
  /** Cuts both ends down to the minute. */
  public Period {
    from = from.truncatedTo(ChronoUnit.MINUTES);
    until = until.truncatedTo(ChronoUnit.MINUTES);
  }

  /** The whole hours (UTC) around it, which is what hourly rollups can answer. */
  public Period onHours() {
    Instant end = until.truncatedTo(ChronoUnit.HOURS);
    return new Period(
        from.truncatedTo(ChronoUnit.HOURS),
        end.equals(until) ? end : end.plus(1, ChronoUnit.HOURS),
        zone);
  }

  /** Of the same length, just before. */
  public Period before() {
    long seconds = until.getEpochSecond() - from.getEpochSecond();
    return new Period(from.minusSeconds(seconds), from, zone);
  }

  /** How many minutes it has. */
  public long minutes() {
    return ChronoUnit.MINUTES.between(from, until);
  }

  boolean isUtc() {
    return zone.getRules().isFixedOffset()
        && zone.getRules().getOffset(from).equals(ZoneOffset.UTC);
  }

  /** The zone as PostgreSQL takes it, which reckons offsets west of Greenwich, as POSIX does. */
  String sqlZone() {
    if (!(zone.normalized() instanceof ZoneOffset offset)) {
      return zone.getId();
    }
    int seconds = -offset.getTotalSeconds();
    return seconds == 0 ? "UTC" : ZoneOffset.ofTotalSeconds(seconds).getId();
  }

  /** Whether each hour (UTC) lies in one hour, and so in one day, of the zone throughout. */
  boolean zoneHasWholeHours() {
    return zone.getRules().getOffset(from).getTotalSeconds() % 3_600 == 0
        && zone.getRules().getOffset(until).getTotalSeconds() % 3_600 == 0;
  }
}
