package com.gt8004.cli;

import com.gt8004.cli.child.BackgroundChild;
import com.gt8004.cli.child.Program;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A shipper as a child process that ends when its queues are empty. */
final class DrainingShipper {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration STOP = Duration.ofSeconds(15);

  private static final String SUMMARY = "not everything could be shipped";

  private final ShipperArguments shipper;
  private final List<QueueDirectory> queues;

  DrainingShipper(ShipperArguments shipper, List<QueueDirectory> queues) {
    this.shipper = shipper;
    this.queues = queues;
  }

  /**
   * Returns when all is shipped.
   *
   * @param look called now and then meanwhile
   * @throws CommandFailure if the shipper gave up, with its last words
   */
  void run(Runnable look) throws IOException, InterruptedException {
    Path log = Files.createTempFile("gt8004-replay-", ".log");
    try {
      BackgroundChild child = BackgroundChild.start(
          "shipper",
          Program.SHIPPER.command(
              Program.optionsOfUser(shipper.environment()), shipper.untilEmpty(queues)),
          shipper.variables(),
          log,
          line -> {});
      Thread stop = new Thread(() -> stop(child), "stop-shipper");
      Runtime.getRuntime().addShutdownHook(stop);
      while (!child.await(LOOK_EVERY)) {
        look.run();
      }
      forget(stop);
      if (child.exitCode() != 0) {
        throw CommandFailure.failed(lastWords(child.lastLines()));
      }
    } finally {
      Files.deleteIfExists(log);
    }
  }

  /** The shipper ends with a summary of what it could not ship and why; its log before that is left out. */
  private static String lastWords(String lines) {
    int summary = lines.lastIndexOf(SUMMARY);
    return summary >= 0
        ? lines.substring(summary)
        : "not all was shipped; the shipper said: " + lines;
  }

  private static void stop(BackgroundChild child) {
    try {
      child.stop(STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread stop) {
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException alreadyStopping) {
      // Told to stop: the hook is at work.
    }
  }
}
