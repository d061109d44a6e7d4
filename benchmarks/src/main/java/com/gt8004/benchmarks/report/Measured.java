package com.gt8004.benchmarks.report;

import com.gt8004.benchmarks.contestant.Contestant;
import com.gt8004.benchmarks.jmh.JmhResult;
import com.gt8004.benchmarks.trial.Cell;
import com.gt8004.benchmarks.trial.Effort;
import com.gt8004.benchmarks.trial.TrialResult;
import org.jspecify.annotations.Nullable;

/**
 * What one process measured.
 *
 * @param load of a trial; null if JMH measured
 * @param jmh of JMH; null if a trial measured
 */
public record Measured(
    int round,
    Contestant contestant,
    Cell cell,
    Effort effort,
    @Nullable TrialResult load,
    @Nullable JmhResult jmh) {
  /** For people who watch. */
  public String line() {
    String what = "round %d  %-17s  %-31s".formatted(round, cell, contestant.title());
    if (load != null) {
      return what
          + "%8.1f k/s  p50 %.2f µs  p99.9 %.1f µs  %.2f B/op%s"
              .formatted(
                  load.entriesPerSecond() / 1e3,
                  load.p50Nanos() / 1e3,
                  load.p999Nanos() / 1e3,
                  load.callerBytesPerEntry(),
                  load.lost() == 0 ? "" : "  lost " + load.lost());
    }
    return jmh == null
        ? what
        : what + "jmh %.0f ns  %.2f B/op".formatted(jmh.nanosPerCall(), jmh.bytesPerCall());
  }
}
