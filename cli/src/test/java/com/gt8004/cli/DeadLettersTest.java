package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.CliRun.Ended;
import com.gt8004.cli.console.Json;
import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.QueueLetters;
import com.gt8004.shipper.deadletter.DeadLetter;
import com.gt8004.shipper.deadletter.DeadLetterFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters of a queue that no shipper holds. */
class DeadLettersTest {
  @TempDir
  Path folder;

  private NotingService service;
  private QueueDirectory queue;
  private JournalDirectory journal;
  private CliRun cli;

  @BeforeEach
  void setUp() throws Exception {
    service = new NotingService();
    Path root = folder.resolve("queues");
    cli = new CliRun()
        .with("GT8004_QUEUE_ROOT", root.toString())
        .with("GT8004_AGENT_ID", "my-agent")
        .with("GT8004_API_KEY", "gt8004_sk_test")
        .with("GT8004_INGEST_URL", service.url());
    cli.input("{\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1}\n")
        .run("append");
    queue = new QueueRoot(root).queue("my-agent");
    journal = queue.journals().get(0);
    DeadLetterFolder letters = DeadLetterFolder.open(queue.deadLetters(), 10, 1 << 20);
    for (int i = 0; i < 3; i++) {
      letters.keep(new DeadLetter(
          journal.entryId(i),
          "{\"request_id\":\"r-" + i
              + "\",\"method\":\"POST\",\"path\":\"/chat\",\"status_code\":200,"
              + "\"x402_amount\":1.50,\"tool_name\":\"" + (i == 1 ? "odd" : "search") + "\","
              + "\"headers\":{\"X-Secret\":\"h-secret\"},\"request_body\":\"b-secret\"}",
          400,
          "path\u001b[31m is odd",
          Instant.parse("2026-11-22T09:00:0" + i + "Z"),
          3));
    }
  }

  @AfterEach
  void tearDown() {
    service.close();
  }

  private String id(long sequence) {
    return journal.entryId(sequence).toString();
  }

  private List<EntryId> left() throws Exception {
    return QueueLetters.ids(queue);
  }

  @Test
  void list_hasALineForEach_withoutWhatIsPrivate_andWithoutEscapes() {
    Ended ended = cli.run("dead-letters", "list");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.lines()).hasSize(4);
    assertThat(ended.lines().get(1))
        .startsWith(id(0))
        .contains("2026-11-22T09:00:00Z", "400", "POST /chat  200", "path\\u001b[31m is odd");
    assertThat(ended.out()).doesNotContain("secret").doesNotContain("\u001b");
    assertThat(cli.run("dead-letters", "list", "--where", "tool_name=odd").lines())
        .hasSize(2);
  }

  @Test
  void show_andExport_hideBodiesAndHeaders_unlessAskedFor() throws Exception {
    assertThat(cli.run("dead-letters", "show", id(1)).out())
        .contains("path", "tool_name", "odd", "x402_amount        1.50", "3 requests")
        .doesNotContain("secret");
    assertThat(cli.run("dead-letters", "show", id(1), "--show-bodies").out())
        .contains("b-secret", "h-secret");
    Ended exported = cli.run("dead-letters", "export", "--all");
    assertThat(exported.lines()).hasSize(3).noneMatch(line -> line.contains("secret"));
    JsonNode first = Json.mapper().readTree(exported.lines().get(0));
    assertThat(first.path("entry_id").asText()).isEqualTo(id(0));
    assertThat(first.path("entry").path("request_id").asText()).isEqualTo("r-0");
    assertThat(first.path("attempts").asInt()).isEqualTo(3);
    assertThat(left()).hasSize(3);
  }

  @Test
  void retry_sendsUnderTheOldIds_andRemovesWhatTheServiceHasThen() throws Exception {
    service.refuses("odd");

    Ended ended = cli.run("dead-letters", "retry", "--all", "--output", "json");

    assertThat(ended.exitCode()).isEqualTo(1);
    JsonNode result = Json.mapper().readTree(ended.out());
    assertThat(result.path("accepted").asInt()).isEqualTo(2);
    assertThat(result.path("rejected").asInt()).isEqualTo(1);
    assertThat(result.path("refusals").path(0).path("entry_id").asText()).isEqualTo(id(1));
    assertThat(left()).containsExactly(journal.entryId(1));
    assertThat(service.entries()).contains(id(0), id(2));
    assertThat(service.amount(id(0))).isEqualTo("1.50");

    service.refuses("nothing");
    Ended again = cli.run("replay", "--dead-letters");
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).startsWith("my-agent: sent 1 of 1 dead letters again: 1 were new");
    assertThat(left()).isEmpty();
  }

  @Test
  void dryRuns_changeNothing() throws Exception {
    assertThat(cli.run("dead-letters", "retry", "--all", "--dry-run").out())
        .isEqualTo("my-agent: would send 3 dead letters again\n");
    assertThat(cli.run("dead-letters", "discard", "--where", "tool_name=odd", "--dry-run")
            .out())
        .isEqualTo("my-agent: would discard 1 dead letter\n");
    assertThat(left()).hasSize(3);
    assertThat(service.entries()).isEmpty();
    assertThat(queue.ledgerFile()).doesNotExist();
  }

  @Test
  void discard_writesTheLedger_andRemoves() throws Exception {
    Ended ended = cli.run("dead-letters", "discard", id(0), id(2));

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo("my-agent: discarded 2 dead letters, named in the ledger\n");
    assertThat(left()).containsExactly(journal.entryId(1));
    assertThat(Files.readAllLines(queue.ledgerFile()))
        .hasSize(2)
        .allMatch(line -> line.contains("\"reason\":\"discarded\""));
  }

  @Test
  void damagedLetter_isNamed_andHidesNoOther() throws Exception {
    Files.writeString(queue.deadLetters().resolve(id(0).replace(':', '-') + ".json"), "{");

    for (String command :
        new String[] {"list", "list --where tool_name=search", "show --all", "export --all"}) {
      Ended ended = cli.run(("dead-letters " + command).split(" "));

      assertThat(ended.exitCode()).as(command).isEqualTo(3);
      assertThat(ended.err()).as(command).hasLineCount(1).contains(id(0));
      assertThat(ended.out()).as(command).contains(id(2));
    }
  }

  @Test
  void none_isSaid() throws Exception {
    cli.run("dead-letters", "discard", "--all");

    assertThat(cli.run("dead-letters", "list").err()).isEqualTo("gt8004: no dead letters\n");
    assertThat(cli.run("dead-letters", "list", "--output", "json").out()).isEmpty();
  }
}
