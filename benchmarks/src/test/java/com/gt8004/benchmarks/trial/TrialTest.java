package com.gt8004.benchmarks.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.benchmarks.contestant.Contestant;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialTest {
  private static final Cell TWO_THREADS = new Cell(500, 2);

  @TempDir
  Path temp;

  private TrialResult run(Contestant contestant, Effort effort)
      throws IOException, InterruptedException {
    Path folder = temp.resolve("data");
    TrialResult result = new Trial(new TrialSpec(contestant, TWO_THREADS, effort), folder).run();
    assertThat(folder).doesNotExist();
    return result;
  }

  @Test
  void trial_logsWhatItWasAskedTo() throws IOException, InterruptedException {
    TrialResult result = run(Contestant.FLOOR, new Effort(1, 2_000, 500_000, 30_000));
    assertThat(result.samples()).isEqualTo(2_000);
    assertThat(result.entries()).isEqualTo(1_000);
    assertThat(result.lost()).isZero();
    assertThat(result.cutShort()).isFalse();
    assertThat(result.p50Nanos()).isPositive().isLessThanOrEqualTo(result.p99Nanos());
    assertThat(result.p999Nanos()).isLessThanOrEqualTo(result.maxNanos());
    assertThat(result.forcedNanos()).isGreaterThanOrEqualTo(result.callNanos());
  }

  @Test
  void trial_countsForces() throws IOException, InterruptedException {
    TrialResult result = run(Contestant.SYNC, new Effort(1, 4, 20_000, 30_000));
    assertThat(result.entries()).isEqualTo(40);
    assertThat(result.forces()).isPositive();
  }

  @Test
  void trial_saysThatTimeEndedIt() throws IOException, InterruptedException {
    TrialResult result = run(Contestant.FLOOR, new Effort(1, 100, 500_000_000_000L, 50));
    assertThat(result.cutShort()).isTrue();
    assertThat(result.entries()).isPositive();
  }
}
