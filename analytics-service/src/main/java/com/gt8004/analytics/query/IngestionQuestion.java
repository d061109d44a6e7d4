package com.gt8004.analytics.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.store.AgentTotals;
import com.gt8004.analytics.store.LatencyHistogram;
import com.gt8004.analytics.store.Period;
import com.gt8004.analytics.store.StatsStore;
import com.gt8004.analytics.store.WireStore;
import com.gt8004.analytics.store.WireStore.Hour;
import com.gt8004.analytics.store.WireStore.Kept;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code ingestion} and {@code agents}: what came over the wire and how late, and whose. Thread-safe.
 */
final class IngestionQuestion {
  private static final int AGENTS_MAX = 1_000;

  private final WireStore wire;
  private final StatsStore stats;

  IngestionQuestion(WireStore wire, StatsStore stats) {
    this.wire = wire;
    this.stats = stats;
  }

  Reply health(Asked asked) throws BadQuestion {
    Period period = asked.recent(Duration.ofDays(1));
    List<Hour> hours = wire.hours(asked.scope(), period);
    ObjectNode body = Json.put(Json.object(), period.onHours());
    long[] sums = new long[6];
    BigDecimal maxLag = BigDecimal.ZERO;
    LatencyHistogram lag = LatencyHistogram.EMPTY;
    ArrayNode series = body.putArray("series");
    for (Hour hour : hours) {
      long[] counts = {
        hour.batches(),
        hour.entries(),
        hour.stored(),
        hour.duplicates(),
        hour.rejected(),
        hour.expired()
      };
      for (int i = 0; i < sums.length; i++) {
        sums[i] += counts[i];
      }
      maxLag = maxLag.max(hour.maxLagMs());
      lag = lag.plus(hour.lag());
      put(
          series.addObject().put("start", hour.start().toString()),
          counts,
          hour.lag(),
          hour.maxLagMs());
    }
    put(body, sums, lag, maxLag);
    Json.buckets(body.putArray("lag_histogram"), lag);
    Kept kept = wire.kept(asked.scope());
    body.put("expired_before", text(kept.expiredBefore()))
        .put("bodies_before", text(kept.bodiesBefore()))
        .put("odd_times", kept.oddTimes());
    return Json.reply(body);
  }

  private static void put(ObjectNode node, long[] counts, LatencyHistogram lag, BigDecimal maxLag) {
    double max = maxLag.doubleValue();
    node.put("batches", counts[0])
        .put("entries", counts[1])
        .put("stored", counts[2])
        .put("duplicates", counts[3])
        .put("rejected", counts[4])
        .put("expired", counts[5])
        .put("p50_lag_ms", Json.millis(lag.percentile(0.5, max)))
        .put("p95_lag_ms", Json.millis(lag.percentile(0.95, max)))
        .put("p99_lag_ms", Json.millis(lag.percentile(0.99, max)))
        .put("max_lag_ms", maxLag);
  }

  private static @Nullable String text(@Nullable LocalDate day) {
    return day == null ? null : day.toString();
  }

  Reply agents(Asked asked) {
    List<AgentTotals> agents = stats.busiest(asked.scope(), AGENTS_MAX);
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("agents");
    for (AgentTotals each : agents) {
      array
          .addObject()
          .put("agent_id", each.agentId())
          .put("total_requests", each.totalRequests())
          .put("avg_response_ms", each.avgResponseMs())
          .put("total_revenue_usdc", each.totalRevenueUsdc())
          .put("unproven_revenue_usdc", each.unprovenRevenueUsdc())
          .put("duplicate_entries", each.duplicateEntries())
          .put("rejected_entries", each.rejectedEntries())
          .put("sdk_connected_at", Json.time(each.sdkConnectedAt()))
          .put("last_received_at", Json.time(each.lastReceivedAt()));
    }
    return Json.reply(body);
  }
}
