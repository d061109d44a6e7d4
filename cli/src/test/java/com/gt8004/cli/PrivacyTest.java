package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies are shown where they are asked for, secrets never. */
class PrivacyTest {
  private static final String BODY = "the-body-of-it";
  private static final String SECRET = "gt8004_sk_0123456789abcdef";

  @TempDir
  Path folder;

  private CliRun cli;

  @BeforeEach
  void append() {
    cli = new CliRun()
        .with("GT8004_QUEUE_ROOT", folder.resolve("queues").toString())
        .with("GT8004_API_KEY", SECRET);
    cli.input("{\"method\":\"POST\",\"path\":\"/chat\",\"status_code\":200,\"response_ms\":1,"
            + "\"request_body\":\"" + BODY + "\",\"response_body\":{\"a\":\"" + BODY + "\"},"
            + "\"headers\":{\"Authorization\":\"Bearer " + SECRET + "\",\"Cookie\":\"" + SECRET
            + "\",\"Accept\":\"text/html\"}}\n"
            + "{\"method\":\"POST\",\"path\":\"/chat\",\"status_code\":\"" + BODY + "\"}\n")
        .run("append", "--agent-id", "my-agent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "status --journals",
        "status --output json",
        "status --output ndjson",
        "inspect",
        "inspect --output json",
        "inspect --output ndjson",
        "tail",
        "tail --output json",
        "tail --output ndjson",
        "export",
        "export --format csv",
        "export --output json",
        "pause --output json",
        "resume --output json",
        "replay --dry-run",
        "replay --from 0 --dry-run",
        "replay --from 0 --dry-run --output json"
      })
  void neitherBodyNorSecret_isShown(String command) {
    CliRun.Ended ended = cli.run(command.split(" "));

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isNotEmpty();
    assertThat(ended.out() + ended.err()).doesNotContain(BODY).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inspect",
        "inspect --output json",
        "tail",
        "tail --output ndjson",
        "export",
        "export --format csv"
      })
  void body_isShownWhereItIsAskedFor_aSecretNeither(String command) {
    CliRun.Ended ended = cli.run((command + " --show-bodies").split(" "));

    assertThat(ended.out()).contains(BODY).doesNotContain(SECRET);
  }

  @Test
  void rejectedLine_isNotRepeated() {
    CliRun.Ended ended = cli.input(
            "{\"method\":\"POST\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1,\"request_body\":\""
                + SECRET + "\"\n")
        .run("append", "--agent-id", "my-agent");

    assertThat(ended.err()).contains("line 1: not JSON").doesNotContain(SECRET);
  }
}
