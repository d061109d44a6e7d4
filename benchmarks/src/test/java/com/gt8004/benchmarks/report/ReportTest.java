package com.gt8004.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.benchmarks.contestant.Contestant;
import com.gt8004.benchmarks.jmh.JmhResult;
import com.gt8004.benchmarks.trial.Cell;
import com.gt8004.benchmarks.trial.Effort;
import com.gt8004.benchmarks.trial.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Cell ONE = new Cell(500, 1);
  private static final Effort EFFORT = new Effort(1_000, 10, 10, 10);

  @TempDir
  Path folder;

  private static Run run() throws IOException {
    var load = new TrialResult(
        1_000_000,
        570,
        2_500,
        36_000,
        900_000,
        2_000_000,
        900_000_000,
        1_000_000_000,
        0.6,
        0.7,
        200_000,
        -1,
        25,
        true);
    return new Run(
        Machine.now(Path.of("."), "quick", "-Xmx1g"),
        List.of(
            new Measured(1, Contestant.PAGE_CACHE, ONE, EFFORT, load, null),
            new Measured(1, Contestant.PAGE_CACHE, ONE, EFFORT, null, new JmhResult(640, 0.4))));
  }

  private static Report report(Run run) {
    Medians medians = new Medians(run.measured());
    return new Report(run, medians, Gates.of(medians));
  }

  @Test
  void markdown_holdsTheFiguresOfEachContestant() throws IOException {
    assertThat(report(run()).markdown())
        .contains("### 500 B, 1 thread (rounds: 1)")
        .contains("| GT8004 PAGE_CACHE * | 0.57 | 2.50 | 36.0 | 0.90 | 2,000 | 1,000 | - | - |"
            + " 0.60 | 640 | 0.40 | 10.0 % |");
  }

  @Test
  void runFile_givesBackWhatItWasGiven() throws IOException {
    Path file = folder.resolve("run.json");
    Run run = run();
    new RunFile(file).write(run);
    assertThat(RunFile.read(file)).isEqualTo(run);
  }

  @Test
  void replaceTable_leavesTheTextAround() throws IOException {
    Path docs = folder.resolve("benchmarks.md");
    Files.writeString(docs, "before\n" + DocsFile.BEGIN + "\nold\n" + DocsFile.END + "\nafter\n");
    DocsFile.replaceTable(docs, "new\n");
    DocsFile.replaceTable(docs, "newer\n");
    assertThat(Files.readString(docs))
        .isEqualTo("before\n" + DocsFile.BEGIN + "\n\nnewer\n\n" + DocsFile.END + "\nafter\n");
  }

  @Test
  void replaceTable_refusesAFileWithoutAPlaceForIt() throws IOException {
    Path docs = Files.writeString(folder.resolve("benchmarks.md"), "text");
    assertThatThrownBy(() -> DocsFile.replaceTable(docs, "table"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(DocsFile.BEGIN);
  }
}
