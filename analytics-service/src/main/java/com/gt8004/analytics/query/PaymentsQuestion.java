package com.gt8004.analytics.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.store.Counted;
import com.gt8004.analytics.store.CustomerStore;
import com.gt8004.analytics.store.Period;
import com.gt8004.analytics.store.RollupStore;
import com.gt8004.analytics.store.RollupStore.Kind;
import com.gt8004.analytics.store.RollupStore.Named;
import com.gt8004.analytics.store.RollupStore.Point;
import com.gt8004.analytics.store.RollupStore.Step;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code revenue} and {@code payments}: what was paid, for what, and how many pay who were asked to. Thread-safe. */
final class PaymentsQuestion {
  private static final int DAYS = 365;
  private static final int CONVERSION_DAYS = 30;
  private static final int MONEY_DECIMALS = 8;
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("yyyy-MM", Locale.ROOT);

  /** ISO weeks belong to ISO years. */
  private static final DateTimeFormatter WEEK =
      DateTimeFormatter.ofPattern("YYYY-'W'ww", Locale.GERMANY);

  private final RollupStore rollups;
  private final CustomerStore customers;

  PaymentsQuestion(RollupStore rollups, CustomerStore customers) {
    this.rollups = rollups;
    this.customers = customers;
  }

  private enum By {
    MONTHLY,
    WEEKLY,
    DAILY;

    Step step() {
      return switch (this) {
        case MONTHLY -> Step.MONTH;
        case WEEKLY -> Step.WEEK;
        case DAILY -> Step.DAY;
      };
    }

    String nameOf(ZonedDateTime start) {
      return switch (this) {
        case MONTHLY -> MONTH.format(start);
        case WEEKLY -> WEEK.format(start);
        case DAILY -> start.toLocalDate().toString();
      };
    }
  }

  Reply revenue(Asked asked) throws BadQuestion {
    By by = asked.choice("period", By.MONTHLY);
    Period period = asked.days(DAYS);
    Counted total = rollups.total(asked.scope(), period);
    ObjectNode body = Json.put(Json.object(), period);
    ArrayNode periods = body.putArray("periods");
    for (Point point : rollups.series(asked.scope(), period, by.step())) {
      periods
          .addObject()
          .put("period", by.nameOf(point.start().atZone(period.zone())))
          .put("start", point.start().toString())
          .put("amount", point.counted().revenue())
          .put("unproven_amount", point.counted().unproven())
          .put("count", point.counted().payments());
    }
    tools(body.putArray("by_tool"), asked, period);
    Instant now = asked.now();
    long known = customers.summary(asked.scope(), now, now, now).total();
    body.put("arpu", each(total.revenue(), known));
    body.put("total_revenue", total.revenue());
    BigDecimal proven = total.revenue().subtract(total.unproven());
    body.putObject("verification")
        .put("proven_amount", proven)
        .put("unproven_amount", total.unproven())
        .put("payment_count", total.payments());
    return Json.reply(body);
  }

  private void tools(ArrayNode array, Asked asked, Period period) {
    Map<String, Counted> tools = new LinkedHashMap<>();
    for (Named each : rollups.byName(asked.scope(), Kind.TOOL, period, false)) {
      if (each.counted().payments() > 0) {
        tools.merge(each.name(), each.counted(), Counted::plus);
      }
    }
    tools.entrySet().stream()
        .sorted(
            (one, other) -> other.getValue().revenue().compareTo(one.getValue().revenue()))
        .forEach(each -> array
            .addObject()
            .put("tool_name", each.getKey().isEmpty() ? null : each.getKey())
            .put("amount", each.getValue().revenue())
            .put("unproven_amount", each.getValue().unproven())
            .put("count", each.getValue().payments()));
  }

  /** How many pay who were asked to. */
  Reply payments(Asked asked) throws BadQuestion {
    Period period = asked.days(CONVERSION_DAYS);
    Step step = asked.choice("step", Step.DAY);
    SeriesQuestion.checkPoints(period, step);
    Counted total = rollups.total(asked.scope(), period);
    ObjectNode body = conversion(Json.put(Json.object(), period), total);
    ArrayNode series = body.putArray("series");
    for (Point point : rollups.series(asked.scope(), period, step)) {
      conversion(series.addObject().put("start", point.start().toString()), point.counted());
    }
    return Json.reply(body);
  }

  private static ObjectNode conversion(ObjectNode node, Counted counted) {
    return node.put("requests", counted.requests())
        .put("required_count", counted.paymentRequired())
        .put("paid_count", counted.payments())
        .put("conversion_rate", conversion(counted))
        .put("revenue", counted.revenue())
        .put("unproven_revenue", counted.unproven());
  }

  /** Paid of all that were asked to pay or paid at once; never above 1. */
  static BigDecimal conversion(Counted counted) {
    long asked = Math.max(counted.paymentRequired(), counted.payments());
    return Json.rate(asked == 0 ? 0 : (double) counted.payments() / asked);
  }

  /** The amount for each of so many; 0 without any. */
  static BigDecimal each(BigDecimal amount, long count) {
    return count == 0
        ? BigDecimal.ZERO
        : amount.divide(BigDecimal.valueOf(count), MONEY_DECIMALS, RoundingMode.HALF_UP);
  }
}
