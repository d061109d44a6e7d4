package com.gt8004.analytics.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.server.CannotStartException;
import com.gt8004.analytics.store.AgentTotals;
import com.gt8004.analytics.store.Database;
import com.gt8004.analytics.store.StatsStore;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** An agent's counters, and its rows counted one by one beside them. */
@Command(
    name = "counters",
    description = "Shows an agent's totals, and its rows counted one by one beside them.",
    footerHeading = "%nExample:%n",
    footer = "  gt8004-analytics counters --agent my-agent --output json")
final class CountersCommand extends DatabaseCommand {
  @Option(names = "--agent", paramLabel = "ID", required = true, description = "Whose counters.")
  private String agent = "";

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Default: text.")
  private Output output = Output.text;

  @Override
  int on(Database database, PrintWriter out) throws CannotStartException {
    StatsStore stats = new StatsStore(database);
    AgentTotals totals = stats.totals(agent);
    if (totals == null) {
      throw new CannotStartException("no agent \"" + agent + "\"; see: agents list");
    }
    ObjectNode counters = JsonNodeFactory.instance
        .objectNode()
        .put("rows", stats.rows(agent))
        .put("total_requests", totals.totalRequests())
        .put("avg_response_ms", totals.avgResponseMs())
        .put("total_revenue_usdc", totals.totalRevenueUsdc())
        .put("duplicate_entries", totals.duplicateEntries())
        .put("duplicate_batches", totals.duplicateBatches())
        .put("rejected_entries", totals.rejectedEntries());
    if (output == Output.json) {
      out.println(Output.line(counters));
    } else {
      for (Map.Entry<String, JsonNode> counter : counters.properties()) {
        out.printf("%-20s %s%n", counter.getKey(), counter.getValue().asText());
      }
    }
    return 0;
  }
}
