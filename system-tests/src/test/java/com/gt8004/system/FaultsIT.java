package com.gt8004.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What people get wrong: each is told clearly, costs no entry, and is over once it is mended. Some at a
 * time, each on a host of its own: a paused queue asks every 15 s, which is most of what they take.
 */
@Execution(ExecutionMode.CONCURRENT)
class FaultsIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String LINE =
      "{\"method\":\"GET\",\"path\":\"/a\",\"status_code\":200,\"response_ms\":1}\n";

  private static Product service;
  private Product product;
  private String agent;

  @BeforeAll
  static void startTheServiceOfAll() throws Exception {
    service = new Product();
    service.startAnalytics();
  }

  @AfterAll
  static void stopTheServiceOfAll() throws Exception {
    service.close();
  }

  @BeforeEach
  void startAHost(TestInfo test) throws Exception {
    product = service.anotherHost();
    agent = test.getTestMethod().orElseThrow().getName();
  }

  @AfterEach
  void stopTheHost() throws Exception {
    product.close();
  }

  @Test
  void wrongApiKey_pausesAndResumesWhenTheKeyFileIsMended() throws Exception {
    String key = service.addAgent(agent);
    append(1);
    Path keyFile = secret(product.home().resolve("key"), "gt8004_sk_" + "0".repeat(64));
    product.environment().put("GT8004_API_KEY_FILE", keyFile.toString());
    product.startShipper(""); // an empty variable is no key: the file counts
    awaitPaused("UNAUTHORIZED", "401", "key");
    String printed = product.cli("", "status").out();
    assertThat(printed).contains("401").contains("key").doesNotContain("0000000");
    Files.writeString(keyFile, key);
    awaitStored(1);
  }

  @Test
  void wrongUrl_pausesAndNamesIt() throws Exception {
    String key = service.addAgent(agent);
    append(1);
    String wrong = product.ingestUrl().replace("/v1/ingest", "/v1/nowhere");
    try (ChildProcess shipper = product.startShipper(key, "--ingest-url", wrong)) {
      awaitPaused("WRONG_URL", "404", "ingest_url");
      assertThat(shipper.alive()).isTrue();
    }
    product.startShipper(key);
    awaitStored(1);
  }

  @Test
  void urlThatAnswersHtml_pausesUntilARealServiceIsThere() throws Exception {
    String key = service.addAgent(agent);
    append(3);
    AtomicBoolean mended = new AtomicBoolean();
    HttpServer portal = portal(mended);
    String url = "http://127.0.0.1:" + portal.getAddress().getPort() + "/v1/ingest";
    try {
      product.startShipper(key, "--ingest-url", url);
      awaitPaused("NOT_INGEST", "not an ingest endpoint", "ingest_url");
      mended.set(true);
      awaitStored(3);
    } finally {
      portal.stop(0);
    }
  }

  @Test
  void malformedLine_isNamedAndTheOthersAreAppended() throws Exception {
    ChildProcess append = product.cli(
        LINE + "{not json\n" + LINE.replace("200", "\"often\"") + LINE,
        "append",
        "--agent-id",
        agent);
    assertThat(append.exitCode(Duration.ZERO)).isEqualTo(1);
    assertThat(append.err()).contains("line 2", "line 3").doesNotContain("Exception", "\tat ");
    assertThat(product.printedStatus().path("backlog_entries").asLong()).isEqualTo(2);
  }

  @Test
  void unknownConfigKey_isRefusedWithASuggestion() throws Exception {
    Path config = Files.writeString(
        product.home().resolve("shipper.yaml"), "batch_sise: 10\nflush_interval: soon\n");
    try (ChildProcess shipper = product.startShipper("key", "--config", config.toString())) {
      assertThat(shipper.exitCode(SOON)).as(shipper::err).isEqualTo(2);
      assertThat(shipper.err())
          .contains("batch_sise", "batch_size", "flush_interval")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void queueRootThatCannotBeRead_isNamed() throws Exception {
    Path file = Files.writeString(product.home().resolve("file"), "");
    try (ChildProcess shipper = product.startShipper("key", "--queue-root", file.toString())) {
      assertThat(shipper.exitCode(SOON)).as(shipper::err).isEqualTo(1);
      assertThat(shipper.err()).contains(file.toString()).doesNotContain("\tat ");
    }
  }

  @Test
  void portInUse_isNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      try (ChildProcess shipper = product.startShipper("key", "--admin-listen", address)) {
        assertThat(shipper.exitCode(SOON)).as(shipper::err).isEqualTo(1);
        assertThat(shipper.err())
            .contains(Integer.toString(taken.getLocalPort()))
            .doesNotContain("\tat ");
      }
      try (ChildProcess other = analytics(address)) {
        assertThat(other.exitCode(SOON)).as(other::err).isEqualTo(1);
        assertThat(other.err())
            .contains(Integer.toString(taken.getLocalPort()))
            .doesNotContain("\tat ");
      }
    }
  }

  @Test
  void secondShipper_saysWhoHoldsTheQueue() throws Exception {
    String key = service.addAgent(agent);
    append(1);
    ChildProcess first = product.startShipper(key);
    awaitStored(1);
    try (ChildProcess second = product.startShipper(key)) {
      assertThat(second.exitCode(SOON)).as(second::err).isEqualTo(1);
      assertThat(second.err()).contains(Long.toString(first.pid())).doesNotContain("\tat ");
    }
    append(1);
    awaitStored(2);
  }

  private void append(int entries) throws Exception {
    ChildProcess append = product.cli(LINE.repeat(entries), "append", "--agent-id", agent);
    assertThat(append.exitCode(Duration.ZERO)).as(append.err()).isZero();
  }

  private void awaitPaused(String state, String... words) throws Exception {
    Eventually.holds(SOON, () -> {
      JsonNode queue = product.queue();
      assertThat(queue.path("state").asText()).as(product::processes).isEqualTo(state);
      assertThat(queue.path("cause").asText() + "; cure: " + queue.path("cure").asText())
          .contains(words);
      assertThat(queue.path("backlog_entries").asLong()).isPositive();
    });
  }

  private void awaitStored(int rows) throws Exception {
    Eventually.holds(SOON, () -> assertThat(product.queue().path("accepted").asLong()
            + product.queue().path("duplicates").asLong())
        .isEqualTo(rows));
    product.awaitDrained(SOON);
    assertThat(service.rows(agent)).hasSize(rows);
  }

  private ChildProcess analytics(String address) throws Exception {
    return ChildProcess.java(
        product.home().resolve("logs"),
        Map.of(),
        "",
        List.of(
            "-jar",
            Product.jar("analytics-service", "gt8004-analytics.jar").toString(),
            "serve",
            "--listen",
            address,
            "--data-dir",
            product.home().resolve("other").toString()));
  }

  private static Path secret(Path file, String content) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content);
  }

  /** A captive portal, as in a hotel: says welcome to everything until it lets through to the service. */
  private HttpServer portal(AtomicBoolean letsThrough) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", exchange -> {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (letsThrough.get()) {
        forward(exchange, body);
      } else {
        answer(exchange, 200, "text/html", "<html><body>Welcome to the hotel</body></html>");
      }
    });
    server.start();
    return server;
  }

  private void forward(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(product.ingestUrl()))
        .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      answer(exchange, response.statusCode(), "application/json", response.body());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
