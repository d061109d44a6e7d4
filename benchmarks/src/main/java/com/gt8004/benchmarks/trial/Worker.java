package com.gt8004.benchmarks.trial;

import com.gt8004.benchmarks.contestant.SampleEntries;
import com.gt8004.benchmarks.contestant.Subject;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One logging thread of a phase. It logs one entry before the start, so that what a contestant does at
 * a thread's first call is not measured, and lives until it is released, so that its allocation can be
 * asked for.
 */
final class Worker extends Thread {
  /** How many calls go by between two looks at the clock where calls are not timed: a power of two. */
  private static final int CALLS_PER_LOOK = 32;

  private final Subject subject;
  private final long calls;
  private final long millisMax;
  private final @Nullable Histogram latencies;
  private final CountDownLatch ready;
  private final CountDownLatch start;
  private final CountDownLatch done;
  private final CountDownLatch release;
  // Read by others after "done" only.
  private long logged;
  private @Nullable Throwable failure;

  /** @param latencies receives the time of each call; null if calls are not to be timed */
  Worker(
      Subject subject, long calls, long millisMax, @Nullable Histogram latencies, Latches latches) {
    super("caller");
    this.subject = subject;
    this.calls = calls;
    this.millisMax = millisMax;
    this.latencies = latencies;
    this.ready = latches.ready();
    this.start = latches.start();
    this.done = latches.done();
    this.release = latches.release();
    setDaemon(true);
  }

  record Latches(
      CountDownLatch ready, CountDownLatch start, CountDownLatch done, CountDownLatch release) {}

  long logged() {
    return logged;
  }

  @Nullable
  Throwable failure() {
    return failure;
  }

  @Override
  public void run() {
    try {
      Subject.Caller caller = subject.newCaller();
      caller.log(0);
      ready.countDown();
      start.await();
      long deadline = Ticker.nanos() + millisMax * 1_000_000L;
      logged = latencies == null ? log(caller, deadline) : log(caller, deadline, latencies);
    } catch (Throwable e) { // told by the phase, which fails the trial
      failure = e;
    } finally {
      ready.countDown();
      done.countDown();
    }
    awaitRelease();
  }

  private long log(Subject.Caller caller, long deadline) {
    long n = 0;
    while (n < calls) {
      caller.log((int) n & (SampleEntries.COUNT - 1));
      n++;
      if ((n & (CALLS_PER_LOOK - 1)) == 0 && Ticker.nanos() - deadline >= 0) {
        break;
      }
    }
    return n;
  }

  private long log(Subject.Caller caller, long deadline, Histogram into) {
    long n = 0;
    while (n < calls) {
      long before = Ticker.nanos();
      caller.log((int) n & (SampleEntries.COUNT - 1));
      long after = Ticker.nanos();
      into.recordValue(Math.min(after - before, into.getHighestTrackableValue()));
      n++;
      if (after - deadline >= 0) {
        break;
      }
    }
    return n;
  }

  private void awaitRelease() {
    try {
      release.await();
    } catch (InterruptedException e) {
      interrupt(); // ends here anyway
    }
  }
}
