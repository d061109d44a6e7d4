package com.gt8004.cli;

import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ProgressLine;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.Replay;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One run of a replay under a person's eyes: a line of progress, and an end that Ctrl-C makes clean, so that
 * what was answered for is not sent again.
 */
final class ReplaySession implements AutoCloseable {
  /** As long as a cancelled replay waits for answers, and a little. */
  private static final long END_SECONDS_MAX = 6;

  private static final Duration QUIET = Duration.ofMillis(500);

  private final Console console;
  private final EpochClock clock;
  private final String queue;
  private final Replay replay;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final long passedBefore;

  /**
   * A run that begins now.
   *
   * @param passedBefore entries that an earlier run has gone past
   */
  ReplaySession(Console console, EpochClock clock, String queue, Replay replay, long passedBefore) {
    this.console = console;
    this.clock = clock;
    this.queue = queue;
    this.replay = replay;
    this.passedBefore = passedBefore;
    if (!console.beforeEnd(this::stop)) {
      replay.cancel();
    }
  }

  /** Runs it to its end. */
  Replay.Result run() throws IOException {
    try (ProgressLine progress = new ProgressLine(console, clock, QUIET)) {
      return replay.run(step -> {
        if (step.waiting() == null) {
          progress.show(queue, step.passed(), step.total(), passedBefore);
        } else {
          progress.show(queue + ": waiting: " + step.waiting());
        }
      });
    }
  }

  /** The process is told to stop: it does when the main thread has said how far it came. */
  private void stop() {
    replay.cancel();
    try {
      boolean unused = ended.await(END_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All is said. */
  @Override
  public void close() {
    try {
      console.flush();
    } finally {
      console.nothingBeforeEnd();
      ended.countDown();
    }
  }
}
