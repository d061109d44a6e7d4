package com.gt8004.benchmarks.jmh;

import com.gt8004.benchmarks.contestant.Contestant;
import com.gt8004.benchmarks.trial.Cell;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One JMH fork of {@link AppendBenchmark}: JMH's own loop would run all forks of a contestant in a row. */
public final class JmhFork {
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  /** Short, because an iteration's data stays on disk until it ends. */
  private static final long ITERATION_MILLIS = 500;

  private final List<String> jvmArguments;
  private final Path folder;
  private final Path log;

  /**
   * @param folder for data; made and removed
   * @param log what JMH prints; overwritten
   */
  public JmhFork(List<String> jvmArguments, Path folder, Path log) {
    this.jvmArguments = jvmArguments;
    this.folder = folder;
    this.log = log;
  }

  /** Runs it. */
  public JmhResult run(Contestant contestant, Cell cell, long warmupMillis, long measureMillis)
      throws RunnerException {
    ChainedOptionsBuilder options = new OptionsBuilder()
        .include("^" + AppendBenchmark.class.getName() + "\\.append$")
        .param("contestant", contestant.name())
        .param("payloadBytes", Integer.toString(cell.payloadBytes()))
        .threads(cell.threads())
        .forks(1)
        .warmupIterations(iterations(warmupMillis))
        .warmupTime(TimeValue.milliseconds(ITERATION_MILLIS))
        .measurementIterations(iterations(measureMillis))
        .measurementTime(TimeValue.milliseconds(ITERATION_MILLIS))
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.NORMAL)
        .output(log.toString());
    return resultOf(new Runner(withJvm(options)).run());
  }

  private Options withJvm(ChainedOptionsBuilder options) {
    String[] arguments = jvmArguments.toArray(new String[jvmArguments.size() + 1]);
    arguments[jvmArguments.size()] = "-D" + OpenedContestant.FOLDER + "=" + folder;
    return options.jvmArgs(arguments).build();
  }

  private static int iterations(long millis) {
    return (int) Math.max(1, millis / ITERATION_MILLIS);
  }

  private static JmhResult resultOf(Collection<RunResult> runs) {
    RunResult run = runs.iterator().next();
    Map<String, ? extends Result<?>> secondary = allocations(run);
    Result<?> allocated = secondary.get(ALLOCATED);
    return new JmhResult(
        run.getPrimaryResult().getScore(), allocated == null ? 0 : allocated.getScore());
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // JMH returns a raw map
  private static Map<String, ? extends Result<?>> allocations(RunResult run) {
    return (Map<String, ? extends Result<?>>) (Map) run.getSecondaryResults();
  }
}
