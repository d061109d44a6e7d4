package com.gt8004.analytics.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.http.Call;
import com.gt8004.analytics.http.Endpoint;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.store.AgentTotals;
import com.gt8004.analytics.store.Scope;
import com.gt8004.analytics.store.StatsStore;
import com.gt8004.analytics.store.StatsStore.Everything;
import com.gt8004.analytics.store.StatsStore.Minute;
import com.gt8004.analytics.store.StoreFailure;
import com.gt8004.analytics.time.ServiceClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/dashboard/overview}: the numbers of the Overview page, of all agents that one may see.
 * Thread-safe.
 */
public final class OverviewEndpoint implements Endpoint {
  private static final int MINUTES = 60;
  private static final int AGENTS_MAX = 100;
  private static final Duration ACTIVE_WITHIN = Duration.ofDays(1);

  private final Function<Call, @Nullable Scope> gate;
  private final StatsStore stats;
  private final ServiceClock clock;

  /**
   * @param gate what a request may see, or null where it does not say who asks
   */
  public OverviewEndpoint(
      Function<Call, @Nullable Scope> gate, StatsStore stats, ServiceClock clock) {
    this.gate = gate;
    this.stats = stats;
    this.clock = clock;
  }

  @Override
  public Reply answer(Call call) {
    try {
      Scope scope = gate.apply(call);
      return scope == null
          ? Reply.error(401, "log in, or send Authorization: Bearer <key>")
          : Reply.json(200, body(scope)).with("Cache-Control", "no-store");
    } catch (StoreFailure e) {
      if (e.kind() != StoreFailure.Kind.AWAY) {
        throw e;
      }
      return Reply.unavailable("the database is away", 5);
    }
  }

  private ObjectNode body(Scope scope) {
    Instant now = clock.now();
    Everything everything = stats.everything(scope, now.minus(ACTIVE_WITHIN));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("generated_at", now.toString());
    body.put("total_agents", everything.agents());
    body.put("active_agents", everything.activeAgents());
    body.put("total_requests", everything.totalRequests());
    body.put(
        "today_requests",
        stats.since(scope.agentId(), now.truncatedTo(ChronoUnit.DAYS)).requests());
    body.put("avg_response_ms", everything.avgResponseMs());
    body.put("total_revenue_usdc", everything.totalRevenueUsdc());
    body.put("unproven_revenue_usdc", everything.unprovenRevenueUsdc());
    putMinutes(body.putArray("requests_per_minute"), scope, now);
    ArrayNode agents = body.putArray("agents");
    for (AgentTotals totals : stats.busiest(scope, AGENTS_MAX)) {
      putAgent(agents.addObject(), totals);
    }
    return body;
  }

  /** The last hour, the running minute included, and the minutes without requests as well. */
  private void putMinutes(ArrayNode minutes, Scope scope, Instant now) {
    Instant until = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    Instant from = until.minus(MINUTES, ChronoUnit.MINUTES);
    Map<Instant, Minute> busy = new HashMap<>();
    for (Minute minute : stats.minutes(scope, from, until)) {
      busy.put(minute.minute(), minute);
    }
    for (Instant at = from; at.isBefore(until); at = at.plus(1, ChronoUnit.MINUTES)) {
      Minute minute = busy.getOrDefault(at, new Minute(at, 0, 0));
      minutes
          .addObject()
          .put("minute", at.toString())
          .put("requests", minute.requests())
          .put("errors", minute.errors());
    }
  }

  private static void putAgent(ObjectNode agent, AgentTotals totals) {
    agent.put("agent_id", totals.agentId());
    agent.put("total_requests", totals.totalRequests());
    agent.put("avg_response_ms", totals.avgResponseMs());
    agent.put("total_revenue_usdc", totals.totalRevenueUsdc());
    agent.put("unproven_revenue_usdc", totals.unprovenRevenueUsdc());
    agent.put("duplicate_entries", totals.duplicateEntries());
    agent.put("rejected_entries", totals.rejectedEntries());
    agent.put("sdk_connected_at", text(totals.sdkConnectedAt()));
    agent.put("last_received_at", text(totals.lastReceivedAt()));
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
