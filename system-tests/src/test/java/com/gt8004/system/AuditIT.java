package com.gt8004.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.analytics.store.DatabaseAddress;
import com.gt8004.analytics.store.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is gone from the database is found, sent again and there once; what was to go is not missed. */
class AuditIT {
  private static final String AGENT = "audited-agent";
  private static final int ENTRIES = 4_000;
  private static final int OLD = 300;

  @Test
  void rowsThatWereDeleted_areNamedAndRestoredExactly() throws Exception {
    try (Product product = new Product()) {
      product.startAnalytics();
      String key = product.addAgent(AGENT);
      product.environment().put("GT8004_API_KEY", key);
      product.environment().put("GT8004_INGEST_URL", product.ingestUrl());
      LocalDate today = LocalDate.now(ZoneOffset.UTC);
      // The last ones are of a day that the service is going to drop.
      String lines = lines(ENTRIES - OLD, Instant.now())
          + lines(OLD, today.minusDays(9).atTime(12, 0).toInstant(ZoneOffset.UTC));
      assertThat(product.cli(lines, "append", "--agent-id", AGENT).exitCode(Duration.ZERO))
          .isZero();
      product.startShipper(key);
      product.awaitDrained(Duration.ofMinutes(2));
      Set<String> before = ids(product.rows(AGENT));
      assertThat(before).hasSize(ENTRIES);

      Set<String> deleted = delete(product);
      assertThat(deleted).hasSize(1_000);
      product.analytics("expire", "--before", today.minusDays(8).toString());
      product.analytics("recount", "--agent", AGENT);

      JsonNode found = audit(product, 3);
      assertThat(found.path("missing_entries").asInt()).isEqualTo(1_000);
      assertThat(missing(found)).isEqualTo(deleted);
      assertThat(found.path("expired_entries").asInt()).isEqualTo(OLD);
      assertThat(found.path("expired_before").asText())
          .isEqualTo(today.minusDays(8).toString());

      for (JsonNode command : found.path("replay")) {
        String[] words = command.asText().split(" ");
        assertThat(words[0]).isEqualTo("gt8004");
        ChildProcess replay =
            product.cli("", List.of(words).subList(1, words.length).toArray(String[]::new));
        assertThat(replay.exitCode(Duration.ZERO)).as(replay.err()).isZero();
      }

      ChildProcess doctor = product.cli("", "doctor", "--output", "json");
      assertThat(doctor.exitCode(Duration.ZERO)).as(doctor.out()).isZero();
      assertThat(doctor.out()).contains("ping_stored");

      JsonNode again = audit(product, 0);
      assertThat(again.path("missing_entries").asInt()).isZero();
      assertThat(again.path("delivered_entries").asInt())
          .as("with the ping")
          .isEqualTo(ENTRIES + 1);
      List<JsonNode> rows = product.rows(AGENT);
      assertThat(rows).as("none twice").hasSize(ENTRIES - OLD);
      assertThat(before).containsAll(ids(rows)).containsAll(deleted);
      JsonNode recounted =
          Product.JSON.readTree(product.analytics("recount", "--agent", AGENT, "--output", "json"));
      assertThat(recounted.at("/agents/0/changed").asBoolean()).isFalse();
      assertThat(recounted.at("/agents/0/after/total_requests").asInt()).isEqualTo(ENTRIES);
    }
  }

  private static JsonNode audit(Product product, int exitCode) throws Exception {
    ChildProcess audit = product.cli("", "audit", "--queue", AGENT, "--output", "json");
    assertThat(audit.exitCode(Duration.ZERO)).as(audit.err()).isEqualTo(exitCode);
    return Product.JSON.readTree(audit.out()).at("/queues/0");
  }

  private static Set<String> delete(Product product) throws Exception {
    DatabaseAddress address =
        EmbeddedPostgres.runningIn(product.home().resolve("analytics/postgres"));
    assertThat(address).isNotNull();
    try (Connection connection =
            DriverManager.getConnection(address.url(), address.user(), address.password());
        Statement statement = connection.createStatement()) {
      Set<String> deleted = new TreeSet<>();
      try (var result = statement.executeQuery("DELETE FROM request_logs WHERE sequence BETWEEN 200"
          + " AND 599 OR sequence BETWEEN 1000 AND 1599 RETURNING journal_id, sequence")) {
        while (result.next()) {
          deleted.add(result.getString(1) + ":" + result.getLong(2));
        }
      }
      return deleted;
    }
  }

  private static Set<String> missing(JsonNode found) {
    Set<String> missing = new TreeSet<>();
    for (JsonNode journal : found.path("journals")) {
      for (JsonNode range : journal.path("missing")) {
        for (long each = range.get(0).asLong(); each <= range.get(1).asLong(); each++) {
          missing.add(journal.path("id").asText() + ":" + each);
        }
      }
    }
    return missing;
  }

  private static Set<String> ids(List<JsonNode> rows) {
    Set<String> ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.path("entry_id").asText()));
    return ids;
  }

  private static String lines(int count, Instant time) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"method\":\"POST\",\"path\":\"/n/" + i
            + "\",\"status_code\":200,\"response_ms\":12.5,\"timestamp\":\"" + time + "\"}\n")
        .collect(Collectors.joining());
  }
}
