package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.cli.CliRun.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong with the commands that change or send something. */
class ActingBadInputTest {
  private static final String ENTRY = "01a203e8-09b0-7276-b464-f25aad96a7ca:3";

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
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "replay --where status>500 | 2 | --where: column 1: no field \"status\"; there are",
        "replay --where status_code>=abc | 2 | --where: column 14: status_code is a number",
        "replay --entry-id 5 | 2 | --entry-id 5 is no id of an entry; those are <journal id>:<sequence>",
        "replay --entry-id ID --from 0 | 2 | --entry-id names entries; leave --from, --to and --journal out",
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
        "replay --list --dead-letters | 2 | give one of --list, --resume",
        "dead-letters | 2 | say what: dead-letters list, show, retry, export or discard",
        "dead-letters bogus | 2 | Unmatched argument at index 1: 'bogus'",
        "dead-letters show | 2 | say which: ids of entries (gt8004 dead-letters list has them), --where FILTER or --all",
        "dead-letters discard --all ID | 2 | say which",
        "dead-letters discard 7 | 2 | 7 is no id of an entry",
        "dead-letters discard ID | 1 | no dead letter of entry ID; gt8004 dead-letters list shows those there are",
        "dead-letters retry --where nosuch=1 | 2 | --where: column 1: no field \"nosuch\"",
        "dead-letters list --queue nosuch | 1 | no queue nosuch in ROOT",
        "prune --config ROOT/none.yaml | 2 | ROOT/none.yaml",
        "prune --queue-root ROOT/none | 1 | no queue in ROOT/none, which does not exist",
      })
  void mistake_isToldInALine(String arguments, int exitCode, String message) {
    Ended ended = cli.run(filled(arguments).strip().split(" "));

    assertThat(ended.err())
        .contains(filled(message))
        .doesNotContain("\tat ")
        .doesNotContain("Exception");
    assertThat(ended.exitCode()).isEqualTo(exitCode);
  }

  private String filled(String text) {
    return text.replace("ROOT", root.toString()).replaceAll("\\bID\\b", ENTRY);
  }

  @Test
  void helpOfEachCommand_hasExamplesAndExitCodes() {
    for (String command : new String[] {
      "replay",
      "prune",
      "dead-letters",
      "dead-letters list",
      "dead-letters show",
      "dead-letters export",
      "dead-letters retry",
      "dead-letters discard"
    }) {
      Ended ended = cli.run((command + " --help").split(" "));
      assertThat(ended.exitCode()).as(command).isZero();
      assertThat(ended.out()).as(command).contains("Examples:", "Exit codes:", "gt8004 " + command);
    }
  }
}
