package com.gt8004.benchmarks.report;

import java.util.Locale;

/** Numbers as tables show them: about three digits that mean something. */
final class Cells {
  static final String NONE = "-";

  private static final double WHOLE_FROM = 100;
  private static final double ONE_DIGIT_FROM = 10;

  private Cells() {}

  static String number(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    double size = Math.abs(value);
    String format = size >= WHOLE_FROM ? "%,.0f" : size >= ONE_DIGIT_FROM ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  static String percent(double share) {
    if (Double.isNaN(share)) {
      return NONE;
    }
    return share == 0 ? "0" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
