package com.gt8004.cli.console;

import java.util.Locale;

/** Amounts for people. */
public final class Quantity {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

  private Quantity() {}

  /** {@code 1 file}, {@code 2,000 files}. */
  public static String of(long count, String one) {
    return of(count, one, one + "s");
  }

  /** {@code 1 entry}, {@code 2,000 entries}. */
  public static String of(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }

  /** {@code 512 B}, {@code 1.5 KiB}, {@code 20 GiB}. */
  public static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double amount = bytes;
    int unit = -1;
    while (amount >= 1024 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, amount < 10 ? "%.1f %s" : "%.0f %s", amount, UNITS[unit]);
  }
}
