package com.gt8004.sdk;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One logged request. Immutable, so it may be shared between threads and logged more than once (each
 * append is an entry of its own, with its own entry id).
 *
 * <p>Built by {@link #builder()}, which refuses values that no service would store, naming field,
 * value and limit. Names on the wire are these in snake case ({@code statusCode} is {@code
 * status_code}); absent values are left out.
 */
public final class RequestLogEntry {
  private final String requestId;
  private final String method;
  private final String path;
  private final int statusCode;
  private final double responseMs;
  private final Instant timestamp;
  private final @Nullable String customerId;
  private final @Nullable String toolName;
  private final @Nullable String requestBody;
  private final @Nullable String responseBody;
  private final @Nullable Long requestBodySize;
  private final @Nullable Long responseBodySize;
  private final @Nullable String errorType;
  private final @Nullable BigDecimal x402Amount;
  private final @Nullable String x402TxHash;
  private final @Nullable String x402Token;
  private final @Nullable String x402Payer;
  private final Map<String, String> headers;
  private final @Nullable String ipAddress;
  private final @Nullable String userAgent;
  private final @Nullable String referer;
  private final @Nullable String contentType;
  private final @Nullable String acceptLanguage;
  private final @Nullable String protocol;
  private final @Nullable String source;
  private final boolean truncated;
  private final PreparedTexts prepared;

  RequestLogEntry(RequestLogEntryBuilder from, String requestId, Instant timestamp) {
    this.requestId = requestId;
    this.method = FieldCheck.required("method", from.method);
    this.path = FieldCheck.required("path", from.path);
    this.statusCode = FieldCheck.required("statusCode", from.statusCode);
    this.responseMs = FieldCheck.required("responseMs", from.responseMs);
    this.timestamp = timestamp;
    this.customerId = from.customerId;
    this.toolName = from.toolName;
    this.requestBody = from.requestBody;
    this.responseBody = from.responseBody;
    this.requestBodySize = from.requestBodySize;
    this.responseBodySize = from.responseBodySize;
    this.errorType = from.errorType;
    this.x402Amount = from.x402Amount;
    this.x402TxHash = from.x402TxHash;
    this.x402Token = from.x402Token;
    this.x402Payer = from.x402Payer;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(from.headers));
    this.ipAddress = from.ipAddress;
    this.userAgent = from.userAgent;
    this.referer = from.referer;
    this.contentType = from.contentType;
    this.acceptLanguage = from.acceptLanguage;
    this.protocol = from.protocol;
    this.source = from.source;
    this.truncated = from.truncated;
    this.prepared = new PreparedTexts(responseMs, x402Amount, headers);
  }

  /** A builder with nothing set. */
  public static RequestLogEntryBuilder builder() {
    return new RequestLogEntryBuilder();
  }

  /** A builder that holds everything of this entry, the request id and the timestamp included. */
  public RequestLogEntryBuilder toBuilder() {
    return new RequestLogEntryBuilder(this);
  }

  /** {@code request_id}; see {@link RequestLogEntryBuilder#requestId}. */
  public String requestId() {
    return requestId;
  }

  /** {@code method}; see {@link RequestLogEntryBuilder#method}. */
  public String method() {
    return method;
  }

  /** {@code path}; see {@link RequestLogEntryBuilder#path}. */
  public String path() {
    return path;
  }

  /** {@code status_code}; see {@link RequestLogEntryBuilder#statusCode}. */
  public int statusCode() {
    return statusCode;
  }

  /** {@code response_ms}; see {@link RequestLogEntryBuilder#responseMs}. */
  public double responseMs() {
    return responseMs;
  }

  /** {@code timestamp}; see {@link RequestLogEntryBuilder#timestamp}. */
  public Instant timestamp() {
    return timestamp;
  }

  /** {@code customer_id}; see {@link RequestLogEntryBuilder#customerId}. */
  public @Nullable String customerId() {
    return customerId;
  }

  /** {@code tool_name}; see {@link RequestLogEntryBuilder#toolName}. */
  public @Nullable String toolName() {
    return toolName;
  }

  /** {@code request_body}; see {@link RequestLogEntryBuilder#requestBody}. */
  public @Nullable String requestBody() {
    return requestBody;
  }

  /** {@code response_body}; see {@link RequestLogEntryBuilder#responseBody}. */
  public @Nullable String responseBody() {
    return responseBody;
  }

  /** {@code request_body_size}; see {@link RequestLogEntryBuilder#requestBodySize}. */
  public @Nullable Long requestBodySize() {
    return requestBodySize;
  }

  /** {@code response_body_size}; see {@link RequestLogEntryBuilder#responseBodySize}. */
  public @Nullable Long responseBodySize() {
    return responseBodySize;
  }

  /** {@code error_type}; see {@link RequestLogEntryBuilder#errorType}. */
  public @Nullable String errorType() {
    return errorType;
  }

  /** {@code x402_amount}; see {@link RequestLogEntryBuilder#x402Amount}. */
  public @Nullable BigDecimal x402Amount() {
    return x402Amount;
  }

  /** {@code x402_tx_hash}; see {@link RequestLogEntryBuilder#x402TxHash}. */
  public @Nullable String x402TxHash() {
    return x402TxHash;
  }

  /** {@code x402_token}; see {@link RequestLogEntryBuilder#x402Token}. */
  public @Nullable String x402Token() {
    return x402Token;
  }

  /** {@code x402_payer}; see {@link RequestLogEntryBuilder#x402Payer}. */
  public @Nullable String x402Payer() {
    return x402Payer;
  }

  /** {@code headers}; see {@link RequestLogEntryBuilder#headers}. */
  public Map<String, String> headers() {
    return headers;
  }

  /** {@code ip_address}; see {@link RequestLogEntryBuilder#ipAddress}. */
  public @Nullable String ipAddress() {
    return ipAddress;
  }

  /** {@code user_agent}; see {@link RequestLogEntryBuilder#userAgent}. */
  public @Nullable String userAgent() {
    return userAgent;
  }

  /** {@code referer}; see {@link RequestLogEntryBuilder#referer}. */
  public @Nullable String referer() {
    return referer;
  }

  /** {@code content_type}; see {@link RequestLogEntryBuilder#contentType}. */
  public @Nullable String contentType() {
    return contentType;
  }

  /** {@code accept_language}; see {@link RequestLogEntryBuilder#acceptLanguage}. */
  public @Nullable String acceptLanguage() {
    return acceptLanguage;
  }

  /** {@code protocol}; see {@link RequestLogEntryBuilder#protocol}. */
  public @Nullable String protocol() {
    return protocol;
  }

  /** {@code source}; see {@link RequestLogEntryBuilder#source}. */
  public @Nullable String source() {
    return source;
  }

  /** {@code truncated}; see {@link RequestLogEntryBuilder#truncated}. */
  public boolean truncated() {
    return truncated;
  }

  /** What encoding this entry needs beside its values. */
  PreparedTexts prepared() {
    return prepared;
  }

  /** Names the request without its bodies, headers or payment: safe for a log line. */
  @Override
  public String toString() {
    return "RequestLogEntry[" + requestId + " " + method + " " + path + " " + statusCode + "]";
  }
}
