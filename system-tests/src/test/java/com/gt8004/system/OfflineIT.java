package com.gt8004.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nobody is there to receive: appending goes on, the state is told, and later everything arrives once. */
class OfflineIT {
  private static final int ENTRIES = 100_000;
  private static final String AGENT = "offline-agent";

  @Test
  void withoutAService_entriesWaitAndThenArriveOnce() throws Exception {
    try (Product product = new Product()) {
      // Long enough to be seen open, and not what the test shows: the defaults add half a minute.
      product.environment().putAll(Map.of("GT8004_ATTEMPTS", "1", "GT8004_BREAKER_OPEN", "10s"));
      String key;
      try (ChildProcess service = product.startAnalytics()) {
        key = product.addAgent(AGENT);
      }
      ChildProcess append = product.cli(lines(), "append", "--agent-id", AGENT);
      assertThat(append.exitCode(Duration.ZERO)).as(append.err()).isZero();

      ChildProcess shipper = product.startShipper(key);
      Eventually.holds(Duration.ofSeconds(90), () -> assertThat(
              product.status().path("breaker").path("state").asText())
          .isEqualTo("OPEN"));
      JsonNode printed = product.printedStatus();
      assertThat(printed.path("live").path("breaker").asText()).isEqualTo("OPEN");
      assertThat(printed.path("backlog_entries").asLong()).isEqualTo(ENTRIES);
      double lag = printed.path("lag_seconds").asDouble();
      assertThat(lag).isPositive();
      Eventually.holds(
          Duration.ofSeconds(30),
          () -> assertThat(product.queue().path("lag_seconds").asDouble()).isGreaterThan(lag));

      product.startAnalytics();
      product.awaitDrained(Duration.ofMinutes(3));
      assertThat(shipper.alive()).isTrue();

      List<JsonNode> rows = product.rows(AGENT);
      assertThat(rows).hasSize(ENTRIES);
      assertThat(rows.stream().map(row -> row.path("path").asText()).collect(Collectors.toSet()))
          .hasSize(ENTRIES);
      assertThat(product.counters(AGENT).path("total_requests").asLong()).isEqualTo(ENTRIES);
    }
  }

  private static String lines() {
    return IntStream.range(0, ENTRIES)
        .mapToObj(i -> "{\"method\":\"POST\",\"path\":\"/n/" + i
            + "\",\"status_code\":200,\"response_ms\":12.5,\"tool_name\":\"search\"}\n")
        .collect(Collectors.joining());
  }
}
