package com.gt8004.benchmarks;

import com.gt8004.benchmarks.contestant.Contestant;
import com.gt8004.benchmarks.drain.DrainPlan;
import com.gt8004.benchmarks.report.Gates;
import com.gt8004.benchmarks.trial.Cell;
import com.gt8004.benchmarks.trial.Effort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How much is measured. */
enum Plan {
  /** Minutes: tells that everything works, nothing else. */
  QUICK,
  /** The loads that the gates are about, by the gates' rules; without the peers. */
  GATES,
  /** The gates' loads by their rules with the peers; everything else with less effort. */
  OFFICIAL,
  /** Every load by the gates' rules. */
  FULL,
  /** Minutes: how fast the shipper drains a small queue. */
  DRAIN_QUICK,
  /** The drain by the rules of its gates, and a shipper that keeps up with a writer. */
  DRAIN,
  /** A large backlog beside a small one. */
  BACKLOG,
  /** The command line on a large queue, beside its writer and shipper. */
  CLI,
  /** Two minutes: the servlet filter beside a server without it, and masking beside copying. */
  FILTER;

  private static final int[] SIZES = {300, 500, 4096, 16384};
  private static final int[] THREADS = {1, 4, 16};
  private static final int[] CURVE_THREADS = {1, 2, 4, 8, 16};
  private static final int CURVE_BYTES = 500;

  private static final int ROUNDS = 5;
  private static final int FEW_ROUNDS = 3;
  private static final long MIB = 1L << 20;
  private static final long MINUTE_MILLIS = 60_000;

  /** The rules of the gates: 10 s of warm-up, 2 GiB written. */
  private static final Effort BY_THE_RULES =
      new Effort(10_000, 2_000_000, 2_048 * MIB, MINUTE_MILLIS);

  private static final Effort LESS = new Effort(5_000, 1_000_000, 512 * MIB, MINUTE_MILLIS);
  private static final Effort LEAST = new Effort(1_000, 50_000, 32 * MIB, 2_000);

  /** Forced appends write little: time ends them. */
  private static final Effort FORCED = new Effort(3_000, 1_000_000, 512 * MIB, 5_000);

  private static final Effort FORCED_LEAST = new Effort(500, 1_000_000, 512 * MIB, 1_000);
  private static final Effort JMH = new Effort(10_000, 0, 0, 5_000);
  private static final Effort JMH_LEAST = new Effort(1_000, 0, 0, 1_000);

  /** As it is written on the command line. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The plan with this title. */
  static Plan of(String title) {
    return Arrays.stream(values())
        .filter(plan -> plan.title().equalsIgnoreCase(title))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + title + "' is not one of "
            + Arrays.stream(values()).map(Plan::title).toList()));
  }

  /** What is drained; null if this plan is about the append. */
  @Nullable
  DrainPlan drain() {
    return switch (this) {
      case DRAIN_QUICK -> DrainPlan.quick();
      case DRAIN -> DrainPlan.official();
      case BACKLOG -> DrainPlan.backlogs();
      case QUICK, GATES, OFFICIAL, FULL, CLI, FILTER -> null;
    };
  }

  List<Part> parts() {
    List<Contestant> unforced = new ArrayList<>(Arrays.asList(Contestant.values()));
    unforced.removeAll(List.of(Contestant.SYNC, Contestant.BUILT));
    List<Contestant> single = new ArrayList<>(unforced);
    single.add(Contestant.BUILT);
    Part built = new Part(
        "built", false, List.of(new Cell(500, 1)), List.of(Contestant.BUILT), FEW_ROUNDS, LESS);
    List<Cell> others = new ArrayList<>(cells(SIZES, THREADS));
    others.removeAll(Gates.CELLS);
    return switch (this) {
      case QUICK ->
        List.of(
            new Part("gates", false, Gates.CELLS, unforced, 1, LEAST),
            new Part("forced", false, curve(), List.of(Contestant.SYNC), 1, FORCED_LEAST),
            new Part("jmh", true, List.of(new Cell(500, 1)), single, 1, JMH_LEAST));
      case GATES ->
        List.of(new Part(
            "gates",
            false,
            Gates.CELLS,
            List.of(
                Contestant.PAGE_CACHE, Contestant.INTERVAL, Contestant.FLOOR, Contestant.CHRONICLE),
            ROUNDS,
            BY_THE_RULES));
      case OFFICIAL ->
        List.of(
            new Part("gates", false, Gates.CELLS, unforced, ROUNDS, BY_THE_RULES),
            new Part("others", false, others, unforced, FEW_ROUNDS, LESS),
            new Part("forced", false, forced(), List.of(Contestant.SYNC), FEW_ROUNDS, FORCED),
            built,
            new Part("jmh", true, cells(SIZES, new int[] {1}), single, FEW_ROUNDS, JMH));
      case FULL ->
        List.of(
            new Part("all", false, cells(SIZES, THREADS), unforced, ROUNDS, BY_THE_RULES),
            new Part("forced", false, forced(), List.of(Contestant.SYNC), ROUNDS, FORCED),
            built,
            new Part("jmh", true, cells(SIZES, THREADS), single, ROUNDS, JMH));
      case DRAIN_QUICK, DRAIN, BACKLOG, CLI, FILTER -> List.of();
    };
  }

  private static List<Cell> curve() {
    return cells(new int[] {CURVE_BYTES}, CURVE_THREADS);
  }

  private static List<Cell> forced() {
    List<Cell> cells = new ArrayList<>(cells(SIZES, THREADS));
    curve().stream().filter(cell -> !cells.contains(cell)).forEach(cells::add);
    return cells;
  }

  private static List<Cell> cells(int[] sizes, int[] threads) {
    List<Cell> cells = new ArrayList<>();
    for (int size : sizes) {
      for (int count : threads) {
        cells.add(new Cell(size, count));
      }
    }
    return cells;
  }
}
