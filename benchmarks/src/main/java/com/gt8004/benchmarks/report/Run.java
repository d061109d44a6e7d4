package com.gt8004.benchmarks.report;

import java.util.List;

/** A whole run. */
public record Run(Machine machine, List<Measured> measured) {
  public Run {
    measured = List.copyOf(measured);
  }
}
