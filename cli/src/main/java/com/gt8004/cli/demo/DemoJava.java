package com.gt8004.cli.demo;

import com.gt8004.cli.child.BackgroundChild;
import com.gt8004.cli.console.CommandFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How the demo's programs run: small, quick to start, and told when they are ready. */
final class DemoJava {
  /** A first start unpacks and initialises a database; slow machines need most of a minute. */
  static final Duration READY = Duration.ofMinutes(2);

  private static final int POLL_MILLIS = 50;

  private DemoJava() {}

  /** Options that keep the whole demo within 2 GB and start fast. */
  static List<String> options(int heapMegabytes) {
    return List.of(
        "-Xmx" + heapMegabytes + "m",
        "-XX:MaxMetaspaceSize=128m",
        "-XX:ReservedCodeCacheSize=64m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto");
  }

  /**
   * Waits until a line of the child said that it is ready.
   *
   * @throws CommandFailure if it ended instead or took too long, with its last lines
   */
  static void awaitReady(BackgroundChild child, CountDownLatch ready) throws InterruptedException {
    long tries = READY.toMillis() / POLL_MILLIS;
    for (long i = 0; i < tries; i++) {
      if (ready.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
      if (!child.alive()) {
        throw ended(child);
      }
    }
    throw CommandFailure.failed("the " + child.name() + " was not ready after " + READY.toSeconds()
        + " s; it said:\n" + child.lastLines());
  }

  /** A child that ended though nobody asked it to. */
  static CommandFailure ended(BackgroundChild child) {
    return CommandFailure.failed("the " + child.name() + " ended by itself with exit code "
        + child.exitCode() + "; it said:\n" + child.lastLines());
  }
}
