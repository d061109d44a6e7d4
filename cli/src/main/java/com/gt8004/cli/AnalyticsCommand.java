package com.gt8004.cli;

import com.gt8004.cli.child.ForegroundChild;
import com.gt8004.cli.child.Program;
import com.gt8004.cli.console.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs the analytics service, or one of its commands, in the foreground. */
@Command(
    name = "analytics",
    header = "Run the analytics service in the foreground, or one of its commands.",
    description =
        "Everything behind \"analytics\" is the service's own; gt8004 analytics --help lists it.",
    footer = {
      "",
      "Examples:",
      "  gt8004 analytics                       serve on 127.0.0.1:9093 with a database of its own",
      "  gt8004 analytics serve --database-url jdbc:postgresql://db/analytics",
      "  gt8004 analytics agents add my-agent   make an API key; it is shown once",
      "  gt8004 analytics export --agent my-agent"
    })
final class AnalyticsCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = "Handed to the service as they are.")
  List<String> arguments = new ArrayList<>();

  AnalyticsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return ForegroundChild.run(
        Program.ANALYTICS.command(Program.optionsOfUser(console.environment()), arguments),
        console.errIsTerminal());
  }
}
