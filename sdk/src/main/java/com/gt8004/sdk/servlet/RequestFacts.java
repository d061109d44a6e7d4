package com.gt8004.sdk.servlet;

import com.gt8004.sdk.SecretHeaders;
import com.gt8004.sdk.capture.FieldText;
import com.gt8004.sdk.capture.x402.PaymentHeaders;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is known by when it arrives, within the limits of an entry. Read at once, since a
 * container may reuse the request's object before an asynchronous response has ended.
 */
record RequestFacts(
    long startNanos,
    Instant arrival,
    String method,
    String path,
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

  /** The headers an entry keeps; all others may hold secrets. */
  private static final List<String> HEADERS_KEPT =
      List.of("user-agent", "content-type", "referer", "accept");

  private static final int HEADER_CHARACTERS_MAX = 1024;

  static RequestFacts of(
      HttpServletRequest request, CustomerRules rules, long startNanos, Instant arrival) {
    return new RequestFacts(
        startNanos,
        arrival,
        orElse(FieldText.cut(request.getMethod(), 32), "UNKNOWN"),
        orElse(FieldText.cut(withoutSession(request.getRequestURI()), 2048), "/"),
        request.getQueryString(),
        request.getContentLengthLong(),
        request.getHeader("Transfer-Encoding") != null,
        FieldText.cut(request.getContentType(), 256),
        request.getHeader("Content-Encoding"),
        rules.customerInHeaders(request),
        rules.address(request),
        request.getHeader("Mcp-Session-Id") != null
            || request.getHeader("MCP-Protocol-Version") != null,
        FieldText.cut(request.getHeader("User-Agent"), 1024),
        FieldText.cut(FieldText.withoutQuery(request.getHeader("Referer")), 2048),
        FieldText.cut(request.getHeader("Accept-Language"), 256),
        new PaymentHeaders(request::getHeader),
        keptHeaders(request));
  }

  private static Map<String, String> keptHeaders(HttpServletRequest request) {
    Map<String, String> kept = new LinkedHashMap<>();
    for (String name : HEADERS_KEPT) {
      String value = SecretHeaders.isSecret(name) ? null : request.getHeader(name);
      String safe = name.equals("referer") ? FieldText.withoutQuery(value) : value;
      String cut = FieldText.cut(safe, HEADER_CHARACTERS_MAX);
      if (cut != null) {
        kept.put(name, cut);
      }
    }
    return kept;
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
