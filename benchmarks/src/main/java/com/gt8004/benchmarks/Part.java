package com.gt8004.benchmarks;

import com.gt8004.benchmarks.contestant.Contestant;
import com.gt8004.benchmarks.trial.Cell;
import com.gt8004.benchmarks.trial.Effort;
import java.util.List;

/**
 * A part of a plan: every contestant under every load, once a round.
 *
 * @param jmh whether JMH measures single calls; else trials measure latency and rate
 */
record Part(
    String name,
    boolean jmh,
    List<Cell> cells,
    List<Contestant> contestants,
    int rounds,
    Effort effort) {
  int size() {
    return cells.size() * contestants.size() * rounds;
  }
}
