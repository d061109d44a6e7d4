package com.gt8004.analytics.testing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Made-up entries of one journal, and what a count of them must give. */
public final class Entries {
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(
      String json,
      int status,
      BigDecimal responseMs,
      @Nullable String tool,
      @Nullable BigDecimal amount,
      @Nullable String hash) {}

  private Entries() {}

  public static Entries random(Random random, UUID journal, int count) {
    Entries made = new Entries();
    for (int i = 0; i < count; i++) {
      made.entries.add(one(random, journal, i));
    }
    return made;
  }

  private static Entry one(Random random, UUID journal, int sequence) {
    int status = List.of(200, 200, 200, 201, 302, 402, 404, 500, 504).get(random.nextInt(9));
    BigDecimal millis =
        BigDecimal.valueOf(Math.round(Math.exp(random.nextGaussian() * 1.5 + 4) * 1_000), 3);
    String tool = random.nextInt(10) == 0 ? null : "tool-" + random.nextInt(4);
    BigDecimal amount = random.nextInt(3) == 0 ? BigDecimal.valueOf(random.nextInt(500), 4) : null;
    // A transaction has one amount, whichever entry names it.
    String hash = amount == null || amount.signum() == 0 || random.nextInt(4) == 0
        ? null
        : "0x" + amount.unscaledValue() + "-" + random.nextInt(2);
    String protocol = List.of("http", "mcp", "a2a").get(random.nextInt(3));
    String json = """
        {"entry_id": "%s:%d", "request_id": "r%d", "method": "POST", "path": "/%s?n=%d", "status_code": %d,
         "response_ms": %s, "timestamp": "2026-11-%02dT%02d:%02d:00Z", "customer_id": "customer-%d",
         "tool_name": %s, "protocol": "%s", "x402_amount": %s, "x402_tx_hash": %s}""".formatted(
            journal,
            sequence,
            sequence,
            protocol,
            sequence,
            status,
            millis,
            18 + random.nextInt(5),
            random.nextInt(24),
            random.nextInt(60),
            random.nextInt(20),
            quoted(tool),
            protocol,
            amount,
            quoted(hash));
    return new Entry(json, status, millis, tool, amount, hash);
  }

  private static String quoted(@Nullable String text) {
    return text == null ? "null" : '"' + text + '"';
  }

  /** The body of a request with these of them. */
  public String batch(List<Integer> numbers) {
    return "{\"entries\": ["
        + String.join(
            ",", numbers.stream().map(number -> entries.get(number).json()).toList())
        + "]}";
  }

  public BigDecimal errors() {
    return BigDecimal.valueOf(entries.stream()
        .filter(entry -> entry.status() >= 400 && entry.status() != 402)
        .count());
  }

  public BigDecimal responseMs() {
    return entries.stream().map(Entry::responseMs).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  public BigDecimal ofTool(String tool) {
    return BigDecimal.valueOf(
        entries.stream().filter(entry -> tool.equals(entry.tool())).count());
  }

  public BigDecimal unproven() {
    return entries.stream()
        .filter(entry -> entry.hash() == null && entry.amount() != null)
        .map(Entry::amount)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  public BigDecimal revenue() {
    Set<String> seen = new HashSet<>();
    return entries.stream()
        .filter(entry -> entry.hash() != null && seen.add(entry.hash()))
        .map(Entry::amount)
        .reduce(unproven(), BigDecimal::add);
  }
}
