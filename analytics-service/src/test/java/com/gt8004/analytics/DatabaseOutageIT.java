package com.gt8004.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.analytics.server.AnalyticsServer;
import com.gt8004.analytics.server.DatabaseChoice;
import com.gt8004.analytics.server.OpenDatabase;
import com.gt8004.analytics.store.AgentStore;
import com.gt8004.analytics.store.ApiKey;
import com.gt8004.analytics.store.Database;
import com.gt8004.analytics.store.Recounts;
import com.gt8004.analytics.store.embedded.EmbeddedPostgres;
import com.gt8004.analytics.testing.Entries;
import com.gt8004.analytics.testing.Eventually;
import com.gt8004.analytics.testing.Resenders;
import com.gt8004.analytics.testing.TestFolders;
import com.gt8004.analytics.testing.TestProcess;
import com.gt8004.analytics.testing.TestService;
import com.gt8004.analytics.testing.TestService.Answer;
import com.gt8004.analytics.time.ServiceClock;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
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
  private volatile TestProcess service;

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

  /** Rounds of killing first PostgreSQL and then the service; the torture has all five. */
  private static final int KILLS = Boolean.getBoolean("gt8004.torture") ? 5 : 1;

  @Test
  void killedDatabaseAndService_loseAndDoubleNothingThatClientsSendAgain() throws Exception {
    service = TestProcess.serve(data, List.of());
    String key = TestProcess.addAgent(data, "faults");
    int count = 1_500 * KILLS;
    Entries entries = Entries.random(new Random(8004), UUID.randomUUID(), count);
    Resenders clients = new Resenders(() -> service.url(), key, entries, count);
    try {
      clients.start(8);
      for (int round = 1; round <= KILLS; round++) {
        int share = count * round / (KILLS + 1);
        clients.awaitAcknowledged(share / 2);
        TestProcess.postgresOf(data).forEach(ProcessHandle::destroyForcibly);
        HttpRequest alive =
            HttpRequest.newBuilder(URI.create(service.url() + "healthz")).build();
        assertThat(TestService.send(alive).status()).isEqualTo(200);
        assertThat(Eventually.within(
                Duration.ofSeconds(30), () -> get(service.url(), "readyz") == 200))
            .as("the database comes back by itself")
            .isTrue();
        clients.awaitAcknowledged(share);
        service.kill();
        assertThat(Eventually.within(
                Duration.ofSeconds(5), () -> TestProcess.postgresOf(data).isEmpty()))
            .as("PostgreSQL is gone 5 s after kill -9 of the service")
            .isTrue();
        service = TestProcess.serve(data, List.of());
      }
      clients.finish();
    } finally {
      clients.close();
    }
    assertThat(clients.unexpected()).as("answers besides 200 and 503").isEmpty();
    try (OpenDatabase open =
        OpenDatabase.forCommand(new DatabaseChoice(data, null, null), ServiceClock.system())) {
      Recounts recounts = new Recounts(open.database());
      assertThat(recounts.value(
              "SELECT count(*) || ' ' || count(DISTINCT sequence) FROM request_logs"))
          .isEqualTo(count + " " + count);
      List<String> counted = recounts.derived("faults");
      assertThat(recounts.recount("faults").changed()).isFalse();
      assertThat(recounts.derived("faults")).isEqualTo(counted);
      assertThat(new BigDecimal(recounts.value("SELECT total_revenue_usdc FROM agents")))
          .isEqualByComparingTo(entries.revenue());
    }
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
    return get(server.url(), path);
  }

  private static int get(String url, String path) throws Exception {
    return TestService.send(HttpRequest.newBuilder(URI.create(url + path)).build())
        .status();
  }
}
