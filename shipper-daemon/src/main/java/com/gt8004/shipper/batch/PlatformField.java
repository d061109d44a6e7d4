package com.gt8004.shipper.batch;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One field of an entry as the live platform has it: its name there, its type, and what its column takes.
 * The platform stores the entries of a request in one transaction, so a value that does not fit would
 * cost all of them.
 */
enum PlatformField {
  REQUEST_ID("request_id", "requestId", Kind.CUT, 64),
  METHOD("method", "method", Kind.CUT, 8),
  PATH("path", "path", Kind.CUT, Integer.MAX_VALUE),
  STATUS_CODE("status_code", "statusCode", Kind.SMALL_INTEGER, Short.MAX_VALUE),
  RESPONSE_MS("response_ms", "responseMs", Kind.REAL, 0),
  TIMESTAMP("timestamp", "timestamp", Kind.CUT, Integer.MAX_VALUE),
  CUSTOMER_ID("customer_id", "customerId", Kind.CUT, Integer.MAX_VALUE),
  TOOL_NAME("tool_name", "toolName", Kind.CUT, 128),
  ERROR_TYPE("error_type", "errorType", Kind.CUT, 64),
  REQUEST_BODY_SIZE("request_body_size", "requestBodySize", Kind.SIZE, Integer.MAX_VALUE),
  RESPONSE_BODY_SIZE("response_body_size", "responseBodySize", Kind.SIZE, Integer.MAX_VALUE),
  REQUEST_BODY("request_body", "requestBody", Kind.CUT, Integer.MAX_VALUE),
  RESPONSE_BODY("response_body", "responseBody", Kind.CUT, Integer.MAX_VALUE),
  TRUNCATED("truncated", "truncated", Kind.FLAG, 0),
  X402_AMOUNT("x402_amount", "x402Amount", Kind.AMOUNT, 0),
  X402_TX_HASH("x402_tx_hash", "x402TxHash", Kind.NAME, 66),
  X402_TOKEN("x402_token", "x402Token", Kind.TOKEN, 16),
  X402_PAYER("x402_payer", "x402Payer", Kind.NAME, 42),
  IP_ADDRESS("ip_address", "ipAddress", Kind.NAME, 45),
  USER_AGENT("user_agent", "userAgent", Kind.CUT, Integer.MAX_VALUE),
  REFERER("referer", "referer", Kind.CUT, Integer.MAX_VALUE),
  CONTENT_TYPE("content_type", "contentType", Kind.CUT, 128),
  ACCEPT_LANGUAGE("accept_language", "acceptLanguage", Kind.CUT, 128),
  PROTOCOL("protocol", "protocol", Kind.CUT, 8),
  SOURCE("source", "source", Kind.SOURCE, 8),
  HEADERS("headers", "headers", Kind.HEADERS, 0);

  /** What becomes of a value. */
  enum Kind {
    /** Text that describes: cut on a character. */
    CUT,
    /** Text that names: left out if it is too long, because a cut name is another name. */
    NAME,
    /** A currency, perhaps with its network: without the network if it is too long. */
    TOKEN,
    /** Text that must not become the source of a ping by being cut. */
    SOURCE,
    /** A whole number that is left out if the column cannot hold it. */
    SMALL_INTEGER,
    /** A whole number that is lowered to the most that the column can hold. */
    SIZE,
    /** A number. */
    REAL,
    /** A number that is left out from 10^12 on, which a NUMERIC(20,8) cannot hold. */
    AMOUNT,
    /** True or false. */
    FLAG,
    /** An object of texts. */
    HEADERS
  }

  private static final Map<String, PlatformField> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(field -> field.ours, Function.identity()));

  private final String ours;
  private final String theirs;
  private final Kind kind;
  private final int max;

  PlatformField(String ours, String theirs, Kind kind, int max) {
    this.ours = ours;
    this.theirs = theirs;
    this.kind = kind;
    this.max = max;
  }

  /** The field that the guide calls so; null if the platform has none. */
  static @Nullable PlatformField named(String name) {
    return BY_NAME.get(name);
  }

  String theirs() {
    return theirs;
  }

  Kind kind() {
    return kind;
  }

  /** Characters, or the largest number, that the column takes. */
  int max() {
    return max;
  }
}
