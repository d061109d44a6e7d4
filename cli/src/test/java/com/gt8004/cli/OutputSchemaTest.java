package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.console.Json;
import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What programs read is what docs/cli promises them, line by line. */
class OutputSchemaTest {
  @TempDir
  Path folder;

  private ServedQueue stage;
  private CliRun cli;

  @BeforeEach
  void append() throws Exception {
    stage = new ServedQueue(
        folder,
        "gt8004_sk_test",
        "{\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1}\n"
            + "{\"method\":\"POST\",\"path\":\"/chat\",\"status_code\":500,\"response_ms\":1.5,\"customer_id\":\"c\","
            + "\"tool_name\":\"t\",\"request_body\":\"{}\",\"response_body\":\"x\",\"request_body_size\":2,"
            + "\"error_type\":\"e\",\"x402_amount\":0.05,\"x402_tx_hash\":\"0x\",\"x402_token\":\"USDC\","
            + "\"x402_payer\":\"p\",\"headers\":{\"Accept\":\"*/*\"},\"ip_address\":\"::1\",\"truncated\":true,"
            + "\"user_agent\":\"u\",\"referer\":\"r\",\"content_type\":\"a/b\",\"accept_language\":\"ko\","
            + "\"protocol\":\"mcp\",\"source\":\"s\"}\n",
        "{\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"request_body\":\"b\"}");
    cli = stage.cli();
    Files.writeString(folder.resolve("short.yaml"), "retention_age: 1ms\n");
  }

  @AfterEach
  void stopService() {
    stage.close();
  }

  @ParameterizedTest
  @CsvSource({
    "status, 0, status --output json",
    "status, 0, status --journals --output json",
    "status/queue, 0, status --output ndjson",
    "status/queue, 0, status --watch --interval 0.1 --looks 2 --output ndjson",
    "entry, 0, inspect --output json",
    "entry, 0, inspect --output ndjson --show-bodies",
    "entry, 0, tail --output json --show-bodies",
    "entry, 0, export",
    "entry, 0, export --show-bodies --output ndjson",
    "append, 0, append --agent-id b --output json",
    "replay, 0, replay --dry-run --output json",
    "replay, 0, replay --from 0 --dry-run --output ndjson",
    "replay, 0, replay --from 0 --output json",
    "dead-letters/letter, 0, dead-letters list --output json",
    "dead-letters/letter, 0, dead-letters list --output ndjson",
    "dead-letters/letter, 0, dead-letters show --all --show-bodies --output json",
    "dead-letters/letter, 0, dead-letters export --all",
    "dead-letters/waiting, 0, dead-letters retry --all --dry-run --output json",
    "dead-letters/retried, 0, dead-letters retry --all --output ndjson",
    "dead-letters/discarded, 0, dead-letters discard --all --dry-run --output json",
    "dead-letters, 0, dead-letters discard --all --output ndjson",
    "prune, 0, prune --output json",
    "prune, 0, prune --dry-run --output ndjson",
    "audit, 3, audit --output json",
    "audit, 3, audit --output ndjson",
    "verify, 0, verify --output json",
    "verify, 0, verify --repair --output ndjson",
    "doctor, 1, doctor --no-ping --output json",
    "pause, 0, pause --output json",
    "pause, 0, pause --reason moving --output ndjson",
    "resume, 0, resume --output json"
  })
  void eachLine_fitsItsSchema(String schema, int exitCode, String command) throws Exception {
    String[] names = schema.split("/");
    OutputSchema promised = OutputSchema.of(names[0]);
    OutputSchema part = names.length == 1 ? promised : promised.definition(names[1]);

    CliRun.Ended ended = cli.run(command.split(" "));

    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
    assertThat(ended.lines()).isNotEmpty();
    for (String line : ended.lines()) {
      assertThat(part.faults(Json.mapper().readTree(line))).as(line).isEmpty();
    }
  }

  @Test
  void replayThatIsInterrupted_fitsItsSchema_listedAndGivenUp() throws Exception {
    stage.service().answers(401);
    OutputSchema schema = OutputSchema.of("replay");
    JsonNode stopped = Json.mapper()
        .readTree(cli.run("replay", "--from", "0", "--output", "json").out());
    assertThat(schema.faults(stopped)).isEmpty();
    for (String command :
        new String[] {"--list", "--cancel " + stopped.path("resume_id").asText()}) {
      CliRun.Ended ended = cli.run(("replay --output json " + command).split(" "));
      assertThat(ended.lines()).as(ended.err()).hasSize(1);
      assertThat(schema.faults(Json.mapper().readTree(ended.out()))).isEmpty();
    }
  }

  @Test
  void pruneOfWhatIsSettled_fitsItsSchema() throws Exception {
    JournalDirectory journal = stage.queue().journals().get(0);
    try (CheckpointFile file = CheckpointFile.open(journal)) {
      file.write(Checkpoint.at(journal.id(), 2));
    }
    String config = folder.resolve("short.yaml").toString();
    JsonNode plan = Json.mapper()
        .readTree(cli.run("prune", "--dry-run", "--config", config, "--output", "json")
            .out());
    assertThat(OutputSchema.of("prune").faults(plan)).isEmpty();
    assertThat(plan.path("due")).hasSize(1);
  }

  @Test
  void export_toAFile_fitsItsSchema() throws Exception {
    Path file = folder.resolve("out");
    String told =
        cli.run("export", "--out", file.toString(), "--output", "json").out();

    assertThat(OutputSchema.of("export").faults(Json.mapper().readTree(told))).isEmpty();
    assertThat(file).content().hasLineCount(2);
  }

  @Test
  void statusOfALiveShipper_fitsItsSchema() throws Exception {
    JsonNode status = StatusJson.of(StatusTextTest.status(3, 7));

    assertThat(OutputSchema.of("status").definition("queue").faults(status)).isEmpty();
  }

  @Test
  void schema_refusesWhatItDoesNotKnow() throws Exception {
    OutputSchema schema = OutputSchema.of("resume");

    assertThat(schema.faults(Json.object().put("queue", "q"))).hasSize(1);
    assertThat(
            schema.faults(Json.object().put("queue", "q").put("state", "IDLE").put("more", 1)))
        .hasSize(1);
    assertThat(schema.faults(Json.object().put("queue", "q").put("state", 5))).hasSize(1);
  }
}
