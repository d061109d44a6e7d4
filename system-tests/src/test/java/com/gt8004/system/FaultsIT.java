package com.gt8004.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people get wrong: each is told clearly, costs no entry, and is over once it is mended. */
class FaultsIT {
  private static final String AGENT = "fault-agent";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String LINE =
      "{\"method\":\"GET\",\"path\":\"/a\",\"status_code\":200,\"response_ms\":1}\n";

  @Test
  void wrongApiKey_pausesAndResumesWhenTheKeyFileIsMended() throws Exception {
    try (Product product = new Product()) {
      product.startAnalytics();
      String key = product.addAgent(AGENT);
      product.cli(LINE, "append", "--agent-id", AGENT);
      Path keyFile = secret(product.home().resolve("key"), "gt8004_sk_" + "0".repeat(64));
      product.environment().put("GT8004_API_KEY_FILE", keyFile.toString());
      startShipperWithoutKey(product);
      awaitPaused(product, "401", "key");
      Files.writeString(keyFile, key);
      awaitStored(product, 1);
    }
  }

  @Test
  void wrongUrl_pausesAndNamesIt() throws Exception {
    try (Product product = new Product()) {
      product.startAnalytics();
      String key = product.addAgent(AGENT);
      product.cli(LINE, "append", "--agent-id", AGENT);
      String wrong = product.ingestUrl().replace("/v1/ingest", "/v1/nowhere");
      try (ChildProcess shipper = product.startShipper(key, "--ingest-url", wrong)) {
        awaitPaused(product, "404", "ingest_url");
      }
      product.startShipper(key);
      awaitStored(product, 1);
    }
  }

  @Test
  void urlThatAnswersHtml_pausesUntilARealServiceIsThere() throws Exception {
    try (Product product = new Product()) {
      String key;
      try (ChildProcess service = product.startAnalytics()) {
        key = product.addAgent(AGENT);
      }
      product.cli(LINE.repeat(3), "append", "--agent-id", AGENT);
      HttpServer portal = html(URI.create(product.ingestUrl()).getPort());
      product.startShipper(key);
      try {
        awaitPaused(product, "ingest");
      } finally {
        portal.stop(0);
      }
      product.startAnalytics();
      awaitStored(product, 3);
    }
  }

  @Test
  void malformedLine_isNamedAndTheOthersAreAppended() throws Exception {
    try (Product product = new Product()) {
      ChildProcess append = product.cli(
          LINE + "{not json\n" + LINE.replace("200", "\"often\"") + LINE,
          "append",
          "--agent-id",
          AGENT);
      assertThat(append.exitCode(Duration.ZERO)).isEqualTo(1);
      assertThat(append.err()).contains("line 2", "line 3").doesNotContain("Exception", "\tat ");
      assertThat(product.status().path("backlog_entries").asLong()).isEqualTo(2);
    }
  }

  @Test
  void unknownConfigKey_isRefusedWithASuggestion() throws Exception {
    try (Product product = new Product()) {
      Path config = Files.writeString(
          product.home().resolve("shipper.yaml"), "batch_sise: 10\nflush_interval: soon\n");
      try (ChildProcess shipper = product.startShipper("key", "--config", config.toString())) {
        assertThat(shipper.exitCode(SOON)).isEqualTo(2);
        assertThat(shipper.err())
            .contains("batch_sise", "batch_size", "flush_interval")
            .doesNotContain("\tat ");
      }
    }
  }

  @Test
  void queueRootThatCannotBeRead_isNamed() throws Exception {
    try (Product product = new Product()) {
      Path file = Files.writeString(product.home().resolve("file"), "");
      try (ChildProcess shipper = product.startShipper("key", "--queue-root", file.toString())) {
        assertThat(shipper.exitCode(SOON)).isEqualTo(1);
        assertThat(shipper.err()).contains(file.toString()).doesNotContain("\tat ");
      }
    }
  }

  @Test
  void portInUse_isNamed() throws Exception {
    try (Product product = new Product();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      try (ChildProcess shipper = product.startShipper("key", "--admin-listen", address)) {
        assertThat(shipper.exitCode(SOON)).isEqualTo(1);
        assertThat(shipper.err())
            .contains(Integer.toString(taken.getLocalPort()))
            .doesNotContain("\tat ");
      }
      try (ChildProcess service = analytics(product, address)) {
        assertThat(service.exitCode(SOON)).isEqualTo(1);
        assertThat(service.err())
            .contains(Integer.toString(taken.getLocalPort()))
            .doesNotContain("\tat ");
      }
    }
  }

  @Test
  void secondShipper_saysWhoHoldsTheQueue() throws Exception {
    try (Product product = new Product()) {
      product.startAnalytics();
      String key = product.addAgent(AGENT);
      product.cli(LINE, "append", "--agent-id", AGENT);
      ChildProcess first = product.startShipper(key);
      awaitStored(product, 1);
      try (ChildProcess second = product.startShipper(key)) {
        assertThat(second.exitCode(SOON)).isEqualTo(1);
        assertThat(second.err()).contains(Long.toString(first.pid())).doesNotContain("\tat ");
      }
      product.cli(LINE, "append", "--agent-id", AGENT);
      awaitStored(product, 2);
    }
  }

  private static ChildProcess analytics(Product product, String address) throws Exception {
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

  private static void startShipperWithoutKey(Product product) throws Exception {
    // An empty variable is no key: the file counts.
    product.startShipper("");
  }

  private static void awaitPaused(Product product, String... words) throws Exception {
    Eventually.holds(SOON, () -> {
      String status = product.cli("", "status").out();
      assertThat(status.toLowerCase(java.util.Locale.ROOT)).contains(words);
      assertThat(product.status().path("backlog_entries").asLong()).isPositive();
    });
  }

  private static void awaitStored(Product product, int rows) throws Exception {
    Eventually.holds(
        SOON,
        () -> assertThat(product.status().path("backlog_entries").asLong(-1)).isZero());
    assertThat(product.rows(AGENT)).hasSize(rows);
  }

  private static Path secret(Path file, String content) throws Exception {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content);
  }

  private static HttpServer html(int port) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    byte[] page =
        "<html><body>Welcome to the airport</body></html>".getBytes(StandardCharsets.UTF_8);
    server.createContext("/", exchange -> {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().add("Content-Type", "text/html");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
      exchange.close();
    });
    server.start();
    return server;
  }
}
