package com.gt8004.analytics.command;

import com.gt8004.analytics.store.AgentStore;
import com.gt8004.analytics.store.Database;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists keys by prefix. */
@Command(
    name = "list",
    description = "Lists agents and their keys by prefix.",
    footerHeading = "%nExample:%n",
    footer = "  gt8004-analytics agents list --output json")
final class AgentsListCommand extends DatabaseCommand {
  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Default: text.")
  private Output output = Output.text;

  @Override
  int on(Database database, PrintWriter out) {
    KeyTable keys = new KeyTable(new AgentStore(database).keys(null));
    keys.print(out, output, "keys", "no agents yet; add one with: agents add AGENT_ID");
    return 0;
  }
}
