package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.console.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What programs read is what docs/cli promises them, line by line. */
class OutputSchemaTest {
  @TempDir
  Path folder;

  private CliRun cli;

  @BeforeEach
  void append() {
    cli = new CliRun().with("GT8004_QUEUE_ROOT", folder.resolve("queues").toString());
    cli.input("{\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1}\n"
            + "{\"method\":\"POST\",\"path\":\"/chat\",\"status_code\":500,\"response_ms\":1.5,\"customer_id\":\"c\","
            + "\"tool_name\":\"t\",\"request_body\":\"{}\",\"response_body\":\"x\",\"request_body_size\":2,"
            + "\"error_type\":\"e\",\"x402_amount\":0.05,\"x402_tx_hash\":\"0x\",\"x402_token\":\"USDC\","
            + "\"x402_payer\":\"p\",\"headers\":{\"Accept\":\"*/*\"},\"ip_address\":\"::1\",\"truncated\":true,"
            + "\"user_agent\":\"u\",\"referer\":\"r\",\"content_type\":\"a/b\",\"accept_language\":\"ko\","
            + "\"protocol\":\"mcp\",\"source\":\"s\"}\n")
        .run("append", "--agent-id", "my-agent");
  }

  @ParameterizedTest
  @CsvSource({
    "status, status --output json",
    "status, status --journals --output json",
    "status/queue, status --output ndjson",
    "status/queue, status --watch --interval 0.1 --looks 2 --output ndjson",
    "entry, inspect --output json",
    "entry, inspect --output ndjson --show-bodies",
    "entry, tail --output json --show-bodies",
    "entry, export",
    "entry, export --show-bodies --output ndjson",
    "append, append --agent-id b --output json",
    "replay, replay --dry-run --output json",
    "replay, replay --from 0 --dry-run --output ndjson",
    "pause, pause --output json",
    "pause, pause --reason moving --output ndjson",
    "resume, resume --output json"
  })
  void eachLine_fitsItsSchema(String schema, String command) throws Exception {
    String[] names = schema.split("/");
    OutputSchema promised = OutputSchema.of(names[0]);
    OutputSchema part = names.length == 1 ? promised : promised.definition(names[1]);

    CliRun.Ended ended = cli.run(command.split(" "));

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.lines()).isNotEmpty();
    for (String line : ended.lines()) {
      assertThat(part.faults(Json.mapper().readTree(line))).as(line).isEmpty();
    }
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
