package com.gt8004.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.analytics.access.LoginLink;
import com.gt8004.analytics.server.AnalyticsServer;
import com.gt8004.analytics.server.DatabaseChoice;
import com.gt8004.analytics.server.ServiceSettings;
import com.gt8004.analytics.store.AgentStore;
import com.gt8004.analytics.store.ApiKey;
import com.gt8004.analytics.store.SessionStore;
import com.gt8004.analytics.testing.Certificates;
import com.gt8004.analytics.testing.Eventually;
import com.gt8004.analytics.testing.TestFolders;
import com.gt8004.analytics.testing.TestService;
import com.gt8004.analytics.testing.TestService.Answer;
import com.gt8004.analytics.time.ServiceClock;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who gets in, as whom, and for how long. */
class AccessIT {
  private static TestService service;

  @BeforeAll
  static void start() throws Exception {
    service = TestService.shared();
  }

  private static Answer session(String method, String body, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + "v1/session"))
        .method(method, HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return TestService.send(request.build());
  }

  private static String cookieOf(Answer login) {
    return login.response().headers().firstValue("Set-Cookie").orElse("").split(";")[0];
  }

  private static Answer get(String path, String cookie) throws Exception {
    return TestService.send(HttpRequest.newBuilder(URI.create(service.url() + path))
        .header("Cookie", cookie)
        .build());
  }

  @Test
  void loginLink_letsOneBrowserInOnceAsSomebodyWhoSeesAll() throws Exception {
    SessionStore sessions = new SessionStore(service.database());
    String link = LoginLink.make(sessions, "http://127.0.0.1:9093/", ServiceClock.system());
    assertThat(link).matches("http://127\\.0\\.0\\.1:9093/login#gt8004_sk_[0-9a-f]{64}");
    String body = "{\"token\": \"" + link.substring(link.indexOf('#') + 1) + "\"}";
    Answer login = session("POST", body);
    assertThat(login.status()).isEqualTo(200);
    assertThat(login.json().get("role").asText()).isEqualTo("admin");
    assertThat(login.response().headers().firstValue("Set-Cookie").orElse(""))
        .contains("HttpOnly")
        .contains("SameSite=Strict")
        .doesNotContain("Secure");
    assertThat(session("POST", body).status()).as("used").isEqualTo(401);

    service.addAgent("access-any");
    String cookie = cookieOf(login);
    assertThat(get("v1/agents/access-any/stats", cookie).status()).isEqualTo(200);
    assertThat(get("v1/dashboard/agents", cookie).json().get("agents")).isNotEmpty();
    assertThat(session("DELETE", "", "Cookie", cookie).status()).isEqualTo(200);
    assertThat(get("v1/session", cookie).status()).isEqualTo(401);
    assertThat(get("v1/dashboard/agents", cookie).status()).isEqualTo(401);
  }

  @Test
  void apiKey_opensASessionThatSeesItsAgentAlone() throws Exception {
    String key = service.addAgent("access-mine");
    service.addAgent("access-theirs");
    Answer login = session("POST", "{\"api_key\": \"" + key + "\"}");
    String cookie = cookieOf(login);
    assertThat(login.json().get("agent_id").asText()).isEqualTo("access-mine");
    assertThat(get("v1/agents/access-mine/stats", cookie).status()).isEqualTo(200);
    assertThat(get("v1/agents/access-theirs/stats", cookie).status()).isEqualTo(403);
    assertThat(get("v1/dashboard/agents", cookie).json().get("agents")).hasSize(1);
    // A session is for looking; entries come with a key.
    Answer ingest = TestService.send(HttpRequest.newBuilder(URI.create(service.url() + "v1/ingest"))
        .header("Cookie", cookie)
        .POST(HttpRequest.BodyPublishers.ofString("{\"entries\": [{}]}"))
        .build());
    assertThat(ingest.status()).isEqualTo(401);
  }

  @Test
  void login_isRefusedToOtherPagesAndNonsense() throws Exception {
    String key = service.addAgent("access-csrf");
    String body = "{\"api_key\": \"" + key + "\"}";
    assertThat(session("POST", body, "Origin", "https://evil.example").status()).isEqualTo(403);
    assertThat(session("POST", body, "Origin", "null").status()).isEqualTo(403);
    String own = service.url().substring(0, service.url().length() - 1);
    assertThat(session("POST", body, "Origin", own).status()).isEqualTo(200);
    for (String bad : new String[] {"", "[]", "{", "{\"token\": 1}", "x".repeat(10_000)}) {
      assertThat(session("POST", bad).status()).isIn(400, 401);
    }
    assertThat(session("POST", "{\"token\": \"" + key + "\"}").status()).isEqualTo(401);
    assertThat(get("v1/session", "gt8004_session=' OR 1=1").status()).isEqualTo(401);
  }

  @Test
  void session_andLinkEndWithTime() {
    SessionStore sessions = new SessionStore(service.database());
    Instant then = Instant.parse("2026-01-01T00:00:00Z");
    ApiKey link = ApiKey.random();
    sessions.addLink(link, then);
    assertThat(sessions.useLink(link, then.plus(SessionStore.LINK_VALID))).isFalse();
    ApiKey token = ApiKey.random();
    sessions.open(token, new SessionStore.Session(null), then);
    assertThat(sessions.find(token, then.plusSeconds(1))).isNotNull();
    assertThat(sessions.find(token, then.plus(SessionStore.SESSION_VALID))).isNull();
  }

  @Test
  void rotatedKey_isValidTogetherWithTheNewOneUntilTheOverlapEnds() throws Exception {
    String old = service.addAgent("access-rotated");
    AgentStore agents = new AgentStore(service.database());
    ApiKey next = ApiKey.random();
    assertThat(agents.rotate("access-rotated", next, Duration.ofHours(1))).hasSize(1);
    assertThat(agents.agentOf(ApiKey.of(old))).isEqualTo("access-rotated");
    assertThat(agents.agentOf(next)).isEqualTo("access-rotated");
    ApiKey last = ApiKey.random();
    assertThat(agents.rotate("access-rotated", last, Duration.ZERO)).hasSize(2);
    assertThat(agents.agentOf(ApiKey.of(old))).isNull();
    assertThat(agents.agentOf(next)).isNull();
    assertThat(agents.agentOf(last)).isEqualTo("access-rotated");
    assertThat(agents.rotate("access-nobody", ApiKey.random(), Duration.ZERO)).isNull();
  }

  @Test
  void tls_servesWithCertificateFilesAndLimitsTheRate() throws Exception {
    Path folder = TestFolders.make("tls");
    try {
      Certificates first = Certificates.make(folder.resolve("one"));
      ServiceSettings settings = new ServiceSettings(
          InetSocketAddress.createUnresolved("127.0.0.1", 0), first.tls(), 1, 0, 0);
      try (AnalyticsServer server = AnalyticsServer.start(
          settings,
          new DatabaseChoice(folder.resolve("data"), service.address(), null),
          ServiceClock.system())) {
        assertThat(server.url()).startsWith("https://127.0.0.1:");
        HttpClient client = HttpClient.newBuilder().sslContext(first.trusting()).build();
        String key = service.addAgent("access-tls");
        HttpResponse<String> login = client.send(
            HttpRequest.newBuilder(URI.create(server.url() + "v1/session"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"api_key\": \"" + key + "\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
        assertThat(login.headers().firstValue("Set-Cookie").orElse("")).endsWith("; Secure");
        assertThat(
                Eventually.within(Duration.ofSeconds(10), () -> rateLimited(client, server, key)))
            .isTrue();
      }
    } finally {
      TestFolders.delete(folder);
    }
  }

  private static boolean rateLimited(HttpClient client, AnalyticsServer server, String key)
      throws Exception {
    HttpResponse<String> answer = client.send(
        HttpRequest.newBuilder(URI.create(server.url() + "v1/ingest"))
            .header("Authorization", "Bearer " + key)
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == 429) {
      assertThat(Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow()))
          .isBetween(1L, 2L);
    }
    return answer.statusCode() == 429;
  }

  @Test
  void metrics_areThereForEveryoneAndNameNobody() throws Exception {
    String key = service.addAgent("access-metrics");
    service.ingest(key, new byte[] {'{', '}'}, Map.of());
    Answer metrics = TestService.send(
        HttpRequest.newBuilder(URI.create(service.url() + "metrics")).build());
    assertThat(new String(metrics.response().body(), StandardCharsets.UTF_8))
        .containsPattern("gt8004_ingest_batches_total\\{status=\"400\"} \\d+")
        .contains("gt8004_database_up 1")
        .contains("gt8004_ingest_batch_seconds_bucket{le=\"+Inf\"}")
        .doesNotContain("access-metrics");
  }
}
