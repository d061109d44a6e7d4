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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code errors}: which, whose, and when; status 402 is none. Thread-safe. */
final class ErrorsQuestion implements Question {
  private static final int DAYS = 30;
  private static final int TYPES_MAX = 50;
  private static final int AGENTS_MAX = 100;

  private final RollupStore rollups;

  ErrorsQuestion(RollupStore rollups) {
    this.rollups = rollups;
  }

  @Override
  public Reply answer(Asked asked) throws BadQuestion {
    Period period = asked.days(DAYS);
    Step step = asked.choice("step", Step.DAY);
    SeriesQuestion.checkPoints(period, step);
    Counted total = rollups.total(asked.scope(), period);
    List<Named> statuses = rollups.byName(asked.scope(), Kind.STATUS, period, false);
    ObjectNode body = Json.put(Json.object(), period);
    body.put("total_errors", total.errors())
        .put("total_requests", total.requests())
        .put("error_rate", Json.rate(total.errorRate()));
    byStatus(body, statuses);
    byType(body.putArray("by_error_type"), statuses);
    byAgent(body.putArray("by_agent"), asked, period);
    ArrayNode series = body.putArray("series");
    for (Point point : rollups.series(asked.scope(), period, step)) {
      series
          .addObject()
          .put("start", point.start().toString())
          .put("requests", point.counted().requests())
          .put("errors", point.counted().errors())
          .put("timeouts", point.counted().timeouts())
          .put("error_rate", Json.rate(point.counted().errorRate()));
    }
    return Json.reply(body);
  }

  private static void byStatus(ObjectNode body, List<Named> statuses) {
    Map<String, Counted> merged = new TreeMap<>();
    statuses.forEach(each -> merged.merge(each.name(), each.counted(), Counted::plus));
    ArrayNode errors = body.putArray("by_status_code");
    ArrayNode all = body.putArray("all_status_codes");
    merged.forEach((status, counted) -> {
      all.addObject().put("status_code", Integer.parseInt(status)).put("count", counted.requests());
      if (counted.errors() > 0) {
        errors
            .addObject()
            .put("status_code", Integer.parseInt(status))
            .put("count", counted.errors());
      }
    });
  }

  private static void byType(ArrayNode array, List<Named> statuses) {
    Map<String, Long> types = new LinkedHashMap<>();
    for (Named each : statuses) {
      if (each.counted().errors() > 0) {
        types.merge(each.detail(), each.counted().errors(), Long::sum);
      }
    }
    List<Map.Entry<String, Long>> sorted = new ArrayList<>(types.entrySet());
    sorted.sort(Map.Entry.<String, Long>comparingByValue().reversed());
    for (Map.Entry<String, Long> each : sorted.subList(0, Math.min(TYPES_MAX, sorted.size()))) {
      array
          .addObject()
          .put("error_type", each.getKey().isEmpty() ? null : each.getKey())
          .put("count", each.getValue());
    }
  }

  private void byAgent(ArrayNode array, Asked asked, Period period) {
    String only = asked.scope().agentId();
    int count = 0;
    for (Named each : rollups.byAgent(period)) {
      if ((only == null || only.equals(each.agentId())) && count++ < AGENTS_MAX) {
        array
            .addObject()
            .put("agent_id", each.agentId())
            .put("requests", each.counted().requests())
            .put("error_count", each.counted().errors())
            .put("error_rate", Json.rate(each.counted().errorRate()));
      }
    }
  }
}
