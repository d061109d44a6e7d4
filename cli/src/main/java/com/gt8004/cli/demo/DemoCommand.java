package com.gt8004.cli.demo;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.sdk.queue.EpochClock;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything at once, to look at. */
@Command(
    name = "demo",
    header =
        "Everything at once on this machine: analytics service, shipper, a sample agent under load.",
    description = {
      "Starts an analytics service on an embedded database, a shipper and a sample agent, each its own process, and sends"
          + " the agent real HTTP requests. Prints the dashboard's address and live counts until Ctrl-C.",
      "With --entries the load ends after so many answered requests; then everything is counted from the table by the"
          + " client's own numbers. Exits 0 only if nothing that was acknowledged is missing, nothing is twice in the"
          + " table, and every stored body is what was sent."
    },
    footer = {
      "",
      "Examples:",
      "  gt8004 demo",
      "  gt8004 demo --entries 20000 --exit",
      "  gt8004 demo --entries 20000 --exit --chaos --output json"
    })
public final class DemoCommand implements Callable<Integer> {
  /** Numbers of requests are kept as bits: this many take 2 MB. */
  private static final long ENTRIES_MAX = 10_000_000;

  private final Console console;
  private final EpochClock clock;
  private final BooleanSupplier json;

  @Option(
      names = "--entries",
      paramLabel = "N",
      description =
          "End the load after N answered requests (1-10000000), as fast as they go. Default: 50 a second until Ctrl-C.")
  long entries;

  @Option(
      names = "--exit",
      description =
          "End after the count, instead of leaving the dashboard up until Ctrl-C. Needs --entries.")
  boolean exit;

  @Option(
      names = "--chaos",
      description =
          "Stop the service for ten seconds, kill shipper and agent midway, kill the shipper between reply and checkpoint. Needs --entries of at least 1000.")
  boolean chaos;

  @Option(
      names = "--keep",
      description = "Leave the folder with queue, database and logs, and say where it is.")
  boolean keep;

  /**
   * The command.
   *
   * @param json whether the result is wanted as JSON
   */
  public DemoCommand(Console console, EpochClock clock, BooleanSupplier json) {
    this.console = console;
    this.clock = clock;
    this.json = json;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (entries < 0 || entries > ENTRIES_MAX) {
      throw CommandFailure.usage("--entries is " + entries + ", allowed are 1 to " + ENTRIES_MAX);
    }
    if (exit && entries == 0) {
      throw CommandFailure.usage(
          "--exit needs --entries N: without it there is no end to exit after");
    }
    if (chaos && entries < Chaos.ENTRIES_MIN) {
      throw CommandFailure.usage("--chaos needs --entries of at least " + Chaos.ENTRIES_MIN
          + ", else the load is over before everything was tried");
    }
    return new Demo(console, clock, new DemoPlan(entries, exit, chaos, keep, json.getAsBoolean()))
        .run();
  }
}
