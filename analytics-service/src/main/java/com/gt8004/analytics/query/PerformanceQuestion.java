package com.gt8004.analytics.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.store.Counted;
import com.gt8004.analytics.store.Period;
import com.gt8004.analytics.store.RollupStore;
import com.gt8004.analytics.store.RollupStore.Kind;
import com.gt8004.analytics.store.RollupStore.Named;
import com.gt8004.analytics.store.RollupStore.Point;
import com.gt8004.analytics.store.RollupStore.Step;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * {@code performance}: one window and the one of the same length before it, side by side. Thread-safe.
 */
final class PerformanceQuestion implements Question {
  private static final Duration WINDOW = Duration.ofHours(24);
  private static final Duration BY_THE_MINUTE = Duration.ofHours(3);
  private static final Duration BY_THE_HOUR = Duration.ofDays(7);
  private static final int TOOLS_MAX = 20;

  private final RollupStore rollups;

  PerformanceQuestion(RollupStore rollups) {
    this.rollups = rollups;
  }

  @Override
  public Reply answer(Asked asked) throws BadQuestion {
    Period period = asked.recent(WINDOW);
    Counted now = rollups.total(asked.scope(), period);
    Counted before = rollups.total(asked.scope(), period.before());
    long succeeded = now.requests() - now.errors();
    double score = score(now);
    ObjectNode body = Json.percentiles(Json.put(Json.object(), period), now);
    body.put("avg_response_ms", now.avgResponseMs())
        .put("max_response_ms", now.maxResponseMs())
        .put("error_rate", Json.rate(now.errorRate()))
        .put("total_requests", now.requests())
        .put("success_requests", succeeded)
        .put("error_requests", now.errors())
        .put("requests_per_min", perMinute(now, period))
        .put("uptime", uptime(now))
        .put("health_score", Json.millis(score))
        .put("health_status", status(score, now))
        .put("health_delta", Json.millis(score - score(before)))
        .put("p95_delta_ms", Json.millis(now.percentile(0.95) - before.percentile(0.95)))
        .put("error_delta", Json.rate(now.errorRate() - before.errorRate()))
        .put(
            "throughput_delta", perMinute(now, period).subtract(perMinute(before, period.before())))
        .put("uptime_delta", uptime(now).subtract(uptime(before)));
    trends(body, asked, period);
    names(body.putArray("by_protocol"), asked, period, Kind.PROTOCOL, "protocol", "source");
    names(body.putArray("by_tool"), asked, period, Kind.TOOL, "tool_name", "protocol");
    Json.buckets(body.putArray("histogram"), now.latency());
    return Json.reply(body);
  }

  private void trends(ObjectNode body, Asked asked, Period period) {
    Duration length = Duration.between(period.from(), period.until());
    Step step = length.compareTo(BY_THE_MINUTE) <= 0
        ? Step.MINUTE
        : length.compareTo(BY_THE_HOUR) <= 0 ? Step.HOUR : Step.DAY;
    ArrayNode starts = body.putArray("trend_starts");
    ArrayNode p95 = body.putArray("p95_trend");
    ArrayNode errors = body.putArray("error_rate_trend");
    ArrayNode throughput = body.putArray("throughput_trend");
    ArrayNode up = body.putArray("uptime_trend");
    for (Point point : rollups.series(asked.scope(), period, step)) {
      starts.add(point.start().toString());
      p95.add(Json.millis(point.counted().percentile(0.95)));
      errors.add(Json.rate(point.counted().errorRate()));
      throughput.add(point.counted().requests());
      up.add(uptime(point.counted()));
    }
  }

  private void names(
      ArrayNode array, Asked asked, Period period, Kind kind, String name, String detail) {
    int count = 0;
    for (Named each : rollups.byName(asked.scope(), kind, period, false)) {
      if (!each.name().isEmpty() && count++ < TOOLS_MAX) {
        Json.putAll(
            array.addObject().put(name, each.name()).put(detail, each.detail()), each.counted());
      }
    }
  }

  private static BigDecimal perMinute(Counted counted, Period period) {
    return Json.millis((double) counted.requests() / Math.max(1, period.minutes()));
  }

  private static BigDecimal uptime(Counted counted) {
    return Json.millis((1 - counted.errorRate()) * 100);
  }

  /** The platform's own formula, of 100. */
  static double score(Counted counted) {
    double errors = (1 - counted.errorRate()) * 40;
    double speed = (1 - Math.min(counted.percentile(0.95) / 1_000, 1)) * 30;
    double up = (1 - counted.errorRate()) * 20;
    return errors + speed + up + (counted.requests() > 0 ? 10 : 0);
  }

  private static String status(double score, Counted counted) {
    if (counted.requests() == 0) {
      return "No data";
    }
    return score >= 90
        ? "Excellent"
        : score >= 70 ? "Good" : score >= 50 ? "Fair" : "Needs Attention";
  }
}
