package com.gt8004.sdk;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Entries such as nobody would write: any value that a builder takes, any text that Java has. */
final class RandomEntries {
  private static final long YEAR_1 = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
  private static final long YEAR_9999 = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private final SplittableRandom random;

  RandomEntries(SplittableRandom random) {
    this.random = random;
  }

  RequestLogEntry next() {
    return RequestLogEntry.builder()
        .requestId(some(128))
        .method(text(1, 32))
        .path(text(1, random.nextInt(20) == 0 ? 2048 : 40))
        .statusCode(random.nextInt(1000))
        .responseMs(millis())
        .timestamp(time())
        .customerId(some(128))
        .toolName(some(128))
        .requestBody(body())
        .responseBody(body())
        .requestBodySize(size())
        .responseBodySize(size())
        .errorType(some(128))
        .x402Amount(amount())
        .x402TxHash(some(128))
        .x402Token(some(64))
        .x402Payer(some(128))
        .headers(headers())
        .ipAddress(some(64))
        .userAgent(some(200))
        .referer(some(100))
        .contentType(some(60))
        .acceptLanguage(some(60))
        .protocol(random.nextBoolean() ? "mcp" : null)
        .source(some(32))
        .build();
  }

  private @Nullable String some(int charactersMax) {
    return random.nextInt(3) == 0 ? null : text(1, charactersMax);
  }

  private @Nullable String body() {
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> text(0, 5_000);
      default -> text(0, 300);
    };
  }

  private @Nullable Long size() {
    return random.nextBoolean() ? random.nextLong(Long.MAX_VALUE) >> random.nextInt(63) : null;
  }

  private double millis() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(86_400_001);
      case 1 -> random.nextInt(86_400_000) / 1e3;
      case 2 -> random.nextLong(86_400_000_000_000L) / 1e6;
      case 3 -> random.nextLong(1_000_000_000L) / 1e9;
      case 4 -> random.nextDouble(86_400_000);
      default -> Double.longBitsToDouble(random.nextLong(Double.doubleToLongBits(86_400_000)));
    };
  }

  private Instant time() {
    return Instant.ofEpochSecond(random.nextLong(YEAR_1, YEAR_9999), random.nextInt(1_000_000_000));
  }

  private @Nullable BigDecimal amount() {
    if (random.nextBoolean()) {
      return null;
    }
    BigInteger digits =
        new BigInteger(1 + random.nextInt(60), new java.util.Random(random.nextLong()));
    int scale = random.nextInt(-1, 19);
    return new BigDecimal(digits, scale);
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = random.nextInt(-6, 6); i > 0; i--) {
      headers.put(text(1, 20), text(0, 60));
    }
    return headers;
  }

  /** Of one kind mostly, so that each way through the encoder has a text all to itself now and then. */
  String text(int charactersMin, int charactersMax) {
    int length = random.nextInt(charactersMin, charactersMax + 1);
    int kinds = 1 + random.nextInt(3);
    int[] kind = {random.nextInt(9), random.nextInt(9), random.nextInt(9)};
    StringBuilder text = new StringBuilder(length + 1);
    while (text.length() < length) {
      int repeats = 1 + random.nextInt(40);
      int present = kind[random.nextInt(kinds)];
      for (int i = 0; i < repeats && text.length() < length; i++) {
        text.appendCodePoint(character(present));
      }
    }
    text.setLength(length); // may leave half a pair
    return text.toString();
  }

  private int character(int kind) {
    return switch (kind) {
      case 0 -> random.nextInt(0x20);
      case 1 -> "\"\\/".charAt(random.nextInt(3));
      case 2 -> 0x7F + random.nextInt(0x81);
      case 3 -> 0xAC00 + random.nextInt(11_172);
      case 4 -> Character.MIN_SURROGATE + random.nextInt(2_048);
      case 5 -> random.nextInt(0x10000, 0x110000);
      case 6 -> random.nextInt(0x10000);
      default -> 0x20 + random.nextInt(0x5F);
    };
  }
}
