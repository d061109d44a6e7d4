package com.gt8004.benchmarks.report;

/**
 * One promise, compared with a figure.
 *
 * @param what is compared
 * @param measured NaN if it was not
 * @param limit the most that is allowed, or the least
 * @param atLeast whether the limit is the least
 * @param unit of both
 * @param byTheRules whether rounds, warm-up and bytes were as the promise demands
 */
public record Gate(
    String what, double measured, double limit, boolean atLeast, String unit, boolean byTheRules) {
  static Gate atLeast(String what, double measured, double limit, String unit, boolean byTheRules) {
    return new Gate(what, measured, limit, true, unit, byTheRules);
  }

  static Gate atMost(String what, double measured, double limit, String unit, boolean byTheRules) {
    return new Gate(what, measured, limit, false, unit, byTheRules);
  }

  private boolean missing() {
    return Double.isNaN(measured);
  }

  public boolean failed() {
    return !missing() && (atLeast ? measured < limit : measured > limit);
  }

  String verdict() {
    if (missing()) {
      return "not measured";
    }
    return (failed() ? "FAIL" : "PASS") + (byTheRules ? "" : " (short run)");
  }

  String limitText() {
    return (atLeast ? "≥ " : "≤ ") + Cells.number(limit) + unit;
  }

  String measuredText() {
    return missing() ? Cells.NONE : Cells.number(measured) + unit;
  }
}
