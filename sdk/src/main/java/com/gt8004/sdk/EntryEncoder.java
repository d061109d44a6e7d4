package com.gt8004.sdk;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes an entry as the payload of an envelope: one UTF-8 JSON object, beginning with a brace and a
 * quote, in the guide's snake-case names, absent fields left out. Allocates nothing but a larger buffer.
 * Thread-safe: static functions.
 *
 * <p>An entry that does not fit is written again with its bodies cut: the response's first, the
 * request's only where that does not suffice. It is written three times at most, and no more than the
 * buffer's limit each time, however long the bodies are.
 */
final class EntryEncoder {
  /** What became of an entry. */
  enum Encoded {
    WHOLE,
    /** Its bodies were cut to fit, and it says so. */
    CUT,
    /** It does not fit even without its bodies. The buffer's content is undefined. */
    TOO_LARGE
  }

  private static final int UNCUT = Integer.MAX_VALUE;

  private static final byte[] REQUEST_ID = ascii("{\"request_id\":\"");
  private static final byte[] METHOD = ascii(",\"method\":\"");
  private static final byte[] PATH = ascii(",\"path\":\"");
  private static final byte[] STATUS_CODE = ascii(",\"status_code\":");
  private static final byte[] RESPONSE_MS = ascii(",\"response_ms\":");
  private static final byte[] TIMESTAMP = ascii(",\"timestamp\":\"");
  private static final byte[] CUSTOMER_ID = ascii(",\"customer_id\":\"");
  private static final byte[] TOOL_NAME = ascii(",\"tool_name\":\"");
  private static final byte[] ERROR_TYPE = ascii(",\"error_type\":\"");
  private static final byte[] PROTOCOL = ascii(",\"protocol\":\"");
  private static final byte[] SOURCE = ascii(",\"source\":\"");
  private static final byte[] REQUEST_BODY_SIZE = ascii(",\"request_body_size\":");
  private static final byte[] RESPONSE_BODY_SIZE = ascii(",\"response_body_size\":");
  private static final byte[] REQUEST_BODY = ascii(",\"request_body\":\"");
  private static final byte[] RESPONSE_BODY = ascii(",\"response_body\":\"");
  private static final byte[] TRUNCATED = ascii(",\"truncated\":true");
  private static final byte[] X402_AMOUNT = ascii(",\"x402_amount\":");
  private static final byte[] X402_TX_HASH = ascii(",\"x402_tx_hash\":\"");
  private static final byte[] X402_TOKEN = ascii(",\"x402_token\":\"");
  private static final byte[] X402_PAYER = ascii(",\"x402_payer\":\"");
  private static final byte[] IP_ADDRESS = ascii(",\"ip_address\":\"");
  private static final byte[] USER_AGENT = ascii(",\"user_agent\":\"");
  private static final byte[] REFERER = ascii(",\"referer\":\"");
  private static final byte[] CONTENT_TYPE = ascii(",\"content_type\":\"");
  private static final byte[] ACCEPT_LANGUAGE = ascii(",\"accept_language\":\"");
  private static final byte[] HEADERS = ascii(",\"headers\":{\"");
  private static final byte[] HEADER_VALUE = ascii("\":\"");
  private static final byte[] NEXT_HEADER = ascii("\",\"");
  private static final byte[] END_OF_HEADERS = ascii("\"}");

  private EntryEncoder() {}

  /** Writes the entry over whatever the buffer holds. */
  static Encoded encode(RequestLogEntry entry, EntryBuffer into) {
    write(entry, into.clear(), UNCUT);
    if (!into.overflown()) {
      return Encoded.WHOLE;
    }
    if (entry.requestBody() == null && entry.responseBody() == null) {
      return Encoded.TOO_LARGE;
    }
    write(entry, into.clear(), 0); // tells how much is left for the bodies
    if (into.overflown()) {
      return Encoded.TOO_LARGE;
    }
    int bodyBytes = into.room();
    write(entry, into.clear(), bodyBytes);
    return Encoded.CUT;
  }

  private static void write(RequestLogEntry entry, EntryBuffer into, int bodyBytesMax) {
    request(entry, into);
    bodies(entry, into, bodyBytesMax);
    payment(entry, into);
    client(entry, into);
    into.append('}');
  }

  private static void request(RequestLogEntry entry, EntryBuffer into) {
    text(REQUEST_ID, entry.requestId(), into);
    text(METHOD, entry.method(), into);
    text(PATH, entry.path(), into);
    number(STATUS_CODE, entry.statusCode(), into);
    String responseMs = entry.prepared().responseMs;
    into.append(RESPONSE_MS);
    if (responseMs == null) {
      JsonNumber.append(entry.responseMs(), into);
    } else {
      into.text().append(responseMs, into);
    }
    into.append(TIMESTAMP);
    JsonTime.append(entry.timestamp(), into);
    into.append('"');
    text(CUSTOMER_ID, entry.customerId(), into);
    text(TOOL_NAME, entry.toolName(), into);
    text(ERROR_TYPE, entry.errorType(), into);
    text(PROTOCOL, entry.protocol(), into);
    text(SOURCE, entry.source(), into);
  }

  private static void bodies(RequestLogEntry entry, EntryBuffer into, int bytesMax) {
    number(REQUEST_BODY_SIZE, entry.requestBodySize(), into);
    number(RESPONSE_BODY_SIZE, entry.responseBodySize(), into);
    if (bytesMax == UNCUT) {
      text(REQUEST_BODY, entry.requestBody(), into);
      text(RESPONSE_BODY, entry.responseBody(), into);
    } else {
      int left = cut(REQUEST_BODY, entry.requestBody(), into, bytesMax);
      cut(RESPONSE_BODY, entry.responseBody(), into, left);
    }
    if (bytesMax != UNCUT || entry.truncated()) {
      into.append(TRUNCATED);
    }
  }

  private static void payment(RequestLogEntry entry, EntryBuffer into) {
    String amount = entry.prepared().x402Amount;
    if (amount != null) {
      into.append(X402_AMOUNT);
      into.text().append(amount, into);
    }
    text(X402_TX_HASH, entry.x402TxHash(), into);
    text(X402_TOKEN, entry.x402Token(), into);
    text(X402_PAYER, entry.x402Payer(), into);
  }

  private static void client(RequestLogEntry entry, EntryBuffer into) {
    text(IP_ADDRESS, entry.ipAddress(), into);
    text(USER_AGENT, entry.userAgent(), into);
    text(REFERER, entry.referer(), into);
    text(CONTENT_TYPE, entry.contentType(), into);
    text(ACCEPT_LANGUAGE, entry.acceptLanguage(), into);
    String[] headers = entry.prepared().headers;
    for (int i = 0; i < headers.length; i += 2) {
      into.append(i == 0 ? HEADERS : NEXT_HEADER);
      into.text().append(headers[i], into);
      into.append(HEADER_VALUE);
      into.text().append(headers[i + 1], into);
    }
    if (headers.length > 0) {
      into.append(END_OF_HEADERS);
    }
  }

  private static void text(byte[] name, @Nullable String value, EntryBuffer into) {
    if (value != null) {
      into.append(name);
      into.text().append(value, into);
      into.append('"');
    }
  }

  /** Writes what fits; gives back how many bytes that leaves: none where the value did not fit. */
  private static int cut(byte[] name, @Nullable String value, EntryBuffer into, int bytesMax) {
    if (value == null) {
      return bytesMax;
    }
    into.append(name);
    int from = into.end();
    boolean whole = into.text().append(value, into, bytesMax);
    int left = whole ? bytesMax - (into.end() - from) : 0;
    into.append('"');
    return left;
  }

  private static void number(byte[] name, @Nullable Long value, EntryBuffer into) {
    if (value != null) {
      number(name, value.longValue(), into);
    }
  }

  private static void number(byte[] name, long value, EntryBuffer into) {
    into.append(name);
    JsonNumber.append(value, into);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
