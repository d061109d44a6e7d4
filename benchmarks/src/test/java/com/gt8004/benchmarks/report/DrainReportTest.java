package com.gt8004.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.benchmarks.drain.DrainCase;
import com.gt8004.benchmarks.drain.DrainFigure;
import com.gt8004.benchmarks.drain.DrainPlan;
import com.gt8004.benchmarks.drain.Drained;
import com.gt8004.benchmarks.drain.Sender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainReportTest {
  private static final DrainCase STEADY = new DrainCase(50, false, false, false);

  @TempDir
  Path folder;

  private final List<DrainFigure> figures = new ArrayList<>();

  private void measured(Sender sender, long perSecond, double cpuPerMillion) {
    long timed = 15_000_000;
    figures.add(new DrainFigure(
        new Drained(
            1,
            STEADY,
            sender,
            20_000_000,
            20_000_000,
            timed,
            timed * 1_000_000_000L / perSecond,
            30,
            cpuPerMillion * timed / 1e6,
            400_000,
            0,
            20_000_000L * 560,
            4,
            300L << 20,
            250L << 20),
        null,
        null));
  }

  private DrainRun run() throws IOException {
    return new DrainRun(
        Machine.now(Path.of("."), "drain", "-Xmx256m"), DrainPlan.official(), figures);
  }

  @Test
  void gates_compareTheShipperWithItsFloor() throws IOException {
    measured(Sender.SHIPPER, 500_000, 2.1);
    measured(Sender.CLIENT, 800_000, 1.2);
    List<Gate> gates = new DrainReport(run()).gates();
    assertThat(gates.get(0).measured()).isBetween(0.624, 0.626);
    assertThat(gates.get(0).verdict()).isEqualTo("PASS (short run)");
    assertThat(gates.get(1).failed()).isTrue();
    assertThat(gates.get(2).verdict()).isEqualTo("not measured");
  }

  @Test
  void markdown_holdsTheFigures() throws IOException {
    measured(Sender.SHIPPER, 500_000, 1.75);
    measured(Sender.CLIENT, 1_000_000, 1);
    assertThat(new DrainReport(run()).markdown())
        .contains("### Drain of 20,000,000 entries, the first 5,000,000 not timed (rounds: 3)")
        .contains("| batch 50 | GT8004 shipper | 500 | 0.50 | 1.75 | 560 | 400,000 | 4.00 | 300 |"
            + " 250 | 30.0 | 0.00 |");
  }

  @Test
  void runFile_givesBackWhatItWasGiven() throws IOException {
    measured(Sender.SHIPPER, 500_000, 1.75);
    Path file = folder.resolve("drain.json");
    DrainRun run = run();
    new RunFile(file).write(run);
    assertThat(RunFile.isDrain(file)).isTrue();
    assertThat(RunFile.readDrain(file)).isEqualTo(run);
  }
}
