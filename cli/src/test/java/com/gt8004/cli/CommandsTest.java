package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.CliRun.Ended;
import com.gt8004.cli.console.Json;
import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on queues built on the spot. */
class CommandsTest {
  @TempDir
  Path folder;

  private Path root;
  private CliRun cli;

  @BeforeEach
  void setUp() {
    root = folder.resolve("queues");
    cli =
        new CliRun().with("GT8004_QUEUE_ROOT", root.toString()).with("GT8004_AGENT_ID", "my-agent");
  }

  private static String line(int number) {
    return "{\"request_id\":\"r-" + number + "\",\"method\":\"POST\",\"path\":\"/chat/" + number
        + "\",\"status_code\":200,\"response_ms\":142.5,\"customer_id\":\"고객\",\"request_body\":\"{\\\"message\\\": \\\"안녕\\\"}\"}\n";
  }

  private void append(int from, int to) {
    StringBuilder lines = new StringBuilder();
    for (int i = from; i <= to; i++) {
      lines.append(line(i));
    }
    Ended ended = cli.input(lines.toString()).run("append");
    assertThat(ended.exitCode()).isZero();
  }

  private JournalDirectory onlyJournal() throws Exception {
    List<JournalDirectory> journals = new QueueRoot(root).queue("my-agent").journals();
    assertThat(journals).hasSize(1);
    return journals.get(0);
  }

  private void settle(long firstUnsettled) throws Exception {
    JournalDirectory journal = onlyJournal();
    try (CheckpointFile file = CheckpointFile.open(journal)) {
      file.write(Checkpoint.at(journal.id(), firstUnsettled));
    }
  }

  private static JsonNode json(String text) throws Exception {
    return Json.mapper().readTree(text);
  }

  @Test
  void append_takesTheGoodLines_andTellsTheBad() throws Exception {
    Ended ended = cli.input(line(1) + "nonsense\n" + line(2) + "{\"method\":\"GET\"}\n")
        .run("append", "--output", "json");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(json(ended.out()).path("appended").asInt()).isEqualTo(2);
    assertThat(json(ended.out()).path("rejected").asInt()).isEqualTo(2);
    assertThat(ended.err().lines())
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("line 2: not JSON"),
            second -> assertThat(second).startsWith("line 4: path is required"));
    assertThat(cli.run("inspect", "--output", "json").lines()).hasSize(2);
  }

  @Test
  void append_readsAFile_andTheAgentFromTheOption() throws Exception {
    Path file = Files.writeString(folder.resolve("requests.ndjson"), line(1) + line(2));

    Ended ended = cli.run("append", "--agent-id", "에이전트", file.toString());

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).startsWith("appended 2 entries to " + root + "/%EC%97%90");
    assertThat(cli.run("inspect", "--queue", "에이전트").lines()).hasSize(2);
  }

  @Test
  void inspect_leavesBodiesOut_unlessAskedFor() throws Exception {
    append(1, 1);

    JsonNode without = json(cli.run("inspect", "--output", "json").out());
    JsonNode with = json(cli.run("inspect", "--output", "json", "--show-bodies").out());

    assertThat(without.has("request_body")).isFalse();
    assertThat(without.path("customer_id").asText()).isEqualTo("고객");
    assertThat(without.path("entry_id").asText())
        .isEqualTo(onlyJournal().entryId(0).toString());
    assertThat(without.path("settled").asBoolean()).isFalse();
    assertThat(with.path("request_body").asText()).isEqualTo("{\"message\": \"안녕\"}");
    assertThat(cli.run("inspect").out())
        .contains("POST /chat/1")
        .contains("고객")
        .doesNotContain("안녕");
    assertThat(cli.run("inspect", "--show-bodies").out())
        .contains("    request: {\"message\": \"안녕\"}");
  }

  @Test
  void inspect_selectsBySequenceRequestTimeAndCount() throws Exception {
    append(1, 30);
    String journal = onlyJournal().id().toString();

    assertThat(cli.run("inspect").lines()).hasSize(20);
    assertThat(cli.run("inspect", "--last", "3").out())
        .contains("/chat/28 ", "/chat/30 ")
        .doesNotContain("/chat/27 ");
    assertThat(cli.run("inspect", "--sequence", "4").lines())
        .singleElement()
        .asString()
        .contains("/chat/5 ");
    assertThat(cli.run("inspect", "--sequence", "4..6").lines()).hasSize(3);
    assertThat(cli.run("inspect", "--sequence", "100..200").lines()).isEmpty();
    assertThat(cli.run("inspect", "--request-id", "r-7").lines())
        .singleElement()
        .asString()
        .contains("/chat/7 ");
    assertThat(cli.run("inspect", "--from", "-1h", "--to", "now").lines()).hasSize(30);
    assertThat(cli.run("inspect", "--from", "2020-01-01", "--to", "2020-01-02").lines())
        .isEmpty();
    assertThat(cli.run("inspect", "--to", "-1h").lines()).isEmpty();
    assertThat(cli.run("inspect", "--journal", journal.substring(0, 18), "--sequence", "0")
            .lines())
        .hasSize(1);
    assertThat(cli.run("inspect", "--journal", "ffffffff", "--sequence", "0").lines())
        .isEmpty();
  }

  @Test
  void inspect_cutsATimeRangeExactly_whereverItBegins() throws Exception {
    append(1, 40);
    List<String> all = cli.run("inspect", "--last", "40", "--output", "json").lines();

    for (String entry : all) {
      String time = json(entry).path("append_time").asText();
      List<String> after =
          cli.run("inspect", "--from", time, "--output", "json").lines();
      List<String> before = cli.run("inspect", "--to", time, "--output", "json").lines();

      assertThat(after).contains(entry);
      assertThat(before).doesNotContain(entry);
      assertThat(Stream.concat(before.stream(), after.stream()).toList()).isEqualTo(all);
    }
  }

  @Test
  void settledEntries_areToldAsSuch() throws Exception {
    append(1, 3);
    settle(2);

    assertThat(cli.run("inspect").lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("  settled  "),
            second -> assertThat(second).contains("  settled  "),
            third -> assertThat(third).contains("  waiting  "));
  }

  @Test
  void tail_showsTheNewest_ofSeveralJournalsInTheOrderOfAppending() {
    append(1, 8);
    append(9, 12);

    assertThat(cli.run("tail", "--last", "6").lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("/chat/7 "),
            line -> assertThat(line).contains("/chat/8 "),
            line -> assertThat(line).contains("/chat/9 "),
            line -> assertThat(line).contains("/chat/10 "),
            line -> assertThat(line).contains("/chat/11 "),
            line -> assertThat(line).contains("/chat/12 "));
  }

  @Test
  void text_holdsNoControlCharactersOfTheLog() {
    cli.input(
            "{\"method\":\"GET\",\"path\":\"/\\u001b[2J\",\"status_code\":200,\"response_ms\":1}\n")
        .run("append");

    assertThat(cli.run("tail").out()).contains("/\\u001b[2J").doesNotContain("\u001b");
  }

  @Test
  void status_countsBacklogAndLag_andSaysThatNobodyShips() throws Exception {
    append(1, 5);
    settle(2);

    JsonNode queue =
        json(cli.run("status", "--output", "json").out()).path("queues").path(0);

    assertThat(queue.path("name").asText()).isEqualTo("my-agent");
    assertThat(queue.path("backlog_entries").asLong()).isEqualTo(3);
    assertThat(queue.path("lag_seconds").asDouble()).isPositive();
    assertThat(queue.path("state").asText()).isEqualTo("UNATTENDED");
    assertThat(queue.path("live").isNull()).isTrue();
    assertThat(queue.path("journals").path(0).path("checkpoint").asLong()).isEqualTo(2);
    assertThat(cli.run("status", "--journals").out())
        .contains("UNATTENDED")
        .contains("cure: start one: gt8004 ship")
        .contains("JOURNAL OF my-agent");
  }

  @Test
  void status_ofNothing_saysSo() {
    assertThat(cli.run("status").out())
        .startsWith("no queue in " + root + ", which does not exist");
    assertThat(cli.run("status").exitCode()).isZero();
  }

  @Test
  void damage_isTold_andExits3() throws Exception {
    append(1, 20);
    Path cycle;
    try (var files = Files.list(onlyJournal().chronicle())) {
      cycle = files.filter(file -> file.toString().endsWith(".cq4")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(cycle);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("/chat/10");
    bytes[at] ^= 1;
    Files.write(cycle, bytes);

    Ended ended = cli.run("inspect", "--sequence", "0..19");

    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.lines()).as("all but the damaged one").hasSize(19);
    assertThat(ended.err()).startsWith("gt8004: damaged: ").contains("sequence 9 ");
    assertThat(cli.run("inspect", "--sequence", "0..5").exitCode()).isZero();
    assertThat(cli.run("inspect", "--sequence", "9..12").lines()).hasSize(3);
    Ended tail = cli.run("tail", "--last", "15");
    assertThat(tail.exitCode()).isEqualTo(3);
    assertThat(tail.lines()).hasSize(14);
    assertThat(cli.run("tail", "--last", "5").exitCode()).isZero();
  }

  @Test
  void help_ofEachCommand_hasExamplesAndExitCodes() {
    for (String command :
        List.of("demo", "status", "inspect", "tail", "append", "replay", "completion")) {
      Ended ended = cli.run(command, "--help");
      assertThat(ended.exitCode()).isZero();
      assertThat(ended.out())
          .contains("Examples:\n  ")
          .contains("Exit codes:\n")
          .contains("gt8004 " + command);
    }
    assertThat(cli.run("--help").out())
        .contains("ship ")
        .contains("analytics ")
        .contains("Examples:");
  }

  @Test
  void version_namesCommitAndJava() {
    assertThat(cli.run("--version").out())
        .startsWith("gt8004 ")
        .contains("(commit ")
        .contains("Java " + System.getProperty("java.version"));
  }

  @Test
  void completion_isAScript() {
    assertThat(cli.run("completion", "bash").out())
        .startsWith("#!/usr/bin/env bash")
        .contains("--queue-root");
  }

  @Test
  void completionOfFish_knowsCommandsOptionsAndValues() {
    assertThat(cli.run("completion", "fish").out().lines())
        .allMatch(line -> line.startsWith("#") || line.startsWith("complete -c gt8004 "))
        .anyMatch(line -> line.contains(" -a replay -d 'Ship the backlog now"))
        .anyMatch(line -> line.contains(
            "'__fish_seen_subcommand_from status' -l output -x -a 'text json ndjson'"))
        .anyMatch(
            line -> line.endsWith("'__fish_seen_subcommand_from completion' -a 'bash zsh fish'"));
  }

  @Test
  void noCommand_isHelpOnStandardError_andUsage() {
    Ended ended = cli.run();

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("Commands:");
  }
}
