package com.gt8004.analytics.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.store.AgentTotals;
import com.gt8004.analytics.store.Counted;
import com.gt8004.analytics.store.CustomerStore;
import com.gt8004.analytics.store.Period;
import com.gt8004.analytics.store.RollupStore;
import com.gt8004.analytics.store.RollupStore.Point;
import com.gt8004.analytics.store.RollupStore.Step;
import com.gt8004.analytics.store.Scope;
import com.gt8004.analytics.store.StatsStore;
import com.gt8004.analytics.store.StatsStore.Everything;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;

/** {@code stats} and {@code stats/daily}: totals since ever, and day by day. Thread-safe. */
final class StatsQuestion {
  private static final int DAYS = 30;
  private static final int WEEK = 7;

  /** Farther than any event may be: rollups answer for all of it at the cost of what there is. */
  private static final Instant EVER = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant FOR_EVER = Instant.parse("9999-12-31T00:00:00Z");

  private final StatsStore stats;
  private final RollupStore rollups;
  private final CustomerStore customers;

  StatsQuestion(StatsStore stats, RollupStore rollups, CustomerStore customers) {
    this.stats = stats;
    this.rollups = rollups;
    this.customers = customers;
  }

  Reply totals(Asked asked) throws BadQuestion {
    ZoneId zone = asked.zone();
    Counted ever = rollups.total(asked.scope(), new Period(EVER, FOR_EVER, zone));
    ObjectNode body = Json.object();
    String agentId = asked.scope().agentId();
    AgentTotals totals = agentId == null ? null : stats.totals(agentId);
    if (agentId != null && totals == null) {
      return Reply.error(404, "agent not found");
    }
    body.put("agent_id", agentId);
    Everything everything = stats.everything(asked.scope(), asked.now());
    body.put("total_requests", everything.totalRequests());
    body.put("today_requests", since(asked, zone, 1));
    body.put("week_requests", since(asked, zone, WEEK));
    body.put("month_requests", since(asked, zone, DAYS));
    body.put("total_revenue_usdc", everything.totalRevenueUsdc());
    body.put("unproven_revenue_usdc", everything.unprovenRevenueUsdc());
    body.put("paid_count", ever.payments());
    body.put("required_count", ever.paymentRequired());
    body.put("avg_response_ms", everything.avgResponseMs());
    body.put("error_rate", Json.rate(ever.errorRate()));
    if (totals != null) {
      body.put("duplicate_entries", totals.duplicateEntries());
      body.put("duplicate_batches", totals.duplicateBatches());
      body.put("rejected_entries", totals.rejectedEntries());
      body.put("sdk_connected_at", Json.time(totals.sdkConnectedAt()));
      body.put("last_received_at", Json.time(totals.lastReceivedAt()));
    }
    return Json.reply(body);
  }

  /** Requests of so many days of the zone, today included. */
  private long since(Asked asked, ZoneId zone, int days) {
    LocalDate today = asked.now().atZone(zone).toLocalDate();
    Instant from = today.minusDays(days - 1L).atStartOfDay(zone).toInstant();
    return rollups.total(asked.scope(), new Period(from, FOR_EVER, zone)).requests();
  }

  Reply daily(Asked asked) throws BadQuestion {
    Period period = asked.days(DAYS);
    Scope scope = asked.scope();
    Map<LocalDate, Long> unique = customers.uniqueByDay(
        scope,
        period.from().atZone(period.zone()).toLocalDate(),
        period.until().atZone(period.zone()).toLocalDate().plusDays(1));
    ObjectNode body = Json.put(Json.object(), period);
    ArrayNode days = body.putArray("stats");
    for (Point day : rollups.series(scope, period, Step.DAY)) {
      LocalDate date = day.start().atZone(period.zone()).toLocalDate();
      Json.putAll(days.addObject().put("date", date.toString()), day.counted())
          .put("unique_customers", unique.getOrDefault(date, 0L));
    }
    return Json.reply(body);
  }
}
