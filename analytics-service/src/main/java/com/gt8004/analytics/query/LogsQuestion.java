package com.gt8004.analytics.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.store.LogFilter;
import com.gt8004.analytics.store.LogStore;
import com.gt8004.analytics.store.Period;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code logs}: pages of entries, newest event first, and one entry whole. Thread-safe. */
final class LogsQuestion {
  private static final int LIMIT = 50;
  private static final int LIMIT_MAX = 200;

  private final LogStore logs;

  LogsQuestion(LogStore logs) {
    this.logs = logs;
  }

  Reply page(Asked asked) throws BadQuestion {
    return page(asked, asked.text("customer_id"));
  }

  /** Of the customer in the path. */
  Reply ofCustomer(Asked asked) throws BadQuestion {
    return page(asked, asked.call().secondPathArgument());
  }

  private Reply page(Asked asked, @Nullable String customerId) throws BadQuestion {
    LogFilter filter = filter(asked);
    if (customerId != null) {
      filter.customer(customerId);
    }
    LogStore.Page page = logs.page(
        asked.scope(),
        filter,
        LogEntries.cursor(asked.text("cursor")),
        asked.number("limit", LIMIT, 1, LIMIT_MAX));
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("logs");
    page.entries().forEach(entry -> array.add(LogEntries.json(entry)));
    body.put("total", page.entries().size());
    body.put("next", LogEntries.text(page.next()));
    return Json.reply(body);
  }

  private static LogFilter filter(Asked asked) throws BadQuestion {
    LogFilter filter = new LogFilter();
    if (asked.text("from") != null || asked.text("to") != null || asked.text("window") != null) {
      Period period = asked.recent(Duration.ofDays(1));
      filter.from(period.from()).until(period.until());
    }
    status(filter, asked.text("status"));
    String tool = asked.text("tool");
    if (tool != null) {
      filter.tool(tool);
    }
    String method = asked.text("method");
    if (method != null) {
      filter.method(method);
    }
    String protocol = asked.text("protocol");
    if (protocol != null) {
      filter.protocol(protocol);
    }
    if ("true".equals(asked.text("paid"))) {
      filter.paid();
    }
    int slower = asked.number("min_ms", 0, 0, 86_400_000);
    if (slower > 0) {
      filter.slowerThan(BigDecimal.valueOf(slower));
    }
    String text = asked.text("q");
    if (text != null) {
      filter.text(text);
    }
    return filter;
  }

  private static void status(LogFilter filter, @Nullable String status) throws BadQuestion {
    if (status == null) {
      return;
    }
    if (status.equals("error")) {
      filter.errors();
    } else if (status.matches("[1-9]xx")) {
      filter.statusClass(status.charAt(0) - '0');
    } else if (status.matches("\\d{1,3}")) {
      filter.status(Integer.parseInt(status));
    } else {
      throw new BadQuestion("status must be a status such as 404, a class such as 5xx, or error");
    }
  }

  /** With its bodies. */
  Reply one(Asked asked) {
    String id = asked.call().secondPathArgument();
    String agentId = asked.scope().agentId();
    Map<String, Object> entry = agentId == null || !id.matches("\\d{1,18}")
        ? null
        : logs.entry(agentId, Long.parseLong(id));
    return entry == null ? Reply.error(404, "no such entry") : Json.reply(LogEntries.json(entry));
  }
}
