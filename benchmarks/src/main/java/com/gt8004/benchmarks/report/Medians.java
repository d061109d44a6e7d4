package com.gt8004.benchmarks.report;

import com.gt8004.benchmarks.contestant.Contestant;
import com.gt8004.benchmarks.trial.Cell;
import java.util.Comparator;
import java.util.List;

/** The figures of a run, by contestant and load. */
public final class Medians {
  private final List<Measured> measured;

  public Medians(List<Measured> measured) {
    this.measured = List.copyOf(measured);
  }

  /** The loads of the run, by size and threads. */
  List<Cell> cells() {
    return measured.stream()
        .map(Measured::cell)
        .distinct()
        .sorted(Comparator.comparingInt(Cell::payloadBytes).thenComparingInt(Cell::threads))
        .toList();
  }

  /** All NaN if this was not measured. */
  Figures of(Contestant contestant, Cell cell) {
    return new Figures(measured.stream()
        .filter(one -> one.contestant() == contestant && one.cell().equals(cell))
        .toList());
  }
}
