package com.gt8004.cli.entry;

/** What a number at the end of an access-log line counts; lower case so that it reads as it is typed. */
public enum DurationUnit {
  /** Seconds, as nginx writes {@code $request_time}. */
  s(1_000),
  /** Milliseconds. */
  ms(1),
  /** Microseconds, as Apache writes {@code %D}. */
  us(0.001);

  private final double millis;

  DurationUnit(double millis) {
    this.millis = millis;
  }

  double millis() {
    return millis;
  }
}
