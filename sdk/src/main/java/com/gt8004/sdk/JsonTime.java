package com.gt8004.sdk;

import java.time.Instant;

/**
 * Writes times as {@code 2026-11-22T09:00:00.123456Z}: always six digits behind the point, as the
 * platform's own SDKs do, finer ones cut. For the years 1 to 9999, which is what an entry may have.
 * Allocates nothing. Thread-safe: static functions.
 */
final class JsonTime {
  private static final int LENGTH = 27;
  private static final int SECONDS_PER_DAY = 86_400;

  /** Days from 1 March of the year 0, where a leap day is a year's last, to 1970-01-01. */
  private static final int DAYS_TO_EPOCH = 719_468;

  private static final int DAYS_PER_400_YEARS = 146_097;

  private JsonTime() {}

  static void append(Instant time, EntryBuffer into) {
    byte[] out = into.reserve(LENGTH);
    int at = into.end();
    long seconds = time.getEpochSecond();
    date((int) Math.floorDiv(seconds, SECONDS_PER_DAY) + DAYS_TO_EPOCH, out, at);
    out[at + 10] = 'T';
    int second = Math.floorMod(seconds, SECONDS_PER_DAY);
    digits(second / 3600, 2, out, at + 11);
    out[at + 13] = ':';
    digits(second / 60 % 60, 2, out, at + 14);
    out[at + 16] = ':';
    digits(second % 60, 2, out, at + 17);
    out[at + 19] = '.';
    digits(time.getNano() / 1000, 6, out, at + 20);
    out[at + 26] = 'Z';
    into.end(at + LENGTH);
  }

  /** The Gregorian date of a day counted from 1 March of the year 0. */
  private static void date(int day, byte[] out, int at) {
    int era = day / DAYS_PER_400_YEARS;
    int dayOfEra = day % DAYS_PER_400_YEARS;
    // Without the leap days before it, a day's year is a plain quotient.
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    // From March on, months of 31 and 30 days follow a line of slope 153/5.
    int monthFromMarch = (5 * dayOfYear + 2) / 153;
    int dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    int year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
    digits(year, 4, out, at);
    out[at + 4] = '-';
    digits(month, 2, out, at + 5);
    out[at + 7] = '-';
    digits(dayOfMonth, 2, out, at + 8);
  }

  private static void digits(int value, int width, byte[] out, int at) {
    int rest = value;
    for (int i = at + width - 1; i >= at; i--) {
      out[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
