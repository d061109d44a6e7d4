package com.gt8004.analytics.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.store.Counted;
import com.gt8004.analytics.store.Period;
import com.gt8004.analytics.store.RollupStore;
import com.gt8004.analytics.store.RollupStore.Point;
import com.gt8004.analytics.store.RollupStore.Step;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Locale;

/**
 * {@code series}, {@code latency} and {@code heatmap}: requests, errors and latency over time, how
 * latencies are distributed, and at which hours of the week. Thread-safe.
 */
final class SeriesQuestion {
  private static final Duration WINDOW = Duration.ofHours(24);
  private static final int HEAT_DAYS = 28;
  private static final int POINTS_MAX = 3_000;
  private static final int HOURS = 24;
  private static final int WEEKDAYS = 7;

  private final RollupStore rollups;

  SeriesQuestion(RollupStore rollups) {
    this.rollups = rollups;
  }

  /** Refuses series that nobody could draw. */
  static void checkPoints(Period period, Step step) throws BadQuestion {
    long minutes =
        switch (step) {
          case MINUTE -> 1;
          case HOUR -> 60;
          default -> 24 * 60;
        };
    if (period.minutes() / minutes > POINTS_MAX) {
      throw new BadQuestion("that would be more than " + POINTS_MAX
          + " points; ask for a shorter time or a longer step than "
          + step.name().toLowerCase(Locale.ROOT));
    }
  }

  /** As fine as makes about a hundred points. */
  private static Step stepFor(Period period) {
    if (period.minutes() <= 3 * 60) {
      return Step.MINUTE;
    }
    return period.minutes() <= 7 * 24 * 60 ? Step.HOUR : Step.DAY;
  }

  Reply series(Asked asked) throws BadQuestion {
    Period period = asked.recent(WINDOW);
    Step step = asked.choice("step", stepFor(period));
    checkPoints(period, step);
    ObjectNode body = Json.put(Json.object(), period).put("step", name(step));
    points(body.putArray("series"), asked, period, step);
    return Json.reply(body);
  }

  private static String name(Step step) {
    return step.name().toLowerCase(Locale.ROOT);
  }

  private Counted points(ArrayNode array, Asked asked, Period period, Step step) {
    Counted total = Counted.NOTHING;
    for (Point point : rollups.series(asked.scope(), period, step)) {
      Json.putAll(array.addObject().put("start", point.start().toString()), point.counted())
          .put("max_response_ms", point.counted().maxResponseMs());
      total = total.plus(point.counted());
    }
    return total;
  }

  Reply latency(Asked asked) throws BadQuestion {
    Period period = asked.recent(WINDOW);
    Step step = asked.choice("step", stepFor(period));
    checkPoints(period, step);
    ObjectNode body = Json.put(Json.object(), period).put("step", name(step));
    Counted total = points(body.putArray("series"), asked, period, step);
    Json.percentiles(body, total)
        .put("total_requests", total.requests())
        .put("avg_response_ms", total.avgResponseMs())
        .put("max_response_ms", total.maxResponseMs());
    Json.buckets(body.putArray("histogram"), total.latency());
    return Json.reply(body);
  }

  Reply heatMap(Asked asked) throws BadQuestion {
    Period period = asked.days(HEAT_DAYS);
    Counted[][] cells = new Counted[WEEKDAYS][HOURS];
    for (Point point : rollups.series(asked.scope(), period, Step.HOUR)) {
      ZonedDateTime at = point.start().atZone(period.zone());
      int day = at.getDayOfWeek().getValue() - 1;
      Counted before = cells[day][at.getHour()];
      cells[day][at.getHour()] = before == null ? point.counted() : before.plus(point.counted());
    }
    ObjectNode body = Json.put(Json.object(), period);
    ArrayNode array = body.putArray("cells");
    for (int day = 0; day < WEEKDAYS; day++) {
      for (int hour = 0; hour < HOURS; hour++) {
        Counted counted = cells[day][hour] == null ? Counted.NOTHING : cells[day][hour];
        array
            .addObject()
            .put("weekday", day + 1)
            .put("hour", hour)
            .put("requests", counted.requests())
            .put("errors", counted.errors())
            .put("error_rate", Json.rate(counted.errorRate()))
            .put("avg_response_ms", counted.avgResponseMs())
            .put("p95_response_ms", Json.millis(counted.percentile(0.95)));
      }
    }
    return Json.reply(body);
  }
}
