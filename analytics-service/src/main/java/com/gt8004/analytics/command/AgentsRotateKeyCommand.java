package com.gt8004.analytics.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.server.CannotStartException;
import com.gt8004.analytics.store.AgentStore;
import com.gt8004.analytics.store.AgentStore.KeyInfo;
import com.gt8004.analytics.store.ApiKey;
import com.gt8004.analytics.store.Database;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replaces an agent's keys without a moment in which none is valid. */
@Command(
    name = "rotate-key",
    description =
        "Gives an agent a new API key, shown once, and lets its other keys end after the overlap: time to hand the new one"
            + " to the shipper, which takes a changed key file without a restart.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gt8004-analytics agents rotate-key my-agent",
      "  gt8004-analytics agents rotate-key my-agent --overlap 30m --output json"
    })
final class AgentsRotateKeyCommand extends DatabaseCommand {
  private static final Pattern OVERLAP = Pattern.compile("(\\d{1,4})([smhd])");

  @Parameters(paramLabel = "AGENT_ID", description = "An agent that there is.")
  private String agentId = "";

  @Option(
      names = "--overlap",
      paramLabel = "TIME",
      defaultValue = "24h",
      description = "How long the other keys stay valid: a number with s, m, h or d. Default: 24h.")
  private String overlap = "";

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Default: text.")
  private Output output = Output.text;

  @Override
  void check() {
    overlap();
  }

  private Duration overlap() {
    Matcher matcher = OVERLAP.matcher(overlap);
    if (!matcher.matches()) {
      throw usage(
          "--overlap is \"" + overlap + "\"; it must be a number with s, m, h or d, such as 24h");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  @Override
  int on(Database database, PrintWriter out) throws CannotStartException {
    ApiKey key = ApiKey.random();
    List<KeyInfo> ending = new AgentStore(database).rotate(agentId, key, overlap());
    if (ending == null) {
      throw new CannotStartException("no agent \"" + agentId + "\"; see: agents list");
    }
    if (output == Output.json) {
      ObjectNode json = new KeyTable(ending).tree("ending");
      out.println(Output.line(JsonNodeFactory.instance
          .objectNode()
          .put("agent_id", agentId)
          .put("api_key", key.reveal())
          .put("key_prefix", key.prefix())
          .setAll(json)));
    } else {
      out.println("agent    " + agentId);
      out.println("API key  " + key.reveal());
      out.println("It is stored as a hash only and will not be shown again.");
      ending.forEach(each -> out.println(each.keyPrefix() + "…  valid until " + each.revokedAt()));
    }
    return 0;
  }
}
