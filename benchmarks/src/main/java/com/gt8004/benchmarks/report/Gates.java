package com.gt8004.benchmarks.report;

import com.gt8004.benchmarks.contestant.Contestant;
import com.gt8004.benchmarks.trial.Cell;
import java.util.ArrayList;
import java.util.List;

/** What the append must reach, as ratios to floors wherever the machine would decide otherwise. */
public final class Gates {
  private static final Cell ONE = new Cell(500, 1);
  private static final Cell MANY = new Cell(500, 16);
  private static final Cell LARGE = new Cell(4096, 1);

  /** The loads that gates are about. */
  public static final List<Cell> CELLS = List.of(ONE, MANY, LARGE);

  private static final double FLOOR_RATIO_ONE = 1.2;
  private static final double FLOOR_RATIO_MANY = 1.0;
  private static final double FLOOR_RATIO_LARGE = 0.8;
  private static final double INTERVAL_RATIO = 0.8;
  private static final double P50_MICROS = 1;
  private static final double P50_CHRONICLE_RATIO = 8;
  private static final double P999_MICROS = 150;
  private static final double BYTES = 1;

  private Gates() {}

  /** All gates, measured or not. */
  public static List<Gate> of(Medians medians) {
    List<Gate> gates = new ArrayList<>();
    gates.add(rateRatio(medians, ONE, Contestant.PAGE_CACHE, Contestant.FLOOR, FLOOR_RATIO_ONE));
    gates.add(rateRatio(medians, MANY, Contestant.PAGE_CACHE, Contestant.FLOOR, FLOOR_RATIO_MANY));
    gates.add(
        rateRatio(medians, LARGE, Contestant.PAGE_CACHE, Contestant.FLOOR, FLOOR_RATIO_LARGE));
    for (Cell cell : CELLS) {
      gates.add(
          rateRatio(medians, cell, Contestant.INTERVAL, Contestant.PAGE_CACHE, INTERVAL_RATIO));
    }
    gates.addAll(latencies(medians));
    return gates;
  }

  private static List<Gate> latencies(Medians medians) {
    Figures ours = medians.of(Contestant.PAGE_CACHE, ONE);
    Figures chronicle = medians.of(Contestant.CHRONICLE, ONE);
    String name = ONE + ": PAGE_CACHE ";
    boolean rules = ours.byTheRules();
    return List.of(
        Gate.atMost(name + "p50", ours.p50Micros(), P50_MICROS, " µs", rules),
        Gate.atMost(
            name + "p50, of Chronicle's",
            ours.p50Micros() / chronicle.p50Micros(),
            P50_CHRONICLE_RATIO,
            " times",
            rules && chronicle.byTheRules()),
        Gate.atMost(name + "p99.9", ours.p999Micros(), P999_MICROS, " µs", rules),
        Gate.atMost(name + "allocation", ours.callerBytes(), BYTES, " B/op", rules));
  }

  private static Gate rateRatio(
      Medians medians, Cell cell, Contestant of, Contestant to, double limit) {
    Figures measured = medians.of(of, cell);
    Figures floor = medians.of(to, cell);
    return Gate.atLeast(
        cell + ": rate of " + of.title() + ", of " + to.title() + "'s",
        measured.perSecond() / floor.perSecond(),
        limit,
        " times",
        measured.byTheRules() && floor.byTheRules());
  }
}
