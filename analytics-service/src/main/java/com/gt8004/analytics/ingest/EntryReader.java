package com.gt8004.analytics.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.store.LogColumn;
import com.gt8004.analytics.store.LogRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns one element of {@code entries} into a row, a ping or a reason to refuse it. The limits are
 * those of docs/protocol/README.md. Thread-safe.
 */
final class EntryReader {
  private static final String PING = "sdk_ping";
  private static final Set<String> PROTOCOLS = Set.of("http", "mcp", "a2a");
  private static final BigDecimal RESPONSE_MS_MAX = BigDecimal.valueOf(86_400_000);
  private static final int RESPONSE_MS_DECIMALS = 6;
  private static final int AMOUNT_INTEGER_DIGITS = 20;
  private static final int AMOUNT_DECIMALS = 18;
  private static final int HEADERS_CHARACTERS_MAX = 64 << 10;

  private EntryReader() {}

  /** What one element turned out to be. */
  sealed interface Outcome {}

  /** To be stored. */
  record Row(LogRow row) implements Outcome {}

  /** A connection test: counted, not stored; its place in a journal, where it came out of one. */
  record Ping(@Nullable LogRow place) implements Outcome {}

  /** Refused; the entry id where it can be read. */
  record Refusal(@Nullable String entryId, String error) implements Outcome {}

  static Outcome read(JsonNode element) {
    if (!(element instanceof ObjectNode object)) {
      return new Refusal(null, "an entry must be an object");
    }
    Fields fields = new Fields(object);
    try {
      if (PING.equals(fields.text("source"))) {
        return new Ping(placeOf(fields));
      }
      return new Row(row(fields));
    } catch (EntryFault e) {
      return new Refusal(readableId(fields), e.getMessage());
    }
  }

  private static @Nullable LogRow placeOf(Fields fields) {
    String entryId = readableId(fields);
    LogRow place = new LogRow();
    EntryId.name(place, entryId, "");
    return place.get(LogColumn.JOURNAL_ID) == null ? null : place;
  }

  private static LogRow row(Fields fields) throws EntryFault {
    LogRow row = new LogRow();
    readRequired(fields, row);
    readBodies(fields, row);
    readPayment(fields, row);
    readOrigin(fields, row);
    return row;
  }

  private static void readRequired(Fields fields, LogRow row) throws EntryFault {
    String requestId = Fields.required("request_id", fields.name("request_id", 128));
    EntryId.name(row, fields.name("entry_id", EntryId.CHARACTERS_MAX), requestId);
    Long status = Fields.required("status_code", fields.wholeNumber("status_code", 0, 999));
    String timestamp = fields.text("timestamp");
    row.set(LogColumn.REQUEST_ID, requestId)
        .set(LogColumn.METHOD, Fields.required("method", fields.description("method", 32)))
        .set(LogColumn.PATH, Fields.required("path", fields.description("path", 2048)))
        .set(LogColumn.STATUS_CODE, status.intValue())
        .set(LogColumn.RESPONSE_MS, responseMs(fields))
        .set(LogColumn.TIMESTAMP, timestamp == null ? null : EventTime.parse(timestamp))
        .set(LogColumn.TOOL_NAME, fields.description("tool_name", 128))
        .set(LogColumn.ERROR_TYPE, fields.description("error_type", 128));
  }

  private static BigDecimal responseMs(Fields fields) throws EntryFault {
    BigDecimal millis = Fields.required("response_ms", fields.number("response_ms", 8));
    if (millis.compareTo(RESPONSE_MS_MAX) > 0) {
      throw new EntryFault("response_ms is " + millis + ", allowed are 0 to " + RESPONSE_MS_MAX);
    }
    return rounded(millis, RESPONSE_MS_DECIMALS);
  }

  private static BigDecimal rounded(BigDecimal number, int decimals) {
    return number.scale() > decimals ? number.setScale(decimals, RoundingMode.HALF_EVEN) : number;
  }

  private static void readBodies(Fields fields, LogRow row) throws EntryFault {
    row.set(LogColumn.REQUEST_BODY, fields.text("request_body"))
        .set(LogColumn.RESPONSE_BODY, fields.text("response_body"))
        .set(
            LogColumn.REQUEST_BODY_SIZE, fields.wholeNumber("request_body_size", 0, Long.MAX_VALUE))
        .set(
            LogColumn.RESPONSE_BODY_SIZE,
            fields.wholeNumber("response_body_size", 0, Long.MAX_VALUE))
        .set(LogColumn.TRUNCATED, fields.isTrue("truncated"));
  }

  private static void readPayment(Fields fields, LogRow row) throws EntryFault {
    BigDecimal amount = fields.amount("x402_amount", AMOUNT_INTEGER_DIGITS);
    if (amount != null && amount.scale() > AMOUNT_DECIMALS) {
      throw new EntryFault("x402_amount has " + amount.scale() + " digits after the point, at most "
          + AMOUNT_DECIMALS + " are allowed");
    }
    row.set(LogColumn.X402_AMOUNT, amount)
        .set(LogColumn.X402_TX_HASH, fields.name("x402_tx_hash", 128))
        .set(LogColumn.X402_TOKEN, fields.description("x402_token", 64))
        .set(LogColumn.X402_PAYER, fields.name("x402_payer", 128));
  }

  private static void readOrigin(Fields fields, LogRow row) throws EntryFault {
    ObjectNode headers = cleanHeaders(fields.object("headers"));
    String ipAddress = fields.description("ip_address", 64);
    String customerId = fields.name("customer_id", CustomerId.CHARACTERS_MAX);
    if (customerId == null) {
      customerId = CustomerId.find(headers, (String) row.get(LogColumn.REQUEST_BODY), ipAddress);
    }
    String protocol = fields.text("protocol");
    String source = fields.description("source", 32);
    row.set(LogColumn.CUSTOMER_ID, customerId)
        .set(LogColumn.HEADERS, headers == null ? null : headers.toString())
        .set(LogColumn.IP_ADDRESS, ipAddress)
        .set(LogColumn.USER_AGENT, fields.description("user_agent", 1024))
        .set(LogColumn.REFERER, fields.description("referer", 2048))
        .set(LogColumn.CONTENT_TYPE, fields.description("content_type", 256))
        .set(LogColumn.ACCEPT_LANGUAGE, fields.description("accept_language", 256))
        .set(
            LogColumn.PROTOCOL,
            protocol == null || PROTOCOLS.contains(protocol) ? protocol : "http")
        .set(LogColumn.SOURCE, source == null ? "sdk" : source);
  }

  /** Headers hold text, or lists of it; anything deeper is kept as the JSON text it is. */
  private static @Nullable ObjectNode cleanHeaders(@Nullable ObjectNode headers) throws EntryFault {
    if (headers == null) {
      return null;
    }
    ObjectNode clean = JsonNodeFactory.instance.objectNode();
    long characters = 0;
    for (Map.Entry<String, JsonNode> header : headers.properties()) {
      JsonNode value = header.getValue();
      String text = CleanText.of(value.isTextual() ? value.textValue() : value.toString());
      String name = CleanText.of(header.getKey());
      characters += name.length() + text.length() + 6L;
      clean.put(name, text);
    }
    if (characters > HEADERS_CHARACTERS_MAX) {
      throw new EntryFault("headers have " + characters + " characters, at most "
          + HEADERS_CHARACTERS_MAX + " are allowed");
    }
    return clean;
  }

  private static @Nullable String readableId(Fields fields) {
    try {
      return fields.name("entry_id", EntryId.CHARACTERS_MAX);
    } catch (EntryFault e) {
      return null;
    }
  }
}
