package com.gt8004.benchmarks.drain;

import java.util.ArrayList;
import java.util.List;

/**
 * What is drained and measured in one run.
 *
 * @param entries in the queue that is drained; 0 to drain none
 * @param warmup of them, not timed
 * @param rounds of each case and floor
 * @param cases that are drained
 * @param paces entries a second at which a writer is followed
 * @param backlog entries of a large backlog, compared with a small one; 0 for neither
 */
public record DrainPlan(
    long entries,
    long warmup,
    int rounds,
    List<DrainCase> cases,
    List<Long> paces,
    long paceSeconds,
    long backlog) {
  /** About 500 bytes each. */
  public static final int PAYLOAD_BYTES = 500;

  /** 10 MB of entries. */
  static final long SMALL_BACKLOG = 18_000;

  private static final int STEADY_BATCH = 50;
  private static final int CATCH_UP_BATCH = 500;
  private static final int BATCH_MAX = 1_000;
  private static final int ROUNDS = 3;

  public DrainPlan {
    cases = List.copyOf(cases);
    paces = List.copyOf(paces);
  }

  /** Some minutes, to see where one is. */
  public static DrainPlan quick() {
    return new DrainPlan(
        2_000_000,
        500_000,
        1,
        List.of(
            new DrainCase(STEADY_BATCH, false, false, false),
            new DrainCase(CATCH_UP_BATCH, false, false, false)),
        List.of(),
        0,
        0);
  }

  /** By the rules of the gates. */
  public static DrainPlan official() {
    List<DrainCase> cases = new ArrayList<>();
    for (int batch : new int[] {STEADY_BATCH, CATCH_UP_BATCH, BATCH_MAX}) {
      for (boolean gzip : new boolean[] {false, true}) {
        cases.add(new DrainCase(batch, gzip, false, false));
      }
    }
    cases.add(new DrainCase(CATCH_UP_BATCH, false, true, false));
    cases.add(new DrainCase(STEADY_BATCH, false, false, true));
    cases.add(new DrainCase(CATCH_UP_BATCH, false, false, true));
    return new DrainPlan(
        20_000_000, 5_000_000, ROUNDS, cases, List.of(1_000L, 20_000L, 100_000L), 30, 0);
  }

  /** 10 GB against 10 MB. */
  public static DrainPlan backlogs() {
    return new DrainPlan(0, 0, ROUNDS, List.of(), List.of(), 0, 20_000_000);
  }

  /** The same with other numbers where they are given. */
  public DrainPlan with(
      @org.jspecify.annotations.Nullable Long otherEntries,
      @org.jspecify.annotations.Nullable Integer otherRounds) {
    long count = otherEntries == null ? entries : otherEntries;
    return new DrainPlan(
        entries == 0 ? 0 : count,
        entries == 0 || otherEntries == null ? warmup : otherEntries / 4,
        otherRounds == null ? rounds : otherRounds,
        cases,
        paces,
        paceSeconds,
        backlog == 0 || otherEntries == null ? backlog : otherEntries);
  }

  /** Only cases of these batch sizes, if any is given. */
  public DrainPlan onlyBatches(List<Integer> batches) {
    List<DrainCase> left = cases.stream()
        .filter(one -> batches.isEmpty() || batches.contains(one.batch()))
        .toList();
    return new DrainPlan(entries, warmup, rounds, left, paces, paceSeconds, backlog);
  }
}
