package com.gt8004.cli;

import com.gt8004.cli.child.ForegroundChild;
import com.gt8004.cli.child.Program;
import com.gt8004.cli.console.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs the shipper in the foreground. */
@Command(
    name = "ship",
    header =
        "Run the shipper in the foreground: it posts what the queues hold, until it is stopped.",
    description = "Everything behind \"ship\" is the shipper's own; gt8004 ship --help lists it.",
    footer = {
      "",
      "Examples:",
      "  GT8004_API_KEY=gt8004_sk_… gt8004 ship --ingest-url http://localhost:9093/v1/ingest",
      "  gt8004 ship --config conf/production.yaml",
      "  gt8004 ship --until-empty          drain and exit, for cron, CI and init containers",
      "  gt8004 ship --config my.yaml --check-config"
    })
final class ShipCommand implements Callable<Integer> {
  private final GlobalOptions options;
  private final Console console;

  @Parameters(
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = "Handed to the shipper as they are.")
  List<String> arguments = new ArrayList<>();

  ShipCommand(GlobalOptions options, Console console) {
    this.options = options;
    this.console = console;
  }

  @Override
  public Integer call() {
    return ForegroundChild.run(
        Program.SHIPPER.command(
            Program.optionsOfUser(console.environment()), arguments(options, arguments)),
        console.errIsTerminal());
  }

  /** The shipper's arguments; what stood before "ship" is the shipper's as well. */
  static List<String> arguments(GlobalOptions options, List<String> own) {
    List<String> all = new ArrayList<>();
    String queueRoot = options.queueRoot;
    if (queueRoot != null) {
      all.add("--queue-root");
      all.add(queueRoot);
    }
    for (String name : options.names) {
      all.add("--queue");
      all.add(name);
    }
    all.addAll(own);
    return all;
  }
}
