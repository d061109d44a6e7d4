package com.gt8004.benchmarks.drain;

/**
 * One thing that was measured of the command line.
 *
 * @param measured for people
 * @param holds whether it is as promised
 */
public record CliFigure(String what, String measured, boolean holds) {
  /** For people who watch. */
  public String line() {
    return "%-58s %s  %s".formatted(what, measured, holds ? "PASS" : "FAIL");
  }

  /** A row of a Markdown table. */
  public String row() {
    return "| %s | %s | %s |".formatted(what, measured, holds ? "PASS" : "FAIL");
  }
}
