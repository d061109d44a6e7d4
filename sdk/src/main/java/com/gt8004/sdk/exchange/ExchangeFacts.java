package com.gt8004.sdk.exchange;

import com.gt8004.sdk.capture.BearerClaims;
import com.gt8004.sdk.capture.ClientAddress;
import com.gt8004.sdk.capture.CustomerId;
import com.gt8004.sdk.capture.FieldText;
import com.gt8004.sdk.capture.x402.PaymentHeaders;
import com.gt8004.sdk.queue.EpochClock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an exchange is known by when it arrives, within the limits of an entry. */
record ExchangeFacts(
    long startNanos,
    Instant arrival,
    String method,
    String path,
    @Nullable String contentType,
    @Nullable String contentEncoding,
    @Nullable Long contentLength,
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

  static ExchangeFacts of(
      Arrival arrival, ClientAddress addresses, @Nullable String claim, EpochClock clock) {
    Function<String, @Nullable String> header = arrival.header();
    return new ExchangeFacts(
        clock.nanoTime(),
        clock.now(),
        orElse(FieldText.cut(arrival.method(), 32), "UNKNOWN"),
        orElse(FieldText.cut(arrival.path(), 2048), "/"),
        FieldText.cut(header.apply("Content-Type"), 256),
        header.apply("Content-Encoding"),
        length(header.apply("Content-Length")),
        customer(header, claim),
        address(arrival, addresses),
        header.apply("Mcp-Session-Id") != null || header.apply("MCP-Protocol-Version") != null,
        FieldText.cut(header.apply("User-Agent"), 1024),
        FieldText.cut(FieldText.withoutQuery(header.apply("Referer")), 2048),
        FieldText.cut(header.apply("Accept-Language"), 256),
        new PaymentHeaders(name -> name == null ? null : header.apply(name)),
        kept(header));
  }

  private static @Nullable String address(Arrival arrival, ClientAddress addresses) {
    Function<String, @Nullable String> header = arrival.header();
    String client = addresses.of(
        arrival.connectedAddress(), header.apply("X-Forwarded-For"), header.apply("Forwarded"));
    return FieldText.cut(client, 64);
  }

  private static @Nullable String customer(
      Function<String, @Nullable String> header, @Nullable String claim) {
    String named = CustomerId.fromHeader(header.apply(CustomerId.HEADER));
    return named != null || claim == null
        ? named
        : BearerClaims.claim(header.apply("Authorization"), claim);
  }

  private static Map<String, String> kept(Function<String, @Nullable String> header) {
    Map<String, String> kept = new LinkedHashMap<>();
    for (String name : HEADERS_KEPT) {
      String value = header.apply(name);
      String safe = name.equals("referer") ? FieldText.withoutQuery(value) : value;
      String cut = FieldText.cut(safe, HEADER_CHARACTERS_MAX);
      if (cut != null) {
        kept.put(name, cut);
      }
    }
    return kept;
  }

  private static @Nullable Long length(@Nullable String text) {
    try {
      return text == null ? null : Long.valueOf(Math.max(0, Long.parseLong(text.strip())));
    } catch (NumberFormatException nonsense) {
      return null;
    }
  }

  private static String orElse(@Nullable String value, String fallback) {
    return value != null ? value : fallback;
  }
}
