package com.gt8004.analytics.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.server.CannotStartException;
import com.gt8004.analytics.store.Database;
import com.gt8004.analytics.store.Recount;
import com.gt8004.analytics.store.Recount.Recounted;
import com.gt8004.analytics.store.Recount.Totals;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Derives totals, rollups and sequences of journals from rows again. */
@Command(
    name = "recount",
    description = {
      "Derives totals, rollups and the sequences of journals again from the rows that are there, for instance after rows"
          + " were deleted by hand. One transaction for each agent, beside a running service; that agent's batches wait"
          + " meanwhile.",
      "Of days that were dropped (gt8004-analytics expire) there are no rows: what is known of them stays."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gt8004-analytics recount",
      "  gt8004-analytics recount --agent my-agent --output json"
    })
final class RecountCommand extends DatabaseCommand {
  @Option(names = "--agent", paramLabel = "ID", description = "Only this agent. Default: all.")
  private @Nullable String agent;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Default: text.")
  private Output output = Output.text;

  @Override
  int on(Database database, PrintWriter out) throws CannotStartException {
    Recount recount = new Recount(database);
    List<Recounted> recounted = new ArrayList<>();
    for (String each : agent == null ? recount.agents() : List.of(agent)) {
      Recounted result = recount.of(each);
      if (result != null) {
        recounted.add(result);
      } else if (agent != null) {
        throw new CannotStartException("no agent \"" + agent + "\"; see: agents list");
      }
    }
    if (output == Output.json) {
      json(recounted, out);
    } else {
      recounted.forEach(each -> text(each, out));
    }
    return 0;
  }

  private static void text(Recounted recounted, PrintWriter out) {
    Totals before = recounted.before();
    Totals after = recounted.after();
    out.println(recounted.agentId() + ": " + after.requests() + " requests"
        + (recounted.changed()
            ? ", were " + before.requests() + "; mean " + after.avgResponseMs() + " ms, was "
                + before.avgResponseMs() + "; revenue " + after.revenueUsdc().toPlainString()
                + ", was " + before.revenueUsdc().toPlainString()
            : ", as before"));
  }

  private static void json(List<Recounted> recounted, PrintWriter out) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    ArrayNode agents = all.putArray("agents");
    for (Recounted each : recounted) {
      ObjectNode agent = agents.addObject().put("agent_id", each.agentId());
      agent.put("changed", each.changed());
      agent.set("before", totals(each.before()));
      agent.set("after", totals(each.after()));
    }
    out.println(Output.line(all));
  }

  private static ObjectNode totals(Totals totals) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("total_requests", totals.requests())
        .put("avg_response_ms", totals.avgResponseMs())
        .put("total_revenue_usdc", totals.revenueUsdc());
  }
}
