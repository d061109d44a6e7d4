package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.CliRun.Ended;
import com.gt8004.cli.console.Json;
import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.SequenceRange;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Audits against a service that says what the test wants. */
class AuditTest {
  private static final String REMOVED = "0198f2c4-7f3a-7cc2-9d51-0a4e5d0c6b1f";
  private static final int ENTRIES = 300;

  @TempDir
  Path folder;

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private int status = 200;
  private HttpServer service;
  private Path root;
  private QueueDirectory queue;
  private JournalDirectory journal;
  private CliRun cli;

  @BeforeEach
  void setUp() throws Exception {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/v1/journals/", this::answer);
    service.start();
    root = folder.resolve("queues");
    cli = new CliRun()
        .with("GT8004_QUEUE_ROOT", root.toString())
        .with("GT8004_AGENT_ID", "my-agent")
        .with("GT8004_API_KEY", "gt8004_sk_test")
        .with(
            "GT8004_INGEST_URL",
            "http://127.0.0.1:" + service.getAddress().getPort() + "/v1/ingest");
    cli.input("{\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1}\n"
            .repeat(ENTRIES))
        .run("append");
    queue = new QueueRoot(root).queue("my-agent");
    journal = queue.journals().get(0);
    settle(new Checkpoint(journal.id(), 250, List.of(new SequenceRange(260, 269))));
  }

  @AfterEach
  void tearDown() {
    service.stop(0);
  }

  private void settle(Checkpoint checkpoint) throws IOException {
    try (CheckpointFile file = CheckpointFile.open(journal)) {
      file.write(checkpoint);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    questions.add(exchange.getRequestURI().toString());
    boolean ours =
        "Bearer gt8004_sk_test".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    String path = exchange.getRequestURI().getPath();
    String from = exchange.getRequestURI().getQuery().replaceAll(".*from=(\\d+).*", "$1");
    String id = path.split("/", -1)[3];
    String body = answers.getOrDefault(id + "@" + from, answers.getOrDefault(id, "{}"));
    byte[] reply = (ours ? body : "{}").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(ours ? status : 401, reply.length);
    exchange.getResponseBody().write(reply);
    exchange.close();
  }

  private void stored(String id, String ranges) {
    answers.put(
        id,
        "{\"ranges\": " + ranges + ", \"expired\": [], \"expired_before\": null, \"next\": null}");
  }

  private void ledger(String line) throws IOException {
    Files.writeString(
        queue.ledgerFile(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Test
  void allStored_isCleanAndExitsZero() throws Exception {
    stored(journal.id().toString(), "[[0, 299]]");

    Ended ended = cli.run("audit");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            "my-agent: 260 delivered entries of 1 journal: 260 stored, 0 expired, 0 missing\n"
                + "  not delivered: 40 wait\n");
    assertThat(questions)
        .containsExactly(
            "/v1/journals/" + journal.id() + "/sequences?from=0&to=269&agent_id=my-agent");
  }

  @Test
  void whatIsNotThere_isToldApart() throws Exception {
    // The service's own example of an answer: 0-99, 110-199, 210 stored, 200-204 expired.
    answers.put(
        journal.id().toString(),
        Files.readString(Path.of("..", "docs", "protocol", "sequences-response.json")));
    Files.createDirectories(queue.deadLetters());
    Files.writeString(queue.deadLetters().resolve(journal.id() + "-205.json"), "{}");
    ledger("{\"journal_id\": \"" + journal.id()
        + "\", \"first\": 206, \"last\": 207, \"reason\": \"damaged\"}");

    Ended ended = cli.run("audit", "--output", "json");

    assertThat(ended.exitCode()).isEqualTo(3);
    JsonNode json = Json.mapper().readTree(ended.out());
    JsonNode found = json.at("/queues/0");
    assertThat(found.at("/journals/0/missing").toString())
        .isEqualTo("[[100,109],[208,209],[211,249],[260,269]]");
    assertThat(found.at("/journals/0/expired").toString()).isEqualTo("[[200,204]]");
    assertThat(found.at("/journals/0/dead_letters").toString()).isEqualTo("[[205,205]]");
    assertThat(found.at("/journals/0/lost/damaged").toString()).isEqualTo("[[206,207]]");
    assertThat(found.path("expired_before").asText()).isEqualTo("2001-01-01");
    assertThat(found.path("backlog_entries").asLong()).isEqualTo(40);
    assertThat(found.path("missing_entries").asLong()).isEqualTo(61);
    assertThat(found.path("stored_entries").asLong()
            + found.path("expired_entries").asLong()
            + found.path("missing_entries").asLong())
        .isEqualTo(found.path("delivered_entries").asLong());
    assertThat(found.at("/replay/0").asText())
        .isEqualTo(
            "gt8004 replay --queue my-agent --journal " + journal.id() + " --from 100 --to 109");
    assertThat(found.path("replay")).hasSize(4);

    assertThat(cli.run("audit").out())
        .contains("200 delivered entries".replace("200", "257"))
        .contains("5 expired (before 2001-01-01), 61 missing")
        .contains("40 wait, 1 dead letter, 2 damaged (ledger)")
        .contains("missing: 100..109, 208..209, 211..249, 260..269");
  }

  @Test
  void journalThatWasRemoved_isAuditedByTheLedgersWord() throws Exception {
    stored(journal.id().toString(), "[[0, 299]]");
    ledger("{\"journal_id\": \"" + REMOVED
        + "\", \"first\": 0, \"last\": 9, \"reason\": \"drop_oldest\"}");
    ledger("half a li");
    ledger(
        "{\"journal_id\": \"" + REMOVED
            + "\", \"end\": 100, \"lost\": 10, \"reason\": \"removed\", \"at\": \"2026-11-21T09:00:00Z\"}");
    stored(REMOVED, "[[10, 49], [60, 99]]");

    Ended ended = cli.run("audit");

    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.out())
        .contains("350 delivered entries of 2 journals: 340 stored, 0 expired, 10 missing")
        .contains("journal " + REMOVED
            + " (removed) missing, and no longer on disk to be sent again: 50..59")
        .doesNotContain("gt8004 replay");
    assertThat(cli.run("audit", "--from", "-1h").out())
        .as("it ended before")
        .contains("260 delivered entries of 1 journal");
    assertThat(cli.run("audit", "--from", "-1h", "--to", "-30m").out())
        .contains("0 delivered entries");
    assertThat(cli.run("audit", "--from", "60", "--to", "69").out())
        .contains("20 delivered entries of 2 journals: 20 stored");
  }

  @Test
  void manyRanges_goThroughAFile() throws Exception {
    stored(journal.id().toString(), "[[0,1],[3,4],[6,7],[9,10],[12,13],[15,16],[18,269]]");

    Ended without = cli.run("audit");
    Path file = folder.resolve("missing.txt");
    Ended with = cli.run("audit", "--ranges-to", file.toString());

    assertThat(without.out())
        .contains("gt8004 audit --queue my-agent --ranges-to missing.txt\n")
        .contains("gt8004 replay --queue my-agent --ranges missing.txt\n");
    assertThat(with.out()).contains("gt8004 replay --queue my-agent --ranges " + file);
    assertThat(Files.readAllLines(file))
        .hasSize(6)
        .startsWith(journal.id() + ":2..2", journal.id() + ":5..5");
  }

  @Test
  void commands_nameTheShipperAsTheAuditDid() throws Exception {
    stored(journal.id().toString(), "[[0,200]]");
    String url = "http://127.0.0.1:" + service.getAddress().getPort() + "/v1/ingest";
    Path config = Files.writeString(folder.resolve("my shipper.yaml"), "ingest_url: " + url + "\n");
    cli.with("GT8004_INGEST_URL", "");

    Ended ended = cli.run("audit", "--config", config.toString(), "--ingest-url", url);

    assertThat(ended.out())
        .contains("gt8004 replay --config '" + config + "' --ingest-url " + url
            + " --queue my-agent --journal ");
  }

  @Test
  void answerInPages_isReadToItsEnd() throws Exception {
    String id = journal.id().toString();
    answers.put(id + "@0", "{\"ranges\": [[0,99]], \"expired\": [], \"next\": 150}");
    answers.put(id + "@150", "{\"ranges\": [[150,299]], \"expired\": [], \"next\": null}");

    JsonNode json = Json.mapper().readTree(cli.run("audit", "--output", "json").out());

    assertThat(json.at("/queues/0/journals/0/missing").toString()).isEqualTo("[[100,149]]");
  }

  @ParameterizedTest
  @CsvSource({
    "401,does not accept the key",
    "403,another agent's than my-agent",
    "404,cannot be audited",
    "503,try again",
    "500,answered 500",
    "200,no service that can be audited"
  })
  void service_thatDoesNotAnswer_isNoProof(int said, String words) {
    status = said;
    answers.put(journal.id().toString(), "{\"error\": \"because\"}");

    Ended ended = cli.run("audit");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains(words).doesNotContain("gt8004_sk_test");
    assertThat(ended.err().lines()).hasSize(1);
  }

  @Test
  void wrongUse_isSaidInOneLine() throws Exception {
    assertThat(cli.run("audit", "--from", "-1h", "--to", "7").exitCode()).isEqualTo(2);
    assertThat(cli.run("audit", "--from", "yesterday").exitCode()).isEqualTo(2);
    assertThat(cli.run("audit", "--queue", "nobody").exitCode()).isEqualTo(1);
    service.stop(0);
    assertThat(cli.run("audit").err()).contains("does not answer").contains("gt8004 doctor");
    assertThat(
            new CliRun().with("GT8004_QUEUE_ROOT", root.toString()).run("audit").err())
        .contains("has no API key");
    Files.write(journal.checkpointFile(), new byte[8192]);
    assertThat(cli.run("audit").err()).contains("gt8004 verify");
  }
}
