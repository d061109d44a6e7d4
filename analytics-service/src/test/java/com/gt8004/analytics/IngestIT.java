package com.gt8004.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.analytics.store.AgentTotals;
import com.gt8004.analytics.testing.TestService;
import com.gt8004.analytics.testing.TestService.Answer;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way of a batch: over HTTP, into a real PostgreSQL, and read back out of the table. */
class IngestIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JOURNAL = "01934a7e-5c00-7000-8000-000000000001";
  private static TestService service;
  private static String myAgentKey;

  @BeforeAll
  static void start() throws Exception {
    service = TestService.shared();
    myAgentKey = service.addAgent("my-agent");
  }

  private static String entry(String id, String more) {
    return """
        {"entry_id": "%s", "request_id": "r-%s", "method": "GET", "path": "/", "status_code": 200, "response_ms": 2,
         "timestamp": "2026-11-22T09:00:00.000001Z"%s}""".formatted(id, id, more);
  }

  private static String batch(String... entries) {
    return "{\"entries\": [" + String.join(",", entries) + "]}";
  }

  private static byte[] gzip(byte[] plain) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  @Test
  void golden_fullRequestIsStoredFieldByFieldAndOnce() throws Exception {
    byte[] body = TestService.golden("request-full.json");
    Answer first = service.ingest(myAgentKey, body, Map.of());
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.json()).isEqualTo(JSON.readTree(TestService.golden("response-accepted.json")));
    assertThat(first.response().headers().firstValue("Accept-Encoding")).contains("gzip");
    Answer packed = service.ingest(myAgentKey, gzip(body), Map.of("Content-Encoding", "gzip"));
    assertThat(packed.json())
        .isEqualTo(JSON.readTree("{\"accepted\":0,\"duplicates\":2,\"rejected\":[]}"));

    List<Map<String, Object>> rows = service.rows("my-agent").stream()
        .filter(row -> String.valueOf(row.get("entry_id")).matches(JOURNAL + ":[78]"))
        .toList();
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0))
        .containsEntry("request_id", "01934a7e-5c07-7000-8000-000000000007")
        .containsEntry("method", "POST")
        .containsEntry("path", "/chat")
        .containsEntry("status_code", 200)
        .containsEntry("response_ms", new BigDecimal("142.5"))
        .containsEntry("timestamp", Instant.parse("2026-11-22T09:00:00.123456Z"))
        .containsEntry("customer_id", "customer-123")
        .containsEntry("tool_name", "chat_completion")
        .containsEntry("request_body", "{\"message\": \"안녕\"}")
        .containsEntry("response_body", "{\"reply\": \"안녕하세요\"}")
        .containsEntry("request_body_size", 21L)
        .containsEntry("x402_amount", new BigDecimal("0.05"))
        .containsEntry("x402_token", "USDC-base")
        .containsEntry("ip_address", "203.0.113.9")
        .containsEntry("protocol", "http")
        .containsEntry("sdk_version", "java-0.1.0")
        .containsEntry("truncated", false);
    assertThat(rows.get(1))
        .containsEntry("timestamp", Instant.parse("2026-11-22T09:00:01Z"))
        .containsEntry("customer_id", "customer-456")
        .containsEntry("error_type", "IllegalStateException")
        .containsEntry("truncated", true);
  }

  @Test
  void golden_camelCaseRequestOfOtherSdksIsStoredAndDeduplicatedByRequestId() throws Exception {
    byte[] body = TestService.golden("request-camel.json");
    assertThat(service.ingest(myAgentKey, body, Map.of()).json().get("accepted").asInt())
        .isEqualTo(1);
    assertThat(
            service.ingest(myAgentKey, body, Map.of()).json().get("duplicates").asInt())
        .isEqualTo(1);
    assertThat(service.rows("my-agent"))
        .filteredOn(row -> "5f0c6f6e-8a53-4f0e-9d0e-2f6f3d6f4b12".equals(row.get("entry_id")))
        .singleElement()
        .satisfies(row -> assertThat(row)
            .containsEntry("customer_id", "customer-123")
            .containsEntry("status_code", 402)
            .containsEntry("x402_token", "USDC-base-sepolia"));
  }

  @Test
  void golden_pingIsAcceptedMarksTheAgentAndStoresNothing() throws Exception {
    String key = service.addAgent("pinged");
    String ping = new String(TestService.golden("request-ping.json"), StandardCharsets.UTF_8)
        .replace("my-agent", "pinged");
    assertThat(service.totals("pinged").sdkConnectedAt()).isNull();
    assertThat(service.ingest(key, ping).json())
        .isEqualTo(JSON.readTree("{\"accepted\":1,\"duplicates\":0,\"rejected\":[]}"));
    assertThat(service.totals("pinged").sdkConnectedAt()).isNotNull();
    assertThat(service.rows("pinged")).isEmpty();
  }

  @Test
  void golden_mixedResponseIsWhatAMixedBatchGets() throws Exception {
    String key = service.addAgent("mixed");
    service.ingest(key, batch(entry(JOURNAL + ":9", "")));
    Answer answer = service.ingest(
        key,
        batch(
            entry(JOURNAL + ":9", ""),
            entry(JOURNAL + ":10", ""),
            entry(JOURNAL + ":11", ", \"status_code\": \"200 OK\""),
            entry(JOURNAL + ":12", "")));
    assertThat(answer.json()).isEqualTo(JSON.readTree(TestService.golden("response-mixed.json")));
    assertThat(service.rows("mixed")).hasSize(3);
    assertThat(service.totals("mixed").rejectedEntries()).isEqualTo(1);
  }

  @Test
  void totals_areExactAfterEachCommitAndDuplicatesChangeNone() throws Exception {
    String key = service.addAgent("totals");
    service.ingest(
        key,
        batch(
            entry("a", ", \"response_ms\": 0.1, \"x402_amount\": 0.1"),
            entry("b", ", \"response_ms\": 0.2, \"x402_amount\": 0.2")));
    service.ingest(
        key,
        batch(
            entry("a", ", \"response_ms\": 0.1, \"x402_amount\": 0.1"),
            entry("c", ", \"response_ms\": 0.6")));
    AgentTotals totals = service.totals("totals");
    assertThat(totals.totalRequests()).isEqualTo(3);
    assertThat(totals.avgResponseMs()).isEqualByComparingTo("0.3");
    assertThat(totals.totalRevenueUsdc()).isEqualByComparingTo("0.3");
    assertThat(totals.duplicateEntries()).isEqualTo(1);
    assertThat(totals.duplicateBatches()).isEqualTo(1);
  }

  @Test
  void sameEntry_twiceInOneBatchIsStoredOnce() throws Exception {
    String key = service.addAgent("twice");
    Answer answer = service.ingest(
        key,
        batch(
            entry("a", ""), entry("a", ""), entry(JOURNAL + ":1", ""), entry(JOURNAL + ":1", "")));
    assertThat(answer.json())
        .isEqualTo(JSON.readTree("{\"accepted\":2,\"duplicates\":2,\"rejected\":[]}"));
    assertThat(service.rows("twice")).hasSize(2);
  }

  @Test
  void entryWithoutATime_getsTheArrivalsAndIsStillStoredOnce() throws Exception {
    String key = service.addAgent("untimed");
    String body = batch(
        entry("a", ", \"timestamp\": null"), entry("a", ", \"timestamp\": null"), entry("b", ""));
    assertThat(service.ingest(key, body).json().get("accepted").asInt()).isEqualTo(2);
    assertThat(service.ingest(key, body).json().get("duplicates").asInt()).isEqualTo(3);
    assertThat(service.rows("untimed"))
        .hasSize(2)
        .filteredOn(row -> row.get("entry_id").equals("a"))
        .singleElement()
        .satisfies(row -> assertThat(row.get("timestamp")).isEqualTo(row.get("received_at")));
    assertThat(service.totals("untimed").totalRequests()).isEqualTo(2);
  }

  @Test
  void oddTimes_areStoredAsSentAndStillDeduplicated() throws Exception {
    String key = service.addAgent("odd-times");
    String body = batch(
        entry("a", ", \"timestamp\": \"0001-01-01T00:00:00Z\""),
        entry("b", ", \"timestamp\": \"9999-12-31T23:59:59.999999Z\""));
    assertThat(service.ingest(key, body).json().get("accepted").asInt()).isEqualTo(2);
    assertThat(service.ingest(key, body).json().get("duplicates").asInt()).isEqualTo(2);
    assertThat(service.rows("odd-times"))
        .extracting(row -> row.get("timestamp"))
        .containsExactly(
            Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-12-31T23:59:59.999999Z"));
  }

  @Test
  void hostileText_isStoredAsTheTextItIs() throws Exception {
    String key = service.addAgent("hostile");
    String sql = "'; DROP TABLE request_logs; --";
    String body = batch(entry(
        "a",
        ", \"path\": \"/\\u0000\\ud800 {\\\"},\\\\\", \"tool_name\": \"" + sql
            + "\", \"request_body\": \"{NULL,\\\"}\", \"headers\": {\"x\": \"\\u0000\\\\u0000\"}"));
    assertThat(service.ingest(key, body).json().get("accepted").asInt()).isEqualTo(1);
    assertThat(service.rows("hostile")).singleElement().satisfies(row -> assertThat(row)
        .containsEntry("path", "/\uFFFD {\"},\\")
        .containsEntry("tool_name", sql)
        .containsEntry("request_body", "{NULL,\"}"));
  }

  @Test
  void key_decidesTheAgent() throws Exception {
    String key = service.addAgent("owner");
    service.addAgent("victim");
    Answer answer = service.ingest(
        key, "{\"agent_id\": \"victim\", " + batch(entry("a", "")).substring(1));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().get("error").asText()).contains("\"owner\"").contains("\"victim\"");
    assertThat(service.rows("victim")).isEmpty();
    assertThat(service.ingest(key, batch(entry("a", ""))).status()).isEqualTo(200);
    assertThat(service.rows("owner")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"'',401", "Basic abc,401", "Bearer,401", "Bearer gt8004_sk_unknown,401"})
  void key_missingOrUnknownIsRefusedWithAChallenge(String authorization, int status)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + "v1/ingest"))
        .POST(HttpRequest.BodyPublishers.ofString(batch(entry("a", ""))));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    Answer answer = TestService.send(request.build());
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.response().headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(answer.json().get("error").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Type,text/plain,415",
    "Content-Type,application/json; charset=euc-kr,415",
    "Content-Type,application/json; charset=UTF-8,200",
    "Content-Encoding,br,415",
    "Content-Encoding,identity,200",
    "Content-Encoding,gzip,400"
  })
  void headers_decideWhatIsUnderstood(String name, String value, int status) throws Exception {
    String key = service.addAgent("headers-" + value);
    Answer answer = service.ingest(
        key, batch(entry("a", "")).getBytes(StandardCharsets.UTF_8), Map.of(name, value));
    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void body_ofFourMebibytesIsTakenAndOfNineIsNot() throws Exception {
    String key = service.addAgent("large");
    byte[] fits = batch(entry("a", ", \"request_body\": \"" + "x".repeat(4 << 20) + "\""))
        .getBytes(StandardCharsets.UTF_8);
    assertThat(service.ingest(key, fits, Map.of()).json().get("accepted").asInt())
        .isEqualTo(1);
    byte[] tooLarge = batch(entry("b", ", \"request_body\": \"" + "x".repeat(9 << 20) + "\""))
        .getBytes(StandardCharsets.UTF_8);
    Answer answer = service.ingest(key, tooLarge, Map.of());
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().get("error").asText()).contains("8388608");
    byte[] bomb = new byte[64 << 20];
    Arrays.fill(bomb, (byte) ' ');
    assertThat(
            service.ingest(key, gzip(bomb), Map.of("Content-Encoding", "gzip")).status())
        .isEqualTo(413);
    assertThat(service.rows("large")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,v1/ingest,405",
    "DELETE,v1/ingest,405",
    "POST,healthz,405",
    "GET,nothing,404",
    "GET,healthz,200",
    "GET,readyz,200",
    "GET,'',200",
    "GET,overview.mjs,200",
    "GET,v1/dashboard/overview,401",
    "GET,..%2f..%2fetc/passwd,400"
  })
  void routes_answerAsTheyShould(String method, String path, int status) throws Exception {
    Answer answer = TestService.send(HttpRequest.newBuilder(URI.create(service.url() + path))
        .method(method, HttpRequest.BodyPublishers.noBody())
        .build());
    assertThat(answer.status()).isEqualTo(status);
    if (status >= 400) {
      assertThat(answer.json().has("error")).isTrue();
    }
    if (status == 405) {
      assertThat(answer.response().headers().firstValue("Allow")).isPresent();
    }
  }

  @Test
  void page_loadsNothingFromElsewhere() throws Exception {
    Answer page =
        TestService.send(HttpRequest.newBuilder(URI.create(service.url())).build());
    assertThat(page.response().headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'")
        .contains("script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(new String(page.response().body(), StandardCharsets.UTF_8))
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("style=")
        .doesNotContain("onclick");
  }

  @Test
  void stats_areForTheHolderOfTheKeyAlone() throws Exception {
    String key = service.addAgent("stats one");
    String other = service.addAgent("stats-two");
    service.ingest(
        key,
        batch(
            entry("a", ""),
            entry("b", ", \"status_code\": 500"),
            entry("c", ", \"status_code\": 402"),
            entry("d", ", \"x402_amount\": 1.25")));
    URI uri = URI.create(service.url() + "v1/agents/stats%20one/stats");
    Answer answer = TestService.send(
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + key).build());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("total_requests").asLong()).isEqualTo(4);
    assertThat(answer.json().get("error_rate").asDouble()).isEqualTo(0.25);
    assertThat(answer.json().get("required_count").asLong()).isEqualTo(1);
    assertThat(answer.json().get("paid_count").asLong()).isEqualTo(1);
    assertThat(answer.json().get("total_revenue_usdc").decimalValue()).isEqualByComparingTo("1.25");
    assertThat(TestService.send(HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + other)
                .build())
            .status())
        .isEqualTo(403);
    assertThat(TestService.send(HttpRequest.newBuilder(uri).build()).status()).isEqualTo(401);
  }

  @Test
  void overview_showsTheMinutesAndTheAgents() throws Exception {
    String key = service.addAgent("overview-agent");
    String now = Instant.now().toString();
    service.ingest(
        key,
        batch(
            entry("a", ", \"timestamp\": \"" + now + "\""),
            entry("b", ", \"timestamp\": \"" + now + "\"")));
    Answer overview = service.getAsAdmin("v1/dashboard/overview");
    assertThat(overview.json().get("requests_per_minute")).hasSize(60);
    long lastHour = 0;
    for (var minute : overview.json().get("requests_per_minute")) {
      lastHour += minute.get("requests").asLong();
    }
    assertThat(lastHour).isGreaterThanOrEqualTo(2);
    assertThat(overview.json().get("agents"))
        .anyMatch(agent -> agent.get("agent_id").asText().equals("overview-agent")
            && agent.get("total_requests").asLong() == 2);
    Answer own = service.get("v1/dashboard/overview", key);
    assertThat(own.json().get("total_agents").asLong()).isEqualTo(1);
    assertThat(own.json().get("total_requests").asLong()).isEqualTo(2);
  }
}
