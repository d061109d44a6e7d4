package com.gt8004.benchmarks.trial;

/** The timer of all measurements. */
final class Ticker {
  private static final int READINGS = 2_000_000;

  private Ticker() {}

  static long nanos() {
    return System.nanoTime();
  }

  /** What one reading costs, in nanoseconds. */
  static double costNanos() {
    long sum = readings(); // once to compile it
    long start = nanos();
    sum += readings();
    long end = nanos();
    // The sum is used so that the readings are not optimised away.
    return sum == 0 ? 0 : (double) (end - start) / READINGS;
  }

  private static long readings() {
    long sum = 0;
    for (int i = 0; i < READINGS; i++) {
      sum += nanos();
    }
    return sum;
  }
}
