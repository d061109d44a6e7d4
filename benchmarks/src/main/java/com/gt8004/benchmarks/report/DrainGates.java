package com.gt8004.benchmarks.report;

import com.gt8004.benchmarks.drain.Backlogged;
import com.gt8004.benchmarks.drain.DrainCase;
import com.gt8004.benchmarks.drain.DrainPlan;
import com.gt8004.benchmarks.drain.Drained;
import com.gt8004.benchmarks.drain.Sender;
import java.util.ArrayList;
import java.util.List;

/** What the shipper must reach: a share of its floor, bounded processor time, no growth with a backlog. */
final class DrainGates {
  static final DrainCase STEADY = new DrainCase(50, false, false, false);
  static final DrainCase CATCH_UP = new DrainCase(500, false, false, false);

  private static final double STEADY_RATIO = 0.5;
  private static final double CATCH_UP_RATIO = 0.25;
  private static final double STEADY_CPU = 2;
  private static final double CATCH_UP_CPU = 1.5;
  private static final double READY_SECONDS = 2;
  private static final double MEMORY_RATIO = 1.1;
  private static final double RATE_RATIO = 0.9; // "the same", as far as one can measure it
  private static final double BLOCKS = 8;
  private static final int RULE_ROUNDS = 3;
  private static final long RULE_ENTRIES = 20_000_000;
  private static final long RULE_WARMUP = 5_000_000;
  private static final long RULE_BACKLOG_BYTES = 10_000_000_000L;

  private final DrainPlan plan;
  private final DrainFigures figures;

  DrainGates(DrainPlan plan, DrainFigures figures) {
    this.plan = plan;
    this.figures = figures;
  }

  /** Those that the plan is about. */
  List<Gate> all() {
    List<Gate> gates = new ArrayList<>();
    if (!plan.cases().isEmpty()) {
      gates.addAll(drain(STEADY, STEADY_RATIO, STEADY_CPU));
      gates.addAll(drain(CATCH_UP, CATCH_UP_RATIO, CATCH_UP_CPU));
    }
    if (plan.backlog() > 0) {
      gates.addAll(backlog());
    }
    return gates;
  }

  private List<Gate> drain(DrainCase how, double ratio, double cpu) {
    List<Drained> ours = figures.of(how, Sender.SHIPPER);
    List<Drained> floor = figures.of(how, Sender.CLIENT);
    boolean rules = ours.size() >= RULE_ROUNDS
        && plan.entries() >= RULE_ENTRIES
        && plan.warmup() >= RULE_WARMUP;
    return List.of(
        Gate.atLeast(
            how + ": rate, of " + Sender.CLIENT.title(),
            DrainFigures.median(ours, Drained::entriesPerSecond)
                / DrainFigures.median(floor, Drained::entriesPerSecond),
            ratio,
            " times",
            rules),
        Gate.atMost(
            how + ": processor time",
            DrainFigures.median(ours, Drained::cpuSecondsPerMillion),
            cpu,
            " s/M entries",
            rules));
  }

  private List<Gate> backlog() {
    List<Backlogged> large = figures.with(plan.backlog());
    List<Backlogged> small = figures.backlogs().isEmpty()
        ? List.of()
        : figures.with(figures.backlogs().get(0));
    boolean rules = large.size() >= RULE_ROUNDS
        && large.stream().allMatch(one -> one.bytes() >= RULE_BACKLOG_BYTES);
    return List.of(
        Gate.atMost(
            "large backlog: ready after",
            DrainFigures.median(large, Backlogged::readySeconds),
            READY_SECONDS,
            " s",
            rules),
        Gate.atMost(
            "large backlog: RssAnon, of the small one's",
            DrainFigures.median(large, Backlogged::anonymousBytes)
                / DrainFigures.median(small, Backlogged::anonymousBytes),
            MEMORY_RATIO,
            " times",
            rules),
        Gate.atMost(
            "large backlog: mapped blocks of the journal",
            DrainFigures.most(large, Backlogged::mappedBlocks),
            BLOCKS,
            "",
            rules),
        Gate.atLeast(
            "large backlog: warm rate, of the small one's",
            DrainFigures.median(large, Backlogged::perSecond)
                / DrainFigures.median(small, Backlogged::perSecond),
            RATE_RATIO,
            " times",
            rules));
  }
}
