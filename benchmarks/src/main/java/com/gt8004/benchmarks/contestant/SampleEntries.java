package com.gt8004.benchmarks.contestant;

import com.gt8004.sdk.EntryCoder;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.RequestLogEntryBuilder;
import java.time.Instant;

/**
 * Entries whose payload has an exact size. Those of 300 bytes have nine fields, larger ones twelve; the
 * rest is a response body of English prose with a line break, the one character to escape, every
 * hundred.
 */
public final class SampleEntries {
  /** Entries that a run logs in turn: a power of two, few enough that peers' copies stay in the cache. */
  public static final int COUNT = 16;

  private static final int FEW_FIELDS_BYTES_MAX = 400;
  private static final int LINE_CHARACTERS = 100;
  private static final Instant FIRST = Instant.parse("2026-11-22T09:00:00.123456Z");
  private static final String PROSE =
      "The assistant looked at the three invoices, added them up and found a difference of twelve cents. ";

  private SampleEntries() {}

  /**
   * Entries that differ in request id, time and customer.
   *
   * @param payloadBytes of each; at least 300
   * @throws IllegalArgumentException if the fields alone need more
   */
  public static RequestLogEntry[] ofPayloadBytes(int payloadBytes) {
    RequestLogEntry[] entries = new RequestLogEntry[COUNT];
    for (int i = 0; i < COUNT; i++) {
      entries[i] = entry(i, payloadBytes);
    }
    return entries;
  }

  private static RequestLogEntry entry(int number, int payloadBytes) {
    boolean fewFields = payloadBytes <= FEW_FIELDS_BYTES_MAX;
    int fixed = EntryCoder.encodedBytes(with(number, fewFields, "x")) - 1;
    if (payloadBytes <= fixed) {
      throw new IllegalArgumentException("an entry of " + payloadBytes
          + " bytes has no room for its fields; use " + (fixed + 1) + " or more");
    }
    return with(number, fewFields, body(payloadBytes - fixed));
  }

  /** An entry like this one, with an id and a time of its own, as an application makes one for a request. */
  public static RequestLogEntry rebuilt(RequestLogEntry entry) {
    return RequestLogEntry.builder()
        .method(entry.method())
        .path(entry.path())
        .statusCode(entry.statusCode())
        .responseMs(entry.responseMs())
        .customerId(entry.customerId())
        .toolName(entry.toolName())
        .protocol(entry.protocol())
        .userAgent(entry.userAgent())
        .contentType(entry.contentType())
        .responseBody(entry.responseBody())
        .build();
  }

  private static RequestLogEntry with(int number, boolean fewFields, String responseBody) {
    RequestLogEntryBuilder builder = RequestLogEntry.builder()
        .requestId("0199a5e2-7c41-7d3a-9b62-1f0e4c8a7b%02x".formatted(number))
        .method("POST")
        .path("/chat")
        .statusCode(200)
        .responseMs(142.5)
        .timestamp(FIRST.plusMillis(number))
        .customerId("customer-%03d".formatted(number))
        .toolName("chat_completion")
        .responseBody(responseBody);
    if (!fewFields) {
      builder.protocol("http").userAgent("python-requests/2.32.3").contentType("application/json");
    }
    return builder.build();
  }

  /** Prose that takes this many bytes when encoded as JSON. */
  private static String body(int encodedBytes) {
    StringBuilder body = new StringBuilder(encodedBytes);
    int encoded = 0;
    while (encoded < encodedBytes) {
      boolean lineEnds = body.length() % LINE_CHARACTERS == LINE_CHARACTERS - 1;
      if (lineEnds && encoded + 2 <= encodedBytes) {
        body.append('\n');
        encoded += 2;
      } else {
        body.append(PROSE.charAt(body.length() % PROSE.length()));
        encoded++;
      }
    }
    return body.toString();
  }
}
