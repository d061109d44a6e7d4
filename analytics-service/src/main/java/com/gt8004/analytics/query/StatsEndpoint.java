package com.gt8004.analytics.query;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.http.Call;
import com.gt8004.analytics.http.Endpoint;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.store.AgentTotals;
import com.gt8004.analytics.store.StatsStore;
import com.gt8004.analytics.store.StatsStore.Span;
import com.gt8004.analytics.store.StoreFailure;
import com.gt8004.analytics.time.ServiceClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/agents/{id}/stats}, for whoever holds that agent's key. Thread-safe. */
public final class StatsEndpoint implements Endpoint {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration MONTH = Duration.ofDays(30);

  private final Function<String, @Nullable String> agentOfKey;
  private final StatsStore stats;
  private final ServiceClock clock;

  /**
   * @param agentOfKey the agent whose key a text is, or null
   */
  public StatsEndpoint(
      Function<String, @Nullable String> agentOfKey, StatsStore stats, ServiceClock clock) {
    this.agentOfKey = agentOfKey;
    this.stats = stats;
    this.clock = clock;
  }

  @Override
  public Reply answer(Call call) {
    try {
      return answerFor(call.bearerKey(), call.pathArgument());
    } catch (StoreFailure e) {
      if (e.kind() != StoreFailure.Kind.AWAY) {
        throw e;
      }
      return Reply.unavailable("the database is away", 5);
    }
  }

  private Reply answerFor(@Nullable String key, String agentId) {
    String owner = key == null ? null : agentOfKey.apply(key);
    if (owner == null) {
      return Reply.error(401, "authorization required: send Authorization: Bearer <key>")
          .with("WWW-Authenticate", "Bearer");
    }
    if (!owner.equals(agentId)) {
      return Reply.error(403, "api key does not belong to this agent");
    }
    AgentTotals totals = stats.totals(agentId);
    return totals == null ? Reply.error(404, "agent not found") : Reply.json(200, body(totals));
  }

  private ObjectNode body(AgentTotals totals) {
    Instant now = clock.now();
    Span ever = stats.since(totals.agentId(), Instant.EPOCH);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("agent_id", totals.agentId());
    body.put("total_requests", totals.totalRequests());
    body.put("today_requests", requestsSince(totals, now.truncatedTo(ChronoUnit.DAYS)));
    body.put("week_requests", requestsSince(totals, now.minus(WEEK)));
    body.put("month_requests", requestsSince(totals, now.minus(MONTH)));
    body.put("total_revenue_usdc", totals.totalRevenueUsdc());
    body.put("paid_count", ever.payments());
    body.put("required_count", ever.paymentRequired());
    body.put("avg_response_ms", totals.avgResponseMs());
    body.put("error_rate", ever.requests() == 0 ? 0.0 : (double) ever.errors() / ever.requests());
    body.put("duplicate_entries", totals.duplicateEntries());
    body.put("duplicate_batches", totals.duplicateBatches());
    body.put("rejected_entries", totals.rejectedEntries());
    body.put("sdk_connected_at", text(totals.sdkConnectedAt()));
    body.put("last_received_at", text(totals.lastReceivedAt()));
    return body;
  }

  private long requestsSince(AgentTotals totals, Instant from) {
    return stats.since(totals.agentId(), from).requests();
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
