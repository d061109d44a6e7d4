package com.gt8004.analytics.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.gt8004.analytics.store.AgentStore;
import com.gt8004.analytics.store.ApiKey;
import com.gt8004.analytics.store.Database;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives an agent a key. */
@Command(
    name = "add",
    description =
        "Gives an agent a new API key, making the agent if it is new. The key is shown once.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gt8004-analytics agents add my-agent",
      "  gt8004-analytics agents add my-agent --output json"
    })
final class AgentsAddCommand extends DatabaseCommand {
  private static final int AGENT_ID_MAX = 128;

  @Parameters(paramLabel = "AGENT_ID", description = "1 to 128 characters.")
  private String agentId = "";

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Default: text.")
  private Output output = Output.text;

  @Override
  void check() {
    if (agentId.isBlank()
        || agentId.codePointCount(0, agentId.length()) > AGENT_ID_MAX
        || agentId.chars().anyMatch(Character::isISOControl)) {
      throw usage("AGENT_ID must have 1 to " + AGENT_ID_MAX
          + " characters, no control characters among them");
    }
  }

  @Override
  int on(Database database, PrintWriter out) {
    ApiKey key = ApiKey.random();
    new AgentStore(database).addKey(agentId, key);
    if (output == Output.json) {
      out.println(Output.line(JsonNodeFactory.instance
          .objectNode()
          .put("agent_id", agentId)
          .put("api_key", key.reveal())
          .put("key_prefix", key.prefix())));
    } else {
      out.println("agent    " + agentId);
      out.println("API key  " + key.reveal());
      out.println("It is stored as a hash only and will not be shown again.");
    }
    return 0;
  }
}
