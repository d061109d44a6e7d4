package com.gt8004.analytics.store;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Which entries of a log are meant. Built up condition by condition; all must hold. Not thread-safe.
 */
public final class LogFilter {
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();
  private boolean cheap = true;

  /** Happened at that time or later. */
  public LogFilter from(Instant time) {
    return with("\"timestamp\" >= ?", time);
  }

  /** Happened before that time. */
  public LogFilter until(Instant time) {
    return with("\"timestamp\" < ?", time);
  }

  /** Of that customer. */
  public LogFilter customer(String customerId) {
    return with("customer_id = ?", customerId);
  }

  /** Of that tool. */
  public LogFilter tool(String toolName) {
    return searching().with("tool_name = ?", toolName);
  }

  /** By that HTTP method. */
  public LogFilter method(String method) {
    return searching().with("method = ?", method);
  }

  /** Over that protocol; entries without one count as http. */
  public LogFilter protocol(String protocol) {
    return searching().with("coalesce(protocol, 'http') = ?", protocol);
  }

  /** With that status. */
  public LogFilter status(int status) {
    return searching().with("status_code = ?", status);
  }

  /** With a status of 100 times that and up, below the next. */
  public LogFilter statusClass(int hundreds) {
    return searching().with("status_code / 100 = ?", hundreds);
  }

  /** Status 400 and above except 402. */
  public LogFilter errors() {
    conditions.add("status_code >= 400 AND status_code <> 402");
    return this;
  }

  /** With an amount above 0. */
  public LogFilter paid() {
    searching();
    conditions.add("x402_amount > 0");
    return this;
  }

  /** That took as long, in milliseconds, or longer. */
  public LogFilter slowerThan(BigDecimal millis) {
    return searching().with("response_ms >= ?", millis);
  }

  /** With that text, in any case, in path, tool, customer, request id, error or transaction. */
  public LogFilter text(String text) {
    return searching()
        .with(
            "position(lower(?) IN lower(concat_ws(E'\\n', path, tool_name, customer_id, request_id, error_type,"
                + " x402_tx_hash, x402_payer, ip_address, method))) > 0",
            text);
  }

  private LogFilter with(String condition, Object value) {
    conditions.add(condition);
    values.add(value);
    return this;
  }

  private LogFilter searching() {
    cheap = false;
    return this;
  }

  /** Whether an index finds the entries, so that none is looked at in vain. */
  boolean cheap() {
    return cheap;
  }

  String and() {
    return conditions.isEmpty() ? "" : " AND " + String.join(" AND ", conditions);
  }

  int set(PreparedStatement statement, int parameter) throws SQLException {
    int next = parameter;
    for (Object value : values) {
      statement.setObject(
          next++, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
    }
    return next;
  }
}
