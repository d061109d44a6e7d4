package com.gt8004.analytics.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.store.Counted;
import com.gt8004.analytics.store.LatencyHistogram;
import com.gt8004.analytics.store.Period;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How counts look in answers, the same everywhere. */
final class Json {
  private static final int RATE_DECIMALS = 6;
  private static final int MILLIS_DECIMALS = 3;

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static Reply reply(ObjectNode body) {
    return Reply.json(200, body);
  }

  /** A share from 0 to 1. */
  static BigDecimal rate(double rate) {
    return rounded(rate, RATE_DECIMALS);
  }

  static BigDecimal millis(double millis) {
    return rounded(millis, MILLIS_DECIMALS);
  }

  private static BigDecimal rounded(double number, int decimals) {
    return BigDecimal.valueOf(number).setScale(decimals, RoundingMode.HALF_UP);
  }

  static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  /** Which time the answer is about, for it may be wider than asked for. */
  static ObjectNode put(ObjectNode body, Period period) {
    return body.put("from", period.from().toString())
        .put("to", period.until().toString())
        .put("tz", period.zone().getId());
  }

  /** Counts and means, without percentiles. */
  static ObjectNode put(ObjectNode body, Counted counted) {
    return body.put("requests", counted.requests())
        .put("errors", counted.errors())
        .put("error_rate", rate(counted.errorRate()))
        .put("timeouts", counted.timeouts())
        .put("payment_required", counted.paymentRequired())
        .put("payments", counted.payments())
        .put("revenue", counted.revenue())
        .put("unproven_revenue", counted.unproven())
        .put("avg_response_ms", counted.avgResponseMs());
  }

  /** The same with p50, p75, p90, p95 and p99. */
  static ObjectNode putAll(ObjectNode body, Counted counted) {
    return percentiles(put(body, counted), counted);
  }

  static ObjectNode percentiles(ObjectNode body, Counted counted) {
    return body.put("p50_response_ms", millis(counted.percentile(0.50)))
        .put("p75_response_ms", millis(counted.percentile(0.75)))
        .put("p90_response_ms", millis(counted.percentile(0.90)))
        .put("p95_response_ms", millis(counted.percentile(0.95)))
        .put("p99_response_ms", millis(counted.percentile(0.99)));
  }

  static void buckets(ArrayNode array, LatencyHistogram histogram) {
    for (LatencyHistogram.Bucket bucket : histogram.buckets()) {
      array
          .addObject()
          .put("from_ms", bucket.fromMs())
          .put("to_ms", bucket.untilMs())
          .put("count", bucket.count());
    }
  }
}
