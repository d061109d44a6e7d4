package com.gt8004.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.benchmarks.contestant.Contestant;
import com.gt8004.benchmarks.trial.Cell;
import com.gt8004.benchmarks.trial.Effort;
import com.gt8004.benchmarks.trial.TrialResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatesTest {
  private static final Effort BY_THE_RULES = new Effort(10_000, 1, 1, 1);
  private static final long ENTRIES = 4_000_000; // 2 GB of 500 bytes
  private static final long SECOND = 1_000_000_000;

  private final List<Measured> measured = new ArrayList<>();

  /** Five rounds in which this many entries a second are logged, with one odd round. */
  private void rounds(Contestant contestant, Cell cell, long perSecond, long p50Nanos) {
    round(1, contestant, cell, perSecond * 9, 1);
    for (int round = 2; round <= 5; round++) {
      round(round, contestant, cell, perSecond, p50Nanos);
    }
  }

  private void round(int round, Contestant contestant, Cell cell, long perSecond, long p50Nanos) {
    long nanos = ENTRIES * SECOND / perSecond;
    var result = new TrialResult(
        1_000_000, p50Nanos, 2_000, 40_000, 100_000, ENTRIES, nanos, nanos, 0.5, 0.5, 0, -1, 25,
        false);
    measured.add(new Measured(round, contestant, cell, BY_THE_RULES, result, null));
  }

  private Gate gate(String what) {
    return Gates.of(new Medians(measured)).stream()
        .filter(gate -> gate.what().equals(what))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void gates_compareMediansWithTheFloor() {
    Cell one = new Cell(500, 1);
    rounds(Contestant.PAGE_CACHE, one, 1_300_000, 570);
    rounds(Contestant.FLOOR, one, 1_000_000, 900);
    rounds(Contestant.CHRONICLE, one, 3_000_000, 100);
    Gate rate = gate("500 B, 1 thread: rate of GT8004 PAGE_CACHE, of FileChannel, same work's");
    assertThat(rate.measured()).isBetween(1.29, 1.31);
    assertThat(rate.verdict()).isEqualTo("PASS");
    assertThat(gate("500 B, 1 thread: PAGE_CACHE p50").measured()).isEqualTo(0.57);
    assertThat(gate("500 B, 1 thread: PAGE_CACHE p50, of Chronicle's").measured())
        .isBetween(5.69, 5.71);
  }

  @Test
  void gate_failsBelowItsLimit() {
    Cell large = new Cell(4096, 1);
    rounds(Contestant.PAGE_CACHE, large, 79_000, 2_000);
    rounds(Contestant.FLOOR, large, 100_000, 3_000);
    Gate rate = gate("4096 B, 1 thread: rate of GT8004 PAGE_CACHE, of FileChannel, same work's");
    assertThat(rate.failed()).isTrue();
    assertThat(rate.verdict()).isEqualTo("FAIL");
  }

  @Test
  void gate_saysWhenTheRunWasTooShort() {
    Cell one = new Cell(500, 1);
    round(1, Contestant.PAGE_CACHE, one, 1_000_000, 570);
    assertThat(gate("500 B, 1 thread: PAGE_CACHE p50").verdict()).isEqualTo("PASS (short run)");
  }

  @Test
  void gate_thatWasNotMeasuredDoesNotFail() {
    assertThat(Gates.of(new Medians(List.of())))
        .hasSize(10)
        .allSatisfy(gate -> assertThat(gate.verdict()).isEqualTo("not measured"))
        .noneMatch(Gate::failed);
  }
}
