package com.gt8004.analytics.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.store.CustomerStore;
import com.gt8004.analytics.store.CustomerStore.Customer;
import com.gt8004.analytics.store.CustomerStore.Order;
import com.gt8004.analytics.store.CustomerUsageStore;
import com.gt8004.analytics.store.CustomerUsageStore.Funnel;
import com.gt8004.analytics.store.CustomerUsageStore.Usage;
import com.gt8004.analytics.store.Period;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * {@code customers}, one of them, what that one used, and the {@code funnel}. Days are UTC's, for
 * customers are counted by those. Thread-safe.
 */
final class CustomersQuestion {
  private static final Duration ACTIVE = Duration.ofHours(1);
  private static final Duration IDLE = Duration.ofDays(1);
  private static final Duration INACTIVE = Duration.ofDays(7);
  private static final int LIMIT = 50;
  private static final int LIMIT_MAX = 200;
  private static final int OFFSET_MAX = 1_000_000;
  private static final int JOURNEYS_MAX = 20;
  private static final double RISKY_ERRORS = 0.2;

  private final CustomerStore customers;
  private final CustomerUsageStore usage;

  CustomersQuestion(CustomerStore customers, CustomerUsageStore usage) {
    this.customers = customers;
    this.usage = usage;
  }

  /** How a customer is doing, by when it was last seen. */
  private enum Status {
    ANY,
    ACTIVE,
    IDLE,
    INACTIVE,
    CHURNED
  }

  Reply list(Asked asked) throws BadQuestion {
    Instant now = asked.now();
    Status status = asked.choice("status", Status.ANY);
    Instant since =
        switch (status) {
          case ANY, CHURNED -> null;
          case ACTIVE -> now.minus(ACTIVE);
          case IDLE -> now.minus(IDLE);
          case INACTIVE -> now.minus(INACTIVE);
        };
    Instant before =
        switch (status) {
          case ANY, ACTIVE -> null;
          case IDLE -> now.minus(ACTIVE);
          case INACTIVE -> now.minus(IDLE);
          case CHURNED -> now.minus(INACTIVE);
        };
    CustomerStore.Page page = customers.list(
        asked.scope(),
        asked.text("q"),
        since,
        before,
        asked.choice("sort", Order.LAST_SEEN),
        asked.number("limit", LIMIT, 1, LIMIT_MAX),
        asked.number("offset", 0, 0, OFFSET_MAX));
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("customers");
    page.customers().forEach(each -> put(array.addObject(), each, now));
    body.put("total", page.total());
    CustomerStore.Summary summary =
        customers.summary(asked.scope(), now.minus(ACTIVE), now.minus(IDLE), now.minus(INACTIVE));
    body.putObject("summary")
        .put("total", summary.total())
        .put("new_this_week", summary.firstSeenSince())
        .put("returning_this_week", summary.returningSince())
        .put("active", summary.active())
        .put("idle", summary.idle())
        .put("inactive", summary.inactive())
        .put("churned", summary.churned())
        .put("at_risk", summary.atRisk());
    return Json.reply(body);
  }

  Reply one(Asked asked) throws BadQuestion {
    Customer customer = found(asked);
    return customer == null
        ? Reply.error(404, "customer not found")
        : Json.reply(put(Json.object(), customer, asked.now()));
  }

  private @Nullable Customer found(Asked asked) {
    String agentId = asked.scope().agentId();
    return agentId == null ? null : customers.find(agentId, asked.call().secondPathArgument());
  }

  private static ObjectNode put(ObjectNode node, Customer customer, Instant now) {
    return node.put("agent_id", customer.agentId())
        .put("customer_id", customer.customerId())
        .put("first_seen_at", customer.firstSeenAt().toString())
        .put("last_seen_at", customer.lastSeenAt().toString())
        .put("total_requests", customer.requests())
        .put("errors", customer.errors())
        .put("payments", customer.payments())
        .put("payment_required", customer.paymentRequired())
        .put("total_revenue", customer.revenue())
        .put("unproven_revenue", customer.unproven())
        .put("avg_response_ms", customer.avgResponseMs())
        .put("error_rate", Json.rate(customer.errorRate()))
        .put("status", statusOf(customer, now))
        .put("churn_risk", riskOf(customer, now));
  }

  private static String statusOf(Customer customer, Instant now) {
    Duration silent = Duration.between(customer.lastSeenAt(), now);
    if (silent.compareTo(ACTIVE) <= 0) {
      return "active";
    }
    return silent.compareTo(IDLE) <= 0
        ? "idle"
        : silent.compareTo(INACTIVE) <= 0 ? "inactive" : "churned";
  }

  private static String riskOf(Customer customer, Instant now) {
    boolean silent = customer.lastSeenAt().isBefore(now.minus(INACTIVE));
    boolean failing = customer.errorRate() > RISKY_ERRORS;
    return silent && failing ? "high" : silent || failing ? "medium" : "low";
  }

  Reply tools(Asked asked) throws BadQuestion {
    Customer customer = found(asked);
    if (customer == null) {
      return Reply.error(404, "customer not found");
    }
    Period period = asked.days(90);
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("tools");
    for (Usage each :
        usage.tools(customer.agentId(), customer.customerId(), first(period), end(period))) {
      array
          .addObject()
          .put("tool_name", each.name().isEmpty() ? null : each.name())
          .put("call_count", each.requests())
          .put("avg_response_ms", each.avgResponseMs())
          .put("error_rate", Json.rate(each.errorRate()))
          .put("revenue", each.revenue());
    }
    return Json.reply(body);
  }

  Reply daily(Asked asked) throws BadQuestion {
    Customer customer = found(asked);
    if (customer == null) {
      return Reply.error(404, "customer not found");
    }
    Period period = asked.days(30);
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("stats");
    for (Usage each :
        usage.days(customer.agentId(), customer.customerId(), first(period), end(period))) {
      array
          .addObject()
          .put("date", each.name())
          .put("requests", each.requests())
          .put("errors", each.errors())
          .put("payments", each.payments())
          .put("revenue", each.revenue())
          .put("avg_response_ms", each.avgResponseMs());
    }
    return Json.reply(body);
  }

  static LocalDate first(Period period) {
    return period.from().atZone(ZoneOffset.UTC).toLocalDate();
  }

  static LocalDate end(Period period) {
    return period.until().minusSeconds(1).atZone(ZoneOffset.UTC).toLocalDate().plusDays(1);
  }

  /** From MCP over A2A to paying. */
  Reply funnel(Asked asked) throws BadQuestion {
    Period period = asked.days(30);
    Funnel funnel = usage.funnel(asked.scope(), period.from());
    ObjectNode body = Json.object();
    body.putObject("summary")
        .put("mcp_customers", funnel.mcp())
        .put("mcp_to_a2a", funnel.mcpToA2a())
        .put("mcp_to_a2a_paid", funnel.mcpToA2aPaid())
        .put("a2a_customers", funnel.a2a())
        .put("a2a_to_paid", funnel.a2aToPaid())
        .put("paid_customers", funnel.paid())
        .put("total_customers", funnel.total())
        .put("mcp_to_a2a_rate", share(funnel.mcpToA2a(), funnel.mcp()))
        .put("a2a_to_paid_rate", share(funnel.a2aToPaid(), funnel.a2a()))
        .put("full_funnel_rate", share(funnel.mcpToA2aPaid(), funnel.mcp()));
    ArrayNode days = body.putArray("daily_trend");
    usage.funnelDays(asked.scope(), first(period), end(period)).forEach(day -> days.addObject()
        .put("date", day.day().toString())
        .put("mcp_customers", day.mcp())
        .put("a2a_customers", day.a2a())
        .put("paid_customers", day.paid()));
    ArrayNode journeys = body.putArray("journeys");
    customers
        .list(asked.scope(), null, period.from(), null, Order.REVENUE, JOURNEYS_MAX, 0)
        .customers()
        .forEach(each -> journey(journeys.addObject(), each));
    return Json.reply(body);
  }

  private static void journey(ObjectNode node, Customer customer) {
    Instant paid = customer.firstPaidAt();
    node.put("agent_id", customer.agentId())
        .put("customer_id", customer.customerId())
        .put("total_requests", customer.requests())
        .put("total_revenue", customer.revenue())
        .put("has_mcp", customer.firstMcpAt() != null)
        .put("has_a2a", customer.firstA2aAt() != null)
        .put("has_paid", paid != null)
        .put("first_mcp_at", Json.time(customer.firstMcpAt()))
        .put("first_a2a_at", Json.time(customer.firstA2aAt()))
        .put("first_paid_at", Json.time(paid))
        .put("last_seen_at", customer.lastSeenAt().toString());
    if (paid != null) {
      node.put("days_to_convert", Duration.between(customer.firstSeenAt(), paid).toDays());
    }
  }

  private static BigDecimal share(long some, long all) {
    return Json.rate(all == 0 ? 0 : (double) some / all);
  }
}
