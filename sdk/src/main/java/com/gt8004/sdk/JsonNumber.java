package com.gt8004.sdk;

import org.jspecify.annotations.Nullable;

/** Writes numbers as JSON does, without an exponent. Allocates nothing. Thread-safe: static functions. */
final class JsonNumber {
  private static final int DIGITS_MAX = 20;

  /**
   * Below this a product with a power of ten, rounded twice, is still nearest to the integer that it
   * came from: it is off by three eighths at most.
   */
  private static final double SCALED_MAX = 1L << 51;

  private static final long[] POWERS_OF_TEN = powersOfTen();

  /** Decimals that are tried: times are counted in milli-, micro- or nanoseconds, so these are likely. */
  private static final int[] DECIMALS = {3, 6, 7, 8, 9};

  private JsonNumber() {}

  /** Writes a whole number of 0 or more. */
  static void append(long value, EntryBuffer into) {
    byte[] out = into.reserve(DIGITS_MAX);
    int end = into.end() + digits(value);
    digits(value, out, end);
    into.end(end);
  }

  /**
   * The text of a number of 0 or more that {@link #append(double, EntryBuffer)} cannot write, because it
   * has more than nine decimals or too many digits; null for all others.
   */
  static @Nullable String textOf(double value) {
    return decimals(value) < 0 ? Double.toString(value) : null;
  }

  /**
   * Writes a number of 0 or more, not one that has a {@link #textOf text}: the shortest decimal that
   * reads back as the same number, with one digit behind the point at least.
   */
  static void append(double value, EntryBuffer into) {
    int decimals = decimals(value);
    long scaled = (long) Math.rint(value * POWERS_OF_TEN[decimals]);
    while (decimals > 1 && scaled % 10 == 0) {
      scaled /= 10;
      decimals--;
    }
    append(scaled / POWERS_OF_TEN[decimals], into);
    byte[] out = into.reserve(DIGITS_MAX);
    int end = into.end() + 1 + decimals;
    out[into.end()] = '.';
    long fraction = scaled % POWERS_OF_TEN[decimals];
    for (int i = end - 1; i > into.end(); i--) {
      out[i] = (byte) ('0' + fraction % 10);
      fraction /= 10;
    }
    into.end(end);
  }

  /**
   * The fewest of these decimals that hold the number wholly; -1 if none does. Such a decimal is a
   * quotient of two numbers that a double holds exactly, so dividing them rounds as reading it would.
   */
  private static int decimals(double value) {
    for (int decimals : DECIMALS) {
      double scaled = Math.rint(value * POWERS_OF_TEN[decimals]);
      if (scaled < SCALED_MAX && scaled / POWERS_OF_TEN[decimals] == value) {
        return decimals;
      }
    }
    return -1;
  }

  /** Writes the digits so that they end before {@code end}; where there are fewer, the rest stays. */
  private static void digits(long value, byte[] out, int end) {
    long rest = value;
    int at = end;
    do {
      out[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
  }

  private static int digits(long value) {
    int digits = 1;
    while (digits < POWERS_OF_TEN.length && value >= POWERS_OF_TEN[digits]) {
      digits++;
    }
    return digits;
  }

  /** 10 to the power of 0 to 18, which is all that fits into a long. */
  private static long[] powersOfTen() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }
}
