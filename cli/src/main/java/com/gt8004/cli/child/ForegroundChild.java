package com.gt8004.cli.child;

import com.gt8004.cli.console.CommandFailure;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program as if it had been started instead of us: it has our streams, ends with us, and its
 * exit code is ours.
 */
public final class ForegroundChild {
  /** Longer than a program's own bound for an orderly stop, which is ten seconds. */
  private static final int STOP_SECONDS = 15;

  private ForegroundChild() {}

  /**
   * The exit code of {@code command} once it ended; 128 + signal where a signal ended it.
   *
   * @param onTerminal whether a Ctrl-C reaches the child by itself
   */
  public static int run(List<String> command, boolean onTerminal) {
    Process child = start(command);
    if (onTerminal) {
      Interrupts.ignore();
    }
    // A signal to us alone (kill, a service manager) must reach the child, and we must outlive it.
    Thread stop = new Thread(() -> stop(child), "stop-child");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      return child.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      child.destroy();
      throw CommandFailure.failed("interrupted; the program was told to stop");
    } finally {
      forget(stop);
    }
  }

  private static Process start(List<String> command) {
    try {
      return new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      throw CommandFailure.failed("cannot start " + command.get(0) + ": " + e.getMessage());
    }
  }

  private static void forget(Thread stop) {
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException alreadyStopping) {
      // We were told to stop: the hook is at work and nothing is left to forget.
    }
  }

  private static void stop(Process child) {
    child.destroy();
    try {
      if (!child.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        child.destroyForcibly();
      }
      // The JVM would end with 128 + signal; whether the stop was orderly is for the child to say.
      Runtime.getRuntime().halt(child.waitFor());
    } catch (InterruptedException e) {
      child.destroyForcibly();
    }
  }
}
