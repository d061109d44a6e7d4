package com.gt8004.benchmarks;

import com.gt8004.benchmarks.contestant.Contestant;
import com.gt8004.benchmarks.contestant.Folders;
import com.gt8004.benchmarks.jmh.JmhFork;
import com.gt8004.benchmarks.report.Measured;
import com.gt8004.benchmarks.trial.Cell;
import com.gt8004.benchmarks.trial.TrialSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Runs the parts of a plan, round by round: within a round and a load, the contestants follow one
 * another, so that whatever the machine does meanwhile meets all of them. Each round begins with another
 * contestant.
 */
final class Rounds {
  private static final List<String> JVM_ARGUMENTS = List.of(
      "-Xms1g",
      "-Xmx1g",
      "-XX:+AlwaysPreTouch",
      // What raw Chronicle needs; the logger would open the same by itself.
      "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
      "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
      "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
      "-Dchronicle.announcer.disable=true",
      "-Dchronicle.disk.monitor.disable=true",
      "-Dsun.misc.unsafe.memory.access=allow");

  private final List<Part> parts;
  private final Path data;
  private final PrintStream progress;
  private final TrialFork trials;
  private final JmhFork jmh;
  private final int total;
  private int done;

  /**
   * @param data a folder for what contestants write, on the disk that is to be measured
   * @param log what the present process prints; overwritten by each
   */
  Rounds(List<Part> parts, Path data, Path log, PrintStream progress) {
    this.parts = parts;
    this.data = data;
    this.progress = progress;
    this.trials = new TrialFork(JVM_ARGUMENTS, data, log);
    this.jmh = new JmhFork(JVM_ARGUMENTS, data, log);
    this.total = parts.stream().mapToInt(Part::size).sum();
  }

  static String jvmArguments() {
    return String.join(" ", JVM_ARGUMENTS.subList(0, 3));
  }

  /** @param measured is told each figure as soon as it is there */
  void run(Consumer<Measured> measured) throws IOException, InterruptedException, RunnerException {
    int rounds = parts.stream().mapToInt(Part::rounds).max().orElse(0);
    for (int round = 1; round <= rounds; round++) {
      for (Part part : parts) {
        if (round <= part.rounds()) {
          run(part, round, measured);
        }
      }
    }
  }

  private void run(Part part, int round, Consumer<Measured> measured)
      throws IOException, InterruptedException, RunnerException {
    for (Cell cell : part.cells()) {
      for (int i = 0; i < part.contestants().size(); i++) {
        int turn = (i + round - 1) % part.contestants().size();
        Measured figure = measure(part, round, cell, part.contestants().get(turn));
        done++;
        progress.printf("%d/%d  %s%n", done, total, figure.line());
        measured.accept(figure);
      }
    }
  }

  private Measured measure(Part part, int round, Cell cell, Contestant contestant)
      throws IOException, InterruptedException, RunnerException {
    try {
      if (part.jmh()) {
        var effort = part.effort();
        var result = jmh.run(contestant, cell, effort.warmupMillis(), effort.phaseMillisMax());
        return new Measured(round, contestant, cell, effort, null, result);
      }
      var result = trials.run(new TrialSpec(contestant, cell, part.effort()));
      return new Measured(round, contestant, cell, part.effort(), result, null);
    } finally {
      Folders.delete(data);
    }
  }
}
