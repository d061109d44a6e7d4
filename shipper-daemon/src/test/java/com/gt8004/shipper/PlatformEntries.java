package com.gt8004.shipper;

import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.RequestLogEntryBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Entries with whatever may stand in their fields, as long as their fields may be. */
final class PlatformEntries {
  private static final String[] PIECES = {
    "a",
    "Z9",
    "-",
    " ",
    "안녕",
    "é",
    "\uD83D\uDE00",
    "\u0000",
    "\uD83D",
    "\uDE00",
    "\"",
    "\\",
    "\n",
    "\u0001"
  };

  private PlatformEntries() {}

  /** Entry number {@code i}: with all that may be in it, or without. */
  static RequestLogEntry any(Random random, int i) {
    RequestLogEntryBuilder entry = RequestLogEntry.builder()
        .requestId(i + "-" + text(random, 120))
        .method(random.nextBoolean() ? "tools/call" : text(random, 32))
        .path("/" + text(random, 2_000))
        .statusCode(random.nextInt(1_000))
        .responseMs(random.nextInt(3) == 0 ? random.nextDouble() * 86_400_000 : random.nextInt(90));
    List<Consumer<RequestLogEntryBuilder>> optional = List.of(
        e -> e.customerId(text(random, 128)),
        e -> e.toolName(text(random, 128)),
        e -> e.errorType(text(random, 128)),
        e -> e.requestBody(text(random, random.nextInt(8) == 0 ? 60_000 : 300)),
        e -> e.responseBody(text(random, random.nextInt(8) == 0 ? 100_000 : 300)),
        e -> e.requestBodySize((long) (random.nextDouble() * (1L << 33))),
        e -> e.responseBodySize((long) random.nextInt(99_999)),
        e -> e.x402Amount(amount(random)),
        e -> e.x402TxHash("0x" + "ab".repeat(random.nextBoolean() ? 32 : 45)),
        e -> e.x402Token(random.nextBoolean() ? "USDC-eip155:84532" : text(random, 64)),
        e -> e.x402Payer("0x" + "c".repeat(20 + random.nextInt(40))),
        e -> e.headers(headers(random)),
        e -> e.ipAddress(random.nextBoolean() ? "203.0.113.9" : text(random, 64)),
        e -> e.userAgent(text(random, 1_024)),
        e -> e.referer(text(random, 2_048)),
        e -> e.contentType(text(random, 256)),
        e -> e.acceptLanguage(text(random, 256)),
        e -> e.protocol(List.of("http", "mcp", "a2a").get(random.nextInt(3))),
        e -> e.source(random.nextBoolean() ? "openclaw" : text(random, 32)));
    optional.stream().filter(e -> random.nextInt(3) > 0).forEach(e -> e.accept(entry));
    return entry.build();
  }

  private static BigDecimal amount(Random random) {
    return new BigDecimal(random.nextDouble() * Math.pow(10, random.nextInt(19)))
        .setScale(random.nextInt(19), RoundingMode.HALF_UP);
  }

  private static Map<String, String> headers(Random random) {
    int count = random.nextInt(10) == 0 ? 64 : random.nextInt(4);
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < count; i++) {
      headers.put(text(random, 40), text(random, count == 64 ? 1_024 : 100));
    }
    return headers;
  }

  /** From 1 to {@code unitsMax} UTF-16 units, often all of them, odd ones among them. */
  private static String text(Random random, int unitsMax) {
    int units = random.nextInt(3) == 0 ? unitsMax : 1 + random.nextInt(unitsMax);
    boolean plain = random.nextBoolean();
    StringBuilder text = new StringBuilder();
    while (text.length() < units) {
      text.append(plain ? "abc" : PIECES[random.nextInt(PIECES.length)]);
    }
    return text.substring(0, units);
  }
}
