package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.gt8004.cli.CliRun.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong: a line that says what and how, an exit code, and no stack trace. */
class BadInputTest {
  @TempDir
  Path folder;

  private Path root;
  private CliRun cli;

  @BeforeEach
  void setUp() throws Exception {
    root = Files.createDirectory(folder.resolve("queues"));
    cli = new CliRun().with("GT8004_QUEUE_ROOT", root.toString());
    cli.input("{\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1}\n")
        .run("append", "--agent-id", "my-agent");
    Files.createDirectory(root.resolve("foreign"));
  }

  private static void assertTold(Ended ended, int exitCode, String message) {
    assertThat(ended.err()).contains(message).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(ended.exitCode()).isEqualTo(exitCode);
    assertThat(ended.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "bogus | 2 | Unmatched argument at index 0: 'bogus'",
        "tail --folow | 2 | Unknown option: '--folow'",
        "status --output xml | 2 | expected one of [text, json, ndjson]",
        "status --queue | 2 | Missing required parameter for option '--queue'",
        "status --queue nosuch | 1 | no queue nosuch in ROOT; there are: my-agent",
        "inspect --queue foreign | 1 | ROOT/foreign is no queue: it has no queue.json",
        "tail --queue my-agent --queue nosuch | 1 | no queue nosuch in ROOT",
        "tail --queue-root ROOT/foreign | 1 | no queue in ROOT/foreign; give the folder that the application logs to",
        "tail --queue-root ROOT/none | 1 | no queue in ROOT/none, which does not exist",
        "tail --queue-root ROOT/my-agent/queue.json | 1 | ROOT/my-agent/queue.json is not a folder",
        "tail --last many | 2 | 'many' is not an int",
        "tail --last -1 | 2 | --last is -1, allowed are 0 to 100000",
        "inspect --last 0 | 2 | --last is 0, allowed are 1 to 100000",
        "inspect --from yesterday | 2 | --from: \"yesterday\" is neither time nor sequence; write",
        "inspect --to 25:00 | 2 | --to: \"25:00\" is neither time nor sequence",
        "inspect --sequence a..b | 2 | --sequence is \"a..b\", expected a number such as 100 or two such as 100..120",
        "inspect --sequence 1 --from now | 2 | --sequence and --from or --to together",
        "inspect --sequence 9..5 | 2 | --sequence 9..5 ends before it begins",
        "inspect --from 9 --to 5 | 2 | --to lies before --from",
        "inspect --from now --to -1h | 2 | --to lies before --from",
        "inspect --entry-id 7 | 2 | --entry-id is \"7\", expected <journal id>:<sequence> such as",
        "inspect --entry-id 7 --from 1 | 2 | --entry-id names one entry; give no range beside it",
        "inspect --queue-root ROOT/foreign | 1 | no queue in ROOT/foreign; give the folder that the application logs to",
        "tail --from 2026-11-22T9:00 | 2 | --from: \"2026-11-22T9:00\" is neither time nor sequence; write",
        "tail --follow --to now | 2 | --follow has no end, but the range has one; leave one of them out",
        "tail --queue foreign | 1 | ROOT/foreign is no queue: it has no queue.json",
        "inspect --where status_code>>5 | 2 | --where: ",
        "export --where colour=red | 2 | --where: ",
        "tail --where status_code>= | 2 | --where: ",
        "status --watch --interval 0 | 2 | --interval is 0.0, allowed are 0.1 to 3600 seconds",
        "status --watch --looks 0 | 2 | --looks is 0, allowed are 1 and more",
        "status --interval 5 | 2 | --interval and --looks belong to --watch",
        "status --queue foreign | 1 | ROOT/foreign is no queue: it has no queue.json",
        "status --queue-root ROOT/my-agent/queue.json | 1 | ROOT/my-agent/queue.json is not a folder",
        "export --from tomorrow | 2 | --from: \"tomorrow\" is neither time nor sequence; write",
        "export --format xml | 2 | expected one of [ndjson, csv]",
        "export --queue nosuch | 1 | no queue nosuch in ROOT; there are: my-agent",
        "export --queue-root ROOT/none | 1 | no queue in ROOT/none, which does not exist",
        "export --out ROOT | 1 | ROOT is a folder; give the name of a file",
        "export --out ROOT/none/file | 1 | ROOT/none",
        "pause --queue nosuch | 1 | no queue nosuch in ROOT; there are: my-agent",
        "resume --queue-root ROOT/foreign | 1 | no queue in ROOT/foreign",
        "resume --from -1 | 2 | --from -1 is no sequence; those begin at 0",
        "append --agent-id a --format csv | 2 | expected one of [auto, ndjson, clf]",
        "append --agent-id a --response-time h | 2 | expected one of [s, ms, us]",
        "append --agent-id a --format ndjson --response-time s | 2 | --response-time belongs to access logs",
        "append --agent-id a ROOT | 1 | ROOT is a folder; give a file of lines",
        "append | 2 | no agent id; give --agent-id ID or set GT8004_AGENT_ID",
        "append --agent-id a --queue b | 2 | append takes --agent-id, not --queue",
        "append --agent-id a ROOT/none.ndjson | 1 | ROOT/none.ndjson does not exist",
        "replay --from 5 --to now | 2 | --from and --to are a time and a sequence",
        "replay --from 9 --to 5 | 2 | --to 5 lies before --from 9",
        "replay --journal 01 | 2 | --journal needs a range",
        "replay --from 0 --journal ffffffff | 1 | no journal whose id begins with ffffffff",
        "replay --from 0 --ingest-url ftp://x | 2 | ingest_url",
        "replay --from 0 --config ROOT/none.yaml | 2 | ROOT/none.yaml",
        "demo --exit | 2 | --exit needs --entries N",
        "demo --entries -5 | 2 | --entries is -5, allowed are 1 to 10000000",
        "demo --chaos --entries 10 --exit | 2 | --chaos needs --entries of at least 1000",
        "completion tcsh | 2 | expected one of [bash, zsh, fish]",
      })
  void mistake_isToldInALine(String arguments, int exitCode, String message) {
    String[] words = arguments.strip().replace("ROOT", root.toString()).split(" ");

    Ended ended = cli.run(words);

    assertTold(ended, exitCode, message.replace("ROOT", root.toString()));
  }

  @Test
  void unreadableRoot_isToldWithUserAndCure() throws Exception {
    assumeFalse(System.getProperty("user.name").equals("root"), "root may read everything");
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("---------"));
    try {
      assertTold(cli.run("status"), 1, "no permission for " + root + " as user");
    } finally {
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "status",
    "status --output json",
    "status --watch",
    "inspect",
    "tail",
    "tail --follow",
    "export",
    "completion bash",
    "--help",
    "inspect --help",
    "--version"
  })
  void closedOutput_endsTheCommandQuietly_andAFullDiskLoudly(String arguments) {
    String[] words = arguments.split(" ");

    assertThat(cli.onOutputThatFails("Broken pipe", words)).isEqualTo(new Ended(0, "", ""));
    assertThat(cli.onOutputThatFails("No space left on device", words))
        .isEqualTo(
            new Ended(1, "", "gt8004: cannot write to standard output: No space left on device\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "status, 0",
    "inspect, 1",
    "tail, 1",
    "export, 1",
    "replay, 1",
    "pause, 1",
    "resume, 1"
  })
  void emptyRoot_isToldByName(String command, int exitCode) throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    Ended ended = cli.run(command, "--queue-root", empty.toString());

    assertThat(ended.exitCode()).isEqualTo(exitCode);
    assertThat(ended.out() + ended.err()).contains("no queue in " + empty).hasLineCount(1);
  }

  @Test
  void emptyAgentId_isTold() {
    assertTold(cli.with("GT8004_AGENT_ID", " ").run("append"), 2, "no agent id");
  }

  @Test
  void unwritableRoot_isTold_andNothingIsAppended() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    Ended ended =
        cli.run("append", "--agent-id", "a", "--queue-root", file.resolve("q").toString());

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out()).startsWith("appended 0 entries");
    assertThat(ended.err())
        .contains("the queue takes nothing more at line 1: its folder cannot be used");
  }
}
