package com.gt8004.sdk.servlet;

import com.gt8004.sdk.capture.FieldText;
import com.gt8004.sdk.capture.x402.PaymentHeaders;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is known by when it arrives, within the limits of an entry. Read at once, since a
 * container may reuse the request's object before an asynchronous response has ended. Asks for headers
 * alone: a container may parse what it is asked for otherwise, once, and answer the next one differently.
 */
record RequestFacts(
    long startNanos,
    Instant arrival,
    String method,
    String path,
    String pathInApplication,
    @Nullable String query,
    long contentLength,
    boolean chunked,
    @Nullable String contentType,
    @Nullable String contentEncoding,
    @Nullable String customerId,
    @Nullable String ipAddress,
    boolean hasMcpHeader,
    @Nullable String userAgent,
    @Nullable String referer,
    @Nullable String acceptLanguage,
    PaymentHeaders payment,
    Map<String, String> headers) {

  static RequestFacts of(
      HttpServletRequest request,
      CustomerRules rules,
      KeptHeaders kept,
      long startNanos,
      Instant arrival) {
    long length = request.getContentLengthLong();
    return new RequestFacts(
        startNanos,
        arrival,
        orElse(FieldText.cut(request.getMethod(), 32), "UNKNOWN"),
        orElse(FieldText.cut(withoutSession(request.getRequestURI()), 2048), "/"),
        pathInApplication(request),
        request.getQueryString(),
        length,
        length < 0 && request.getHeader("Transfer-Encoding") != null,
        FieldText.cut(request.getHeader("Content-Type"), 256),
        request.getHeader("Content-Encoding"),
        rules.customerInHeaders(request),
        rules.address(request),
        request.getHeader("Mcp-Session-Id") != null
            || request.getHeader("MCP-Protocol-Version") != null,
        FieldText.cut(request.getHeader("User-Agent"), 1024),
        FieldText.cut(FieldText.withoutQuery(request.getHeader("Referer")), 2048),
        FieldText.cut(request.getHeader("Accept-Language"), 256),
        new PaymentHeaders(request::getHeader),
        kept.of(request));
  }

  /** What patterns of paths are compared with. */
  static String pathInApplication(HttpServletRequest request) {
    String path = request.getRequestURI();
    String context = request.getContextPath();
    return context != null && path.startsWith(context) ? path.substring(context.length()) : path;
  }

  /** A session id in the path is a credential like a cookie. */
  private static @Nullable String withoutSession(@Nullable String path) {
    if (path == null) {
      return null;
    }
    int start = path.toLowerCase(Locale.ROOT).indexOf(";jsessionid=");
    if (start < 0) {
      return path;
    }
    int end = start + 1;
    while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != ';') {
      end++;
    }
    return path.substring(0, start) + path.substring(end);
  }

  private static String orElse(@Nullable String value, String fallback) {
    return value != null ? value : fallback;
  }
}
