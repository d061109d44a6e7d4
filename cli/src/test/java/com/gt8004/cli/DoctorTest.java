package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.CliRun.Ended;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.doctor.ServiceChecks;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.GT8004Shipper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each of the troubles that a doctor is asked about, made on the spot. */
class DoctorTest {
  @TempDir
  Path folder;

  private HttpServer service;
  private Path root;
  private String url;
  private CliRun cli;
  private volatile int status = 200;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private volatile boolean forgetful;

  @BeforeEach
  void setUp() throws Exception {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/v1/ingest", this::ingest);
    service.createContext("/v1/journals/", this::sequences);
    service.start();
    url = "http://127.0.0.1:" + service.getAddress().getPort() + "/v1/ingest";
    root = folder.resolve("queues");
    cli = new CliRun()
        .with("GT8004_QUEUE_ROOT", root.toString())
        .with("GT8004_AGENT_ID", "my-agent")
        .with("GT8004_API_KEY", "gt8004_sk_test")
        .with("GT8004_INGEST_URL", url);
    cli.input("{\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1}\n")
        .run("append");
  }

  @AfterEach
  void tearDown() {
    service.stop(0);
  }

  private void ingest(HttpExchange exchange) throws IOException {
    JsonNode entries = Json.mapper().readTree(exchange.getRequestBody()).path("entries");
    int count = entries.size();
    entries.forEach(entry -> known.add(entry.path("entry_id").asText()));
    answer(
        exchange,
        status == 200
            ? "{\"accepted\":" + count + ",\"duplicates\":0,\"rejected\":[]}"
            : "{\"error\":\"no\"}");
  }

  private void sequences(HttpExchange exchange) throws IOException {
    String journal = exchange.getRequestURI().getPath().split("/", -1)[3];
    String from = exchange.getRequestURI().getQuery().replaceAll(".*from=(\\d+).*", "$1");
    boolean stored = !forgetful && known.contains(journal + ":" + from);
    answer(
        exchange,
        "{\"ranges\": [" + (stored ? "[" + from + "," + from + "]" : "")
            + "], \"expired\": [], \"expired_before\": null, \"next\": null}");
  }

  private void answer(HttpExchange exchange, String body) throws IOException {
    byte[] reply = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, reply.length);
    exchange.getResponseBody().write(reply);
    exchange.close();
  }

  private Map<String, JsonNode> checks(String... more) throws Exception {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "doctor";
    arguments[1] = "--output";
    arguments[2] = "json";
    System.arraycopy(more, 0, arguments, 3, more.length);
    Ended ended = cli.run(arguments);
    assertThat(ended.out() + ended.err()).doesNotContain("gt8004_sk_test");
    JsonNode json = Json.mapper().readTree(ended.out());
    assertThat(ended.exitCode()).isEqualTo(json.path("well").asBoolean() ? 0 : 1);
    Map<String, JsonNode> checks = new HashMap<>();
    for (JsonNode check : json.path("checks")) {
      checks.put(check.path("check").asText(), check);
      assertThat(check.path("verdict").asText().equals("ok"))
          .as("whatever is not well has a cure: %s", check)
          .isEqualTo(check.path("cure").isNull());
    }
    return checks;
  }

  private static String verdict(Map<String, JsonNode> checks, String name) {
    return checks.containsKey(name) ? checks.get(name).path("verdict").asText() : "absent";
  }

  @Test
  void whereAllIsWell_aPingIsFollowedToTheService() throws Exception {
    try (GT8004Shipper shipper = GT8004Shipper.builder()
        .queueRoot(root)
        .set("api_key", "gt8004_sk_test")
        .set("admin_listen", "127.0.0.1:0")
        .adminServer(true)
        .ingestUrl(URI.create(url))
        .start()) {
      assertThat(shipper).isNotNull();
      Map<String, JsonNode> checks = checks();
      assertThat(checks.keySet())
          .contains("java", "configuration", "disk_space", "file_system", "queue_writable");
      for (String name : new String[] {
        "java",
        "configuration",
        "queue_writable",
        "backlog",
        "dead_letters",
        "url_reachable",
        "tls",
        "clock",
        "api_key",
        "ping_appended",
        "ping_delivered",
        "ping_stored"
      }) {
        assertThat(verdict(checks, name)).as("%s", checks.get(name)).isEqualTo("ok");
      }
      forgetful = true;
      assertThat(verdict(checks(), "ping_stored"))
          .as("acknowledged, and not kept")
          .isEqualTo("fail");
    }
  }

  @Test
  void withoutAShipper_thePingStaysInTheQueue() throws Exception {
    Map<String, JsonNode> checks = checks("--ping-timeout", "1");
    assertThat(verdict(checks, "shipper")).isEqualTo("fail");
    assertThat(verdict(checks, "ping_appended")).isEqualTo("ok");
    assertThat(verdict(checks, "ping_delivered")).isEqualTo("fail");
    assertThat(verdict(checks, "ping_stored")).isEqualTo("absent");
    assertThat(verdict(checks("--no-ping"), "ping_appended")).isEqualTo("absent");
  }

  @ParameterizedTest
  @CsvSource({
    "401,fail,does not accept the key",
    "403,fail,another agent",
    "404,fail,no ingest at this URL",
    "503,warn,busy or its database",
    "500,fail,answered 500"
  })
  void answerOfTheServer_saysWhatIsWrongWithTheKey(int said, String verdict, String words)
      throws Exception {
    status = said;
    Map<String, JsonNode> checks = checks("--no-ping");
    assertThat(verdict(checks, "api_key")).isEqualTo(verdict);
    assertThat(checks.get("api_key").path("seen").asText()).contains(words);
    assertThat(verdict(checks, "url_reachable")).isEqualTo("ok");
  }

  @ParameterizedTest
  @CsvSource({"0,ok", "30,warn", "-30,warn", "1000,fail"})
  void clocks_areComparedByTheDateOfTheAnswer(long ahead, String verdict) throws Exception {
    FixedClock clock = new FixedClock(Instant.now().plusSeconds(ahead));
    assertThat(new ServiceChecks(clock)
            .of("my-agent", "my-agent", URI.create(url), "Bearer gt8004_sk_test"))
        .filteredOn(answer -> answer.check().equals("clock"))
        .singleElement()
        .satisfies(answer -> assertThat(answer.verdict().name()).isEqualToIgnoringCase(verdict));
  }

  @Test
  void serverThatIsAway_unknownHost_noKey_areToldApart() throws Exception {
    service.stop(0);
    assertThat(checks("--no-ping").get("url_reachable").path("seen").asText())
        .contains("connection refused");
    cli.with("GT8004_INGEST_URL", "https://no-such-host.invalid/v1/ingest");
    assertThat(checks("--no-ping").get("url_reachable").path("seen").asText())
        .contains("no such host");
    cli.with("GT8004_INGEST_URL", "http://example.com/v1/ingest");
    assertThat(checks("--no-ping").get("configuration").path("seen").asText())
        .contains("unencrypted");
    Map<String, JsonNode> withoutKey = checksOf(new CliRun()
        .with("GT8004_QUEUE_ROOT", root.toString())
        .with("GT8004_INGEST_URL", url)
        .run("doctor", "--no-ping", "--output", "json"));
    assertThat(verdict(withoutKey, "api_key")).isEqualTo("fail");
  }

  @Test
  void queueThatSaysNothingOfItself_failsByName() throws Exception {
    Files.writeString(new QueueRoot(root).queue("my-agent").descriptorFile(), "?");

    Map<String, JsonNode> checks = checks("--no-ping");

    assertThat(verdict(checks, "queue_descriptor")).isEqualTo("fail");
    assertThat(verdict(checks, "url_reachable")).isEqualTo("absent");
  }

  @Test
  void queueThatCannotBeRead_failsByName_andTheOthersAreAnswered() throws Exception {
    QueueDirectory queue = new QueueRoot(root).queue("my-agent");
    Files.writeString(queue.deadLetters(), "no folder");
    cli.input("{\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1}\n")
        .run("append", "--agent-id", "other");

    Map<String, JsonNode> checks = checks("--no-ping");

    assertThat(verdict(checks, "queue_readable")).isEqualTo("fail");
    assertThat(checks.get("queue_readable").path("queue").asText()).isEqualTo("my-agent");
    assertThat(checks.get("queue_readable").path("seen").asText())
        .contains(queue.deadLetters().toString());
    assertThat(checks.get("url_reachable").path("queue").asText()).isEqualTo("other");
  }

  private static Map<String, JsonNode> checksOf(Ended ended) throws Exception {
    Map<String, JsonNode> checks = new HashMap<>();
    for (JsonNode check : Json.mapper().readTree(ended.out()).path("checks")) {
      checks.put(check.path("check").asText(), check);
    }
    return checks;
  }

  @Test
  void people_getATableAndTheCures() throws Exception {
    QueueDirectory queue = new QueueRoot(root).queue("my-agent");
    Files.createDirectories(queue.deadLetters());
    Files.writeString(queue.deadLetters().resolve("a.json"), "{}");
    Ended ended = cli.run("doctor", "--no-ping");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out())
        .contains("warn  dead letters")
        .contains("  cure: gt8004 dead-letters list --queue my-agent says why")
        .contains("fail  shipper")
        .contains("ok    api key         my-agent  accepted");
    assertThat(cli.run("doctor", "--ping-timeout", "0").exitCode()).isEqualTo(2);
    Ended empty = new CliRun()
        .with("GT8004_QUEUE_ROOT", folder.resolve("nothing").toString())
        .run("doctor");
    assertThat(empty.exitCode()).isEqualTo(1);
    assertThat(empty.out()).contains("no queue in ");
  }
}
