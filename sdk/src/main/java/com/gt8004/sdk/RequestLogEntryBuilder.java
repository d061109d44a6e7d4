package com.gt8004.sdk;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.TimeOrderedUuid;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link RequestLogEntry}. Every setter checks its value at once and throws {@link
 * IllegalArgumentException} with the field, the value and the limit; a null clears an optional
 * field. Not thread-safe.
 */
public final class RequestLogEntryBuilder {
  @Nullable
  String requestId;

  @Nullable
  String method;

  @Nullable
  String path;

  @Nullable
  Integer statusCode;

  @Nullable
  Double responseMs;

  @Nullable
  Instant timestamp;

  @Nullable
  String customerId;

  @Nullable
  String toolName;

  @Nullable
  String requestBody;

  @Nullable
  String responseBody;

  @Nullable
  Long requestBodySize;

  @Nullable
  Long responseBodySize;

  @Nullable
  String errorType;

  @Nullable
  BigDecimal x402Amount;

  @Nullable
  String x402TxHash;

  @Nullable
  String x402Token;

  @Nullable
  String x402Payer;

  Map<String, String> headers = new LinkedHashMap<>();

  @Nullable
  String ipAddress;

  @Nullable
  String userAgent;

  @Nullable
  String referer;

  @Nullable
  String contentType;

  @Nullable
  String acceptLanguage;

  @Nullable
  String protocol;

  @Nullable
  String source;

  boolean truncated;

  RequestLogEntryBuilder() {}

  RequestLogEntryBuilder(RequestLogEntry from) {
    requestId = from.requestId();
    method = from.method();
    path = from.path();
    statusCode = from.statusCode();
    responseMs = from.responseMs();
    timestamp = from.timestamp();
    customerId = from.customerId();
    toolName = from.toolName();
    requestBody = from.requestBody();
    responseBody = from.responseBody();
    requestBodySize = from.requestBodySize();
    responseBodySize = from.responseBodySize();
    errorType = from.errorType();
    x402Amount = from.x402Amount();
    x402TxHash = from.x402TxHash();
    x402Token = from.x402Token();
    x402Payer = from.x402Payer();
    headers = new LinkedHashMap<>(from.headers());
    ipAddress = from.ipAddress();
    userAgent = from.userAgent();
    referer = from.referer();
    contentType = from.contentType();
    acceptLanguage = from.acceptLanguage();
    protocol = from.protocol();
    source = from.source();
    truncated = from.truncated();
  }

  /** Identity of the request, 1 to 128 characters; the service deduplicates foreign entries by it. Default: a new time-ordered UUID (version 7). */
  public RequestLogEntryBuilder requestId(@Nullable String requestId) {
    this.requestId = FieldCheck.text("requestId", requestId, 128);
    return this;
  }

  /** Required. HTTP method, or the protocol's own such as {@code tools/call}; 1 to 32 characters. */
  public RequestLogEntryBuilder method(String method) {
    this.method = FieldCheck.text("method", method, 32);
    return this;
  }

  /** Required. Path without its query string (queries hold secrets); 1 to 2,048 characters. */
  public RequestLogEntryBuilder path(String path) {
    this.path = FieldCheck.text("path", path, 2048);
    return this;
  }

  /** Required. HTTP status, 0 to 999; 0 where no response was begun. */
  public RequestLogEntryBuilder statusCode(int statusCode) {
    this.statusCode = FieldCheck.range("statusCode", statusCode, 0, 999);
    return this;
  }

  /** Required. Time from the request's arrival to the end of the response, in milliseconds; 0 to 86,400,000 (a day). */
  public RequestLogEntryBuilder responseMs(double responseMs) {
    this.responseMs = FieldCheck.millis("responseMs", responseMs);
    return this;
  }

  /** Event time: when the request arrived. Sent with microseconds in UTC. Default: now. */
  public RequestLogEntryBuilder timestamp(@Nullable Instant timestamp) {
    this.timestamp = FieldCheck.time("timestamp", timestamp);
    return this;
  }

  /** Who asked, as you name them; at most 128 characters. The service falls back to headers, bodies and address. */
  public RequestLogEntryBuilder customerId(@Nullable String customerId) {
    this.customerId = FieldCheck.text("customerId", customerId, 128);
    return this;
  }

  /** Tool or function that was used; at most 128 characters. */
  public RequestLogEntryBuilder toolName(@Nullable String toolName) {
    this.toolName = FieldCheck.text("toolName", toolName, 128);
    return this;
  }

  /** Request body as text; cut to fit where the entry is more than 1 MiB when encoded, after the response body. */
  public RequestLogEntryBuilder requestBody(@Nullable String requestBody) {
    this.requestBody = requestBody;
    return this;
  }

  /** Response body as text; cut to fit where the entry is more than 1 MiB when encoded. */
  public RequestLogEntryBuilder responseBody(@Nullable String responseBody) {
    this.responseBody = responseBody;
    return this;
  }

  /** Real size of the request body in bytes, 0 or more, also where the body itself was cut. */
  public RequestLogEntryBuilder requestBodySize(@Nullable Long requestBodySize) {
    this.requestBodySize = FieldCheck.size("requestBodySize", requestBodySize);
    return this;
  }

  /** Real size of the response body in bytes, 0 or more, also where the body itself was cut. */
  public RequestLogEntryBuilder responseBodySize(@Nullable Long responseBodySize) {
    this.responseBodySize = FieldCheck.size("responseBodySize", responseBodySize);
    return this;
  }

  /** Class of an error, such as an exception's simple name; at most 128 characters. */
  public RequestLogEntryBuilder errorType(@Nullable String errorType) {
    this.errorType = FieldCheck.text("errorType", errorType, 128);
    return this;
  }

  /** Paid amount in units of the token (0.05 is five cents of USDC); 0 or more, at most 20 digits before and 18 after the point. */
  public RequestLogEntryBuilder x402Amount(@Nullable BigDecimal x402Amount) {
    this.x402Amount = FieldCheck.amount("x402Amount", x402Amount);
    return this;
  }

  /** Hash of the settled on-chain transaction; at most 128 characters. */
  public RequestLogEntryBuilder x402TxHash(@Nullable String x402TxHash) {
    this.x402TxHash = FieldCheck.text("x402TxHash", x402TxHash, 128);
    return this;
  }

  /** Token paid with, such as {@code USDC-base}; at most 64 characters. */
  public RequestLogEntryBuilder x402Token(@Nullable String x402Token) {
    this.x402Token = FieldCheck.text("x402Token", x402Token, 64);
    return this;
  }

  /** Address that paid; at most 128 characters. */
  public RequestLogEntryBuilder x402Payer(@Nullable String x402Payer) {
    this.x402Payer = FieldCheck.text("x402Payer", x402Payer, 128);
    return this;
  }

  /** Chosen request headers. At most 64, names to 128 and values to 1,024 characters; the values of credential, cookie and payment headers are replaced by {@code ***}. Default: none. */
  public RequestLogEntryBuilder headers(Map<String, String> headers) {
    this.headers = FieldCheck.headers(headers);
    return this;
  }

  /** Address of the client; at most 64 characters. */
  public RequestLogEntryBuilder ipAddress(@Nullable String ipAddress) {
    this.ipAddress = FieldCheck.text("ipAddress", ipAddress, 64);
    return this;
  }

  /** User-Agent header; at most 1,024 characters. */
  public RequestLogEntryBuilder userAgent(@Nullable String userAgent) {
    this.userAgent = FieldCheck.text("userAgent", userAgent, 1024);
    return this;
  }

  /** Referer header; at most 2,048 characters. */
  public RequestLogEntryBuilder referer(@Nullable String referer) {
    this.referer = FieldCheck.text("referer", referer, 2048);
    return this;
  }

  /** Content-Type of the request; at most 256 characters. */
  public RequestLogEntryBuilder contentType(@Nullable String contentType) {
    this.contentType = FieldCheck.text("contentType", contentType, 256);
    return this;
  }

  /** Accept-Language header; at most 256 characters. */
  public RequestLogEntryBuilder acceptLanguage(@Nullable String acceptLanguage) {
    this.acceptLanguage = FieldCheck.text("acceptLanguage", acceptLanguage, 256);
    return this;
  }

  /** {@code http}, {@code mcp} or {@code a2a}. */
  public RequestLogEntryBuilder protocol(@Nullable String protocol) {
    this.protocol = FieldCheck.protocol(protocol);
    return this;
  }

  /** Where the entry comes from, at most 32 characters; the service takes {@code sdk} where it is left out and stores no request for {@code sdk_ping}. */
  public RequestLogEntryBuilder source(@Nullable String source) {
    this.source = FieldCheck.text("source", source, 32);
    return this;
  }

  /** Whether a body was cut already, by whoever captured it. Default false; the queue's own cut says it by itself. */
  public RequestLogEntryBuilder truncated(boolean truncated) {
    this.truncated = truncated;
    return this;
  }

  /**
   * The entry. {@code requestId} and {@code timestamp} are made here where they were not set.
   *
   * @throws IllegalStateException if a required field is missing, naming it
   */
  public RequestLogEntry build() {
    String id = requestId != null ? requestId : TimeOrderedUuid.next().toString();
    Instant time = timestamp != null ? timestamp : EpochClock.system().now();
    return new RequestLogEntry(this, id, time);
  }
}
