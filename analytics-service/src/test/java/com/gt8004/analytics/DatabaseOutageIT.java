package com.gt8004.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.analytics.server.AnalyticsServer;
import com.gt8004.analytics.server.DatabaseChoice;
import com.gt8004.analytics.store.AgentStore;
import com.gt8004.analytics.store.ApiKey;
import com.gt8004.analytics.store.Database;
import com.gt8004.analytics.store.embedded.EmbeddedPostgres;
import com.gt8004.analytics.testing.Eventually;
import com.gt8004.analytics.testing.TestFolders;
import com.gt8004.analytics.testing.TestProcess;
import com.gt8004.analytics.testing.TestService;
import com.gt8004.analytics.testing.TestService.Answer;
import com.gt8004.analytics.time.ServiceClock;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service as installed, in its own process, and what happens when parts of it are killed. */
class DatabaseOutageIT {
  private static final String BODY = """
      {"entries": [{"entry_id": "01934a7e-5c00-7000-8000-0000000000dd:%d", "request_id": "r", "method": "GET",
       "path": "/", "status_code": 200, "response_ms": 1, "timestamp": "2026-11-22T09:00:00Z"}]}""";

  private final Path folder = TestFolders.make("outage");
  private final Path data = folder.resolve("data");
  private TestProcess service;

  @BeforeEach
  void lendBinaries() throws Exception {
    TestService.lendBinaries(data);
  }

  @AfterEach
  void stop() throws Exception {
    if (service != null) {
      service.close();
    }
    assertThat(Eventually.within(
            Duration.ofSeconds(5), () -> TestProcess.postgresOf(data).isEmpty()))
        .isTrue();
    TestFolders.delete(folder);
  }

  private Answer ingest(String key, int sequence) throws Exception {
    return TestService.send(HttpRequest.newBuilder(URI.create(service.url() + "v1/ingest"))
        .header("Authorization", "Bearer " + key)
        .timeout(Duration.ofSeconds(30))
        .POST(HttpRequest.BodyPublishers.ofString(BODY.formatted(sequence), StandardCharsets.UTF_8))
        .build());
  }

  @Test
  void database_killedGives503AndComesBackByItselfWithEverythingAcknowledged() throws Exception {
    service = TestProcess.serve(data, List.of());
    String key = TestProcess.addAgent(data, "outage");
    assertThat(ingest(key, 0).json().get("accepted").asInt()).isEqualTo(1);

    TestProcess.postgresOf(data).forEach(ProcessHandle::destroyForcibly);
    HttpRequest alive =
        HttpRequest.newBuilder(URI.create(service.url() + "healthz")).build();
    assertThat(TestService.send(alive).status()).isEqualTo(200);
    assertThat(Eventually.within(Duration.ofSeconds(30), () -> ingest(key, 1).status() == 200))
        .isTrue();
    assertThat(TestProcess.run(data, "counters", "--agent", "outage", "--output", "json")
            .json()
            .get("rows")
            .asInt())
        .isEqualTo(2);
  }

  @Test
  void service_killedLeavesNoPostgresAndItsSuccessorHasEverything() throws Exception {
    service = TestProcess.serve(data, List.of());
    String key = TestProcess.addAgent(data, "killed");
    for (int sequence = 0; sequence < 20; sequence++) {
      assertThat(ingest(key, sequence).status()).isEqualTo(200);
    }
    assertThat(TestProcess.postgresOf(data)).isNotEmpty();
    service.kill();
    assertThat(Eventually.within(
            Duration.ofSeconds(5), () -> TestProcess.postgresOf(data).isEmpty()))
        .as("PostgreSQL is gone 5 s after kill -9 of the service")
        .isTrue();

    service = TestProcess.serve(data, List.of());
    assertThat(TestProcess.run(data, "export", "--agent", "killed", "--fields", "entry_id")
            .lines())
        .hasSize(20);
  }

  @Test
  void database_awayIsSaidWith503AndRetryAfterWhileTheServiceLives() throws Exception {
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(data.resolve("postgres"), null, ServiceClock.system());
    try (AnalyticsServer server = AnalyticsServer.start(
        InetSocketAddress.createUnresolved("127.0.0.1", 0),
        new DatabaseChoice(data, postgres.address(), null),
        ServiceClock.system())) {
      ApiKey key = ApiKey.random();
      try (Database database = Database.open(postgres.address())) {
        new AgentStore(database).addKey("away", key);
      }
      HttpRequest post = HttpRequest.newBuilder(URI.create(server.url() + "v1/ingest"))
          .header("Authorization", "Bearer " + key.reveal())
          .POST(HttpRequest.BodyPublishers.ofString(BODY.formatted(0), StandardCharsets.UTF_8))
          .build();
      HttpRequest unknownKey = HttpRequest.newBuilder(
              post, (name, value) -> !name.equals("Authorization"))
          .header("Authorization", "Bearer gt8004_sk_other")
          .build();
      assertThat(TestService.send(post).status()).isEqualTo(200);
      assertThat(TestService.send(unknownKey).status()).isEqualTo(401);
      postgres.close();
      for (HttpRequest request : List.of(post, unknownKey)) {
        Answer away = TestService.send(request);
        assertThat(away.status())
            .as("never 401, which would make a sender pause")
            .isEqualTo(503);
        assertThat(away.response().headers().firstValue("Retry-After")).contains("5");
      }
      assertThat(get(server, "readyz")).isEqualTo(503);
      HttpRequest overview = HttpRequest.newBuilder(
              URI.create(server.url() + "v1/dashboard/overview"))
          .header("Authorization", "Bearer " + key.reveal())
          .build();
      assertThat(TestService.send(overview).status()).isEqualTo(503);
      assertThat(get(server, "healthz")).isEqualTo(200);
    } finally {
      postgres.close();
    }
  }

  private static int get(AnalyticsServer server, String path) throws Exception {
    return TestService.send(
            HttpRequest.newBuilder(URI.create(server.url() + path)).build())
        .status();
  }
}
