package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.gt8004.cli.CliRun.Ended;
import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.deadletter.DeadLetter;
import com.gt8004.shipper.deadletter.DeadLetterFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong: a line that says what and how, an exit code, and no stack trace. */
class BadInputTest {
  private static final String ENTRY =
      "{\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1}\n";
  private static final String NO_ENTRY = "01a203e8-09b0-7276-b464-f25aad96a7ca:3";

  /** None of the mistakes changes anything: all are made on one queue. */
  @TempDir
  static Path folder;

  private static Path root;
  private CliRun cli;

  @BeforeAll
  static void appendOneEntry() throws Exception {
    root = Files.createDirectory(folder.resolve("queues"));
    Files.createDirectory(root.resolve("foreign"));
    new CliRun()
        .with("GT8004_QUEUE_ROOT", root.toString())
        .input(ENTRY)
        .run("append", "--agent-id", "my-agent");
    QueueDirectory queue = new QueueRoot(root).queue("my-agent");
    JournalDirectory journal = queue.journals().get(0);
    try (CheckpointFile file = CheckpointFile.open(journal)) {
      file.write(Checkpoint.at(journal.id(), 1));
    }
    DeadLetterFolder.open(queue.deadLetters(), 10, 1 << 20)
        .keep(new DeadLetter(journal.entryId(7), "{\"path\":\"/\"}", 400, "odd", Instant.EPOCH, 1));
  }

  @BeforeEach
  void setUp() {
    cli = new CliRun()
        .with("GT8004_QUEUE_ROOT", root.toString())
        .with("GT8004_API_KEY", "gt8004_sk_test")
        .with("GT8004_INGEST_URL", "http://127.0.0.1:1/v1/ingest")
        .input(ENTRY);
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
        "replay --where status>500 | 2 | --where: column 1: no field \"status\"; there are",
        "replay --where status_code>=abc | 2 | --where: column 14: status_code is a number",
        "replay --entry-id 5 | 2 | --entry-id 5 is no id of an entry; those are <journal id>:<sequence>",
        "replay --entry-id NOENTRY --from 0 | 2 | --entry-id names entries; leave --from, --to and --journal out",
        "replay --to-url http://localhost:1/x | 2 | --to-url and --key-file go together",
        "replay --from 0 --key-file k | 2 | --to-url and --key-file go together",
        "replay --to-url ftp://x --key-file k | 2 | ingest_url",
        "replay --to-url http://a --key-file k --ingest-url http://b | 2 | --to-url and --ingest-url together",
        "replay --to-url http://localhost:1/x --key-file ROOT/none | 1 | key file ROOT/none does not exist",
        "replay --from 0 --rate fast | 2 | --rate is \"fast\", expected N/s (entries a second)",
        "replay --from 0 --rate 0/s | 2 | --rate is \"0/s\"",
        "replay --rate 5/s | 2 | --rate belongs to a range",
        "replay --resume 01 | 1 | no replay whose id begins with 01; gt8004 replay --list lists them",
        "replay --cancel 01 | 1 | no replay whose id begins with 01",
        "replay --resume 01 --from 0 | 2 | give one of --list, --resume, --cancel, --dead-letters and a range",
        "replay --list --dry-run | 2 | --dry-run does not go with --list, --resume or --cancel",
        "replay --resume 01 --dry-run | 2 | --dry-run does not go with --list",
        "replay --cancel 01 --dry-run | 2 | --dry-run does not go with --list",
        "replay --list --dead-letters | 2 | give one of --list, --resume",
        "dead-letters | 2 | say what: dead-letters list, show, retry, export or discard",
        "dead-letters bogus | 2 | Unmatched argument at index 1: 'bogus'",
        "dead-letters show | 2 | say which: ids of entries (gt8004 dead-letters list has them), --where FILTER or --all",
        "dead-letters discard --all NOENTRY | 2 | say which",
        "dead-letters discard 7 | 2 | 7 is no id of an entry",
        "dead-letters discard NOENTRY | 1 | no dead letter of entry NOENTRY; gt8004 dead-letters list shows those there are",
        "dead-letters retry --where nosuch=1 | 2 | --where: column 1: no field \"nosuch\"",
        "dead-letters list --queue nosuch | 1 | no queue nosuch in ROOT",
        "prune --config ROOT/none.yaml | 2 | ROOT/none.yaml",
        "prune --queue-root ROOT/none | 1 | no queue in ROOT/none, which does not exist",
        "replay --bogus | 2 | Unknown option: '--bogus'",
        "replay --queue foreign | 1 | ROOT/foreign is no queue: it has no queue.json",
        "replay --from yesterday | 2 | --from: \"yesterday\" is neither time nor sequence; write",
        "replay --ranges ROOT/none | 1 | ROOT/none does not exist",
        "replay --ranges ROOT | 1 | ROOT is a folder",
        "replay --ranges - | 2 | --ranges, line 1: \"{\"method\":\"GET\"",
        "replay --ranges - --from 0 | 2 | --ranges names entries; leave --from, --to, --journal and --entry-id out",
        "dead-letters list --bogus | 2 | Unknown option: '--bogus'",
        "dead-letters list --where status_code>= | 2 | --where: column 14: expected a value after >=, not the end",
        "dead-letters show --all --output xml | 2 | expected one of [text, json, ndjson]",
        "dead-letters export --all --queue foreign | 1 | ROOT/foreign is no queue",
        "dead-letters retry --all --config ROOT/none.yaml | 2 | ROOT/none.yaml",
        "dead-letters retry --all --ingest-url ftp://x | 2 | ingest_url",
        "prune --bogus | 2 | Unknown option: '--bogus'",
        "prune --queue nosuch | 1 | no queue nosuch in ROOT; there are: my-agent",
        "prune --queue foreign | 1 | ROOT/foreign is no queue: it has no queue.json",
        "audit --bogus | 2 | Unknown option: '--bogus'",
        "audit | 1 | the service at http://127.0.0.1:1/v1/ingest does not answer: connection refused",
        "audit --from yesterday | 2 | --from: \"yesterday\" is neither time nor sequence; write",
        "audit --from -1h --to 7 | 2 | --from and --to are a time and a sequence",
        "audit --from 9 --to 5 | 2 | --to 5 lies before --from 9",
        "audit --from now --to -1h | 2 | lies before --from",
        "audit --queue foreign | 1 | ROOT/foreign is no queue: it has no queue.json",
        "audit --queue-root ROOT/none | 1 | no queue in ROOT/none, which does not exist",
        "audit --config ROOT/none.yaml | 2 | ROOT/none.yaml",
        "audit --ingest-url ftp://x | 2 | ingest_url",
        "audit --ranges-to ROOT | 1 | ROOT is a folder; give the name of a file",
        "audit --ranges-to ROOT/none/file | 1 | ROOT/none does not exist",
        "verify --bogus | 2 | Unknown option: '--bogus'",
        "verify --apply | 2 | --apply belongs to --repair",
        "verify --journal ffff | 1 | no journal whose id begins with ffff; gt8004 status --journals lists them",
        "verify --queue nosuch | 1 | no queue nosuch in ROOT; there are: my-agent",
        "verify --queue foreign | 1 | ROOT/foreign is no queue: it has no queue.json",
        "verify --queue-root ROOT/my-agent/queue.json | 1 | ROOT/my-agent/queue.json is not a folder",
        "doctor --bogus | 2 | Unknown option: '--bogus'",
        "doctor --ping-timeout 0 | 2 | --ping-timeout is 0, allowed are 1 to 600",
        "doctor --ping-timeout soon | 2 | 'soon' is not an int",
        "doctor --queue nosuch | 1 | no queue nosuch in ROOT; there are: my-agent",
        "doctor --queue foreign | 1 | ROOT/foreign is no queue: it has no queue.json",
        "demo --exit | 2 | --exit needs --entries N",
        "demo --entries -5 | 2 | --entries is -5, allowed are 1 to 10000000",
        "demo --chaos --entries 10 --exit | 2 | --chaos needs --entries of at least 1000",
        "completion tcsh | 2 | expected one of [bash, zsh, fish]",
      })
  void mistake_isToldInALine(String arguments, int exitCode, String message) {
    assertTold(cli.run(filled(arguments).strip().split(" ")), exitCode, filled(message));
  }

  private String filled(String text) {
    return text.replace("ROOT", root.toString()).replace("NOENTRY", NO_ENTRY);
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
    "verify",
    "doctor --no-ping",
    "prune",
    "prune --dry-run --output json",
    "dead-letters list",
    "dead-letters show --all",
    "dead-letters export --all",
    "dead-letters retry --all --dry-run",
    "replay --dry-run",
    "replay --from 0 --dry-run",
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
    "dead-letters list, 1",
    "prune, 1",
    "audit, 1",
    "verify, 1",
    "pause, 1",
    "resume, 1"
  })
  void emptyRoot_isToldByName(String command, int exitCode) throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));

    Ended ended = cli.run((command + " --queue-root " + empty).split(" "));

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
