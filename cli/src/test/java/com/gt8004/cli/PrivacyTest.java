package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
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

  private ServedQueue stage;
  private CliRun cli;

  @BeforeEach
  void append() throws Exception {
    stage = new ServedQueue(
        folder,
        SECRET,
        "{\"method\":\"POST\",\"path\":\"/chat\",\"status_code\":200,\"response_ms\":1,"
            + "\"request_body\":\"" + BODY + "\",\"response_body\":{\"a\":\"" + BODY + "\"},"
            + "\"headers\":{\"Authorization\":\"Bearer " + SECRET + "\",\"Cookie\":\"" + SECRET
            + "\",\"Accept\":\"text/html\"}}\n"
            + "{\"method\":\"POST\",\"path\":\"/chat\",\"status_code\":\"" + BODY + "\"}\n",
        "{\"method\":\"POST\",\"path\":\"/chat\",\"status_code\":200,\"request_body\":\"" + BODY
            + "\",\"response_body\":\"" + BODY + "\",\"headers\":{\"Accept\":\"" + BODY + "\"}}");
    cli = stage.cli();
  }

  @AfterEach
  void stopService() {
    stage.close();
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
        "replay --from 0 --dry-run --output json",
        "replay --from 0",
        "replay --from 0 --output json",
        "replay --dead-letters",
        "dead-letters list",
        "dead-letters list --output json",
        "dead-letters show --all",
        "dead-letters show --all --output ndjson",
        "dead-letters export --all",
        "dead-letters retry --all --dry-run",
        "dead-letters retry --all --output json",
        "dead-letters discard --all",
        "prune --dry-run",
        "prune --output json",
        "audit",
        "audit --output json",
        "verify",
        "verify --repair --output json",
        "verify --repair --apply",
        "doctor --no-ping",
        "doctor --no-ping --output json"
      })
  void neitherBodyNorSecret_isShown(String command) {
    CliRun.Ended ended = cli.run(command.split(" "));

    assertThat(ended.exitCode())
        .isIn(
            command.startsWith("audit")
                ? List.of(3)
                : command.startsWith("doctor") ? List.of(1) : List.of(0));
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
        "export --format csv",
        "dead-letters show --all",
        "dead-letters export --all"
      })
  void body_isShownWhereItIsAskedFor_aSecretNeither(String command) {
    CliRun.Ended ended = cli.run((command + " --show-bodies").split(" "));

    assertThat(ended.out()).contains(BODY).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "audit",
        "audit --output json",
        "replay --from 0",
        "dead-letters retry --all",
        "doctor --no-ping"
      })
  void keyThatTheServiceRepeats_isMasked(String command) {
    stage.service().says(401, "nobody knows " + SECRET);
    CliRun.Ended ended = cli.run(command.split(" "));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out() + ended.err()).contains("401").doesNotContain(SECRET);
  }

  @Test
  void damagedBytes_areTold_notShown() throws Exception {
    SessionStage.damage(stage.queue(), BODY);

    CliRun.Ended ended = cli.run("verify", "--output", "json");

    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.out())
        .contains("checksum")
        .doesNotContain(BODY.substring(1))
        .doesNotContain(SECRET);
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
