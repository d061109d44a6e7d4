package com.gt8004.analytics.store;

import java.util.Locale;

/**
 * The columns of {@code request_logs} that an entry fills, with the element type of the array each
 * travels in. One place of truth: the ingest statement and the export are made from it.
 */
public enum LogColumn {
  REQUEST_ID("text"),
  METHOD("text"),
  PATH("text"),
  STATUS_CODE("int4"),
  RESPONSE_MS("numeric"),
  CUSTOMER_ID("text"),
  TOOL_NAME("text"),
  TIMESTAMP("timestamptz"),
  REQUEST_BODY("text"),
  RESPONSE_BODY("text"),
  X402_AMOUNT("numeric"),
  X402_TX_HASH("text"),
  X402_TOKEN("text"),
  X402_PAYER("text"),
  ERROR_TYPE("text"),
  REQUEST_BODY_SIZE("int8"),
  RESPONSE_BODY_SIZE("int8"),
  TRUNCATED("bool"),
  /** JSON text here, {@code jsonb} in the table. */
  HEADERS("text"),
  IP_ADDRESS("text"),
  USER_AGENT("text"),
  REFERER("text"),
  CONTENT_TYPE("text"),
  ACCEPT_LANGUAGE("text"),
  PROTOCOL("text"),
  SOURCE("text"),
  JOURNAL_ID("uuid"),
  SEQUENCE("int8"),
  FOREIGN_ENTRY_ID("text"),
  SDK_VERSION("text"),
  BATCH_ID("text");

  private final String arrayType;
  private final String wireName;

  LogColumn(String arrayType) {
    this.arrayType = arrayType;
    this.wireName = name().toLowerCase(Locale.ROOT);
  }

  /** The name in the table, which is also the guide's name on the wire. */
  public String wireName() {
    return wireName;
  }

  String sqlName() {
    return '"' + wireName + '"';
  }

  String arrayType() {
    return arrayType;
  }
}
