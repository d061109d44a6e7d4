package com.gt8004.benchmarks.jmh;

import com.gt8004.benchmarks.contestant.SampleEntries;
import com.gt8004.benchmarks.contestant.Subject;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One call that logs a prepared entry. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AppendBenchmark {
  /** One thread's caller and the entry it logs next. */
  @State(Scope.Thread)
  public static class Calls {
    private Subject.@Nullable Caller caller;

    private int next;

    @Setup(Level.Iteration)
    public void open(OpenedContestant opened) {
      caller = opened.subject().newCaller();
    }
  }

  @Benchmark
  public void append(Calls calls) {
    int entry = calls.next;
    calls.next = (entry + 1) & (SampleEntries.COUNT - 1);
    Objects.requireNonNull(calls.caller).log(entry);
  }
}
