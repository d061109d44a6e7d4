package com.gt8004.analytics.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.store.Counted;
import com.gt8004.analytics.store.CustomerStore;
import com.gt8004.analytics.store.CustomerUsageStore;
import com.gt8004.analytics.store.CustomerUsageStore.Usage;
import com.gt8004.analytics.store.Period;
import com.gt8004.analytics.store.RollupStore;
import com.gt8004.analytics.store.RollupStore.Kind;
import com.gt8004.analytics.store.RollupStore.Named;
import com.gt8004.analytics.store.RollupStore.NamedPoint;
import com.gt8004.analytics.store.RollupStore.Step;
import com.gt8004.analytics.store.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code analytics}: how requests spread over protocols, tools, callers and money. Thread-safe. */
final class AnalyticsQuestion implements Question {
  private static final int DAYS = 30;
  private static final int TOOLS_MAX = 20;
  private static final int CALLERS_MAX = 10;
  private static final int HEALTH_MINUTES = 60;
  private static final Duration WEEK = Duration.ofDays(7);

  private final RollupStore rollups;
  private final CustomerStore customers;
  private final CustomerUsageStore usage;

  AnalyticsQuestion(RollupStore rollups, CustomerStore customers, CustomerUsageStore usage) {
    this.rollups = rollups;
    this.customers = customers;
    this.usage = usage;
  }

  @Override
  public Reply answer(Asked asked) throws BadQuestion {
    Period period = asked.days(DAYS);
    Scope scope = asked.scope();
    Counted total = rollups.total(scope, period);
    ObjectNode body = Json.put(Json.object(), period.onHours());
    protocols(body.putArray("protocol"), scope, period, total);
    List<Named> tools = rollups.byName(scope, Kind.TOOL, period, false);
    tools(body.putArray("tool_ranking"), merged(tools, null));
    health(body.putObject("health"), scope, asked.now(), period);
    customers(body.putObject("customers"), asked, period);
    revenue(body.putObject("revenue"), scope, total, asked.now());
    dailyByProtocol(body.putArray("daily_by_protocol"), scope, period);
    tools(body.putArray("mcp_tools"), merged(tools, "mcp"));
    callers(body.putArray("a2a_partners"), usageOf(scope, "a2a", period));
    endpoints(body.putArray("a2a_endpoints"), scope, period);
    return Json.reply(body);
  }

  private void protocols(ArrayNode array, Scope scope, Period period, Counted total) {
    for (Named each : rollups.byName(scope, Kind.PROTOCOL, period, false)) {
      Counted counted = each.counted();
      Json.percentiles(
              array
                  .addObject()
                  .put("source", each.detail())
                  .put("protocol", each.name())
                  .put("request_count", counted.requests())
                  .put("percentage", Json.millis(100 * total.shareOf(counted.requests())))
                  .put("avg_response_ms", counted.avgResponseMs())
                  .put("error_rate", Json.rate(counted.errorRate())),
              counted)
          .put("revenue", counted.revenue());
    }
  }

  /** Tools over all protocols or one; entries without a tool are none. */
  private static Map<String, Counted> merged(List<Named> tools, @Nullable String protocol) {
    Map<String, Counted> merged = new LinkedHashMap<>();
    for (Named each : tools) {
      boolean meant = protocol == null || protocol.equals(each.detail());
      if (meant && !each.name().isEmpty()) {
        merged.merge(each.name(), each.counted(), Counted::plus);
      }
    }
    return merged;
  }

  private static void tools(ArrayNode array, Map<String, Counted> tools) {
    List<Map.Entry<String, Counted>> ranked = new ArrayList<>(tools.entrySet());
    ranked.sort(Comparator.comparing(each -> -each.getValue().requests()));
    for (Map.Entry<String, Counted> each : ranked.subList(0, Math.min(TOOLS_MAX, ranked.size()))) {
      Counted counted = each.getValue();
      Json.percentiles(
              array
                  .addObject()
                  .put("tool_name", each.getKey())
                  .put("call_count", counted.requests())
                  .put("errors", counted.errors())
                  .put("error_rate", Json.rate(counted.errorRate()))
                  .put("avg_response_ms", counted.avgResponseMs()),
              counted)
          .put("payments", counted.payments())
          .put("revenue", counted.revenue())
          .put("unproven_revenue", counted.unproven());
    }
  }

  private void health(ObjectNode health, Scope scope, Instant now, Period period) {
    Instant until = now.plusSeconds(60);
    Counted counted = rollups.total(
        scope, new Period(until.minus(Duration.ofMinutes(HEALTH_MINUTES)), until, period.zone()));
    long paid = counted.paymentRequired();
    long succeeded = counted.requests() - counted.errors() - paid;
    health
        .put("error_rate", Json.rate(counted.errorRate()))
        .put("payment_rate", Json.rate(counted.shareOf(paid)))
        .put("timeout_rate", Json.rate(counted.shareOf(counted.timeouts())))
        .put("success_rate", Json.rate(counted.shareOf(succeeded)))
        .put("total_requests", counted.requests())
        .put("error_count", counted.errors())
        .put("payment_count", paid)
        .put("timeout_count", counted.timeouts())
        .put("window_minutes", HEALTH_MINUTES);
  }

  private void customers(ObjectNode node, Asked asked, Period period) {
    Instant now = asked.now();
    CustomerStore.Summary summary = customers.summary(
        asked.scope(),
        now.minus(Duration.ofHours(1)),
        now.minus(Duration.ofDays(1)),
        now.minus(WEEK));
    node.put("total_customers", summary.total())
        .put("new_this_week", summary.firstSeenSince())
        .put("returning_this_week", summary.returningSince());
    callers(node.putArray("top_callers"), usageOf(asked.scope(), null, period));
  }

  private List<Usage> usageOf(Scope scope, @Nullable String protocol, Period period) {
    return usage.top(
        scope,
        protocol,
        period.from().atZone(period.zone()).toLocalDate(),
        period.until().minusSeconds(1).atZone(period.zone()).toLocalDate().plusDays(1),
        CALLERS_MAX);
  }

  private static void callers(ArrayNode array, List<Usage> callers) {
    for (Usage each : callers) {
      array
          .addObject()
          .put("agent_id", each.agentId())
          .put("customer_id", each.name())
          .put("request_count", each.requests())
          .put("call_count", each.requests())
          .put("revenue", each.revenue())
          .put("avg_response_ms", each.avgResponseMs())
          .put("error_rate", Json.rate(each.errorRate()))
          .put("last_seen_at", each.lastAt().toString());
    }
  }

  private void revenue(ObjectNode node, Scope scope, Counted total, Instant now) {
    long known = customers.summary(scope, now, now, now).total();
    node.put("total_revenue", total.revenue())
        .put("unproven_revenue", total.unproven())
        .put("payment_count", total.payments())
        .put("required_count", total.paymentRequired())
        .put("conversion_rate", PaymentsQuestion.conversion(total))
        .put("avg_per_request", PaymentsQuestion.each(total.revenue(), total.requests()))
        .put("arpu", PaymentsQuestion.each(total.revenue(), known));
  }

  private void dailyByProtocol(ArrayNode array, Scope scope, Period period) {
    for (NamedPoint point : rollups.seriesByName(scope, Kind.PROTOCOL, period, Step.DAY)) {
      array
          .addObject()
          .put("date", point.start().atZone(period.zone()).toLocalDate().toString())
          .put("source", point.detail())
          .put("protocol", point.name())
          .put("requests", point.counted().requests())
          .put("errors", point.counted().errors())
          .put("revenue", point.counted().revenue());
    }
  }

  private void endpoints(ArrayNode array, Scope scope, Period period) {
    List<Named> all = rollups.byName(scope, Kind.ENDPOINT, period, false);
    for (Named each : all.subList(0, Math.min(CALLERS_MAX, all.size()))) {
      array
          .addObject()
          .put("endpoint", each.name())
          .put("method", each.detail())
          .put("call_count", each.counted().requests())
          .put("avg_response_ms", each.counted().avgResponseMs())
          .put("error_rate", Json.rate(each.counted().errorRate()))
          .put("revenue", each.counted().revenue());
    }
  }
}
