package com.gt8004.benchmarks.report;

import com.gt8004.benchmarks.contestant.Contestant;
import com.gt8004.benchmarks.trial.Cell;
import java.util.List;

/** The figures of a run as tables. */
final class Tables {
  private static final int CURVE_BYTES = 500;

  private Tables() {}

  /** All contestants under one load. */
  static TextTable load(Medians medians, Cell cell) {
    TextTable table = new TextTable(
        "contestant",
        "p50 µs",
        "p99 µs",
        "p99.9 µs",
        "max ms",
        "k entries/s",
        "MB/s",
        "of FileChannel",
        "of Chronicle",
        "B/op",
        "JMH ns/op",
        "JMH B/op",
        "lost");
    double floor = medians.of(Contestant.FLOOR, cell).perSecond();
    double chronicle = medians.of(Contestant.CHRONICLE, cell).perSecond();
    for (Contestant contestant : Contestant.values()) {
      Figures figures = medians.of(contestant, cell);
      if (figures.rounds() > 0) {
        table.add(
            contestant.title() + (figures.cutShort() ? " *" : ""),
            Cells.number(figures.p50Micros()),
            Cells.number(figures.p99Micros()),
            Cells.number(figures.p999Micros()),
            Cells.number(figures.maxMillis()),
            Cells.number(figures.perSecond() / 1e3),
            Cells.number(figures.perSecond() * cell.payloadBytes() / 1e6),
            Cells.number(figures.perSecond() / floor),
            Cells.number(figures.perSecond() / chronicle),
            Cells.number(figures.callerBytes()),
            Cells.number(figures.jmhNanos()),
            Cells.number(figures.jmhBytes()),
            Cells.percent(figures.lostShare()));
      }
    }
    return table;
  }

  /** What a force before each return costs, and what threads that share one save. */
  static TextTable forced(Medians medians) {
    TextTable table = new TextTable(
        "SYNC, 500 B, threads",
        "appends/s",
        "forces/s",
        "appends a force",
        "p50 µs",
        "p99 µs",
        "p99.9 µs");
    for (Cell cell : medians.cells()) {
      Figures figures = medians.of(Contestant.SYNC, cell);
      if (cell.payloadBytes() == CURVE_BYTES && figures.rounds() > 0) {
        table.add(
            Integer.toString(cell.threads()),
            Cells.number(figures.perSecond()),
            Cells.number(figures.forcesPerSecond()),
            Cells.number(figures.perSecond() / figures.forcesPerSecond()),
            Cells.number(figures.p50Micros()),
            Cells.number(figures.p99Micros()),
            Cells.number(figures.p999Micros()));
      }
    }
    return table;
  }

  /** What forcing once a second in the background costs. */
  static TextTable interval(Medians medians) {
    TextTable table = new TextTable(
        "load", "PAGE_CACHE k/s", "INTERVAL k/s", "ratio", "PAGE_CACHE p99 µs", "INTERVAL p99 µs");
    for (Cell cell : medians.cells()) {
      Figures never = medians.of(Contestant.PAGE_CACHE, cell);
      Figures often = medians.of(Contestant.INTERVAL, cell);
      if (never.rounds() > 0 && often.rounds() > 0) {
        table.add(
            cell.toString(),
            Cells.number(never.perSecond() / 1e3),
            Cells.number(often.perSecond() / 1e3),
            Cells.number(often.perSecond() / never.perSecond()),
            Cells.number(never.p99Micros()),
            Cells.number(often.p99Micros()));
      }
    }
    return table;
  }

  static TextTable gates(List<Gate> gates) {
    TextTable table = new TextTable("gate", "limit", "measured", "verdict");
    for (Gate gate : gates) {
      table.add(gate.what(), gate.limitText(), gate.measuredText(), gate.verdict());
    }
    return table;
  }
}
