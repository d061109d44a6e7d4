package com.gt8004.benchmarks.report;

import com.gt8004.benchmarks.drain.DrainFigure;
import com.gt8004.benchmarks.drain.DrainPlan;
import java.util.List;

/** A whole run of a drain plan. */
public record DrainRun(Machine machine, DrainPlan plan, List<DrainFigure> figures) {
  public DrainRun {
    figures = List.copyOf(figures);
  }
}
