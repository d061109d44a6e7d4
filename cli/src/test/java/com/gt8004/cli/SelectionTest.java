package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.cli.console.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** inspect, tail and export choose the same entries by the same words. */
class SelectionTest {
  /** More than the last few that are looked at first. */
  private static final int ENTRIES = 3_000;

  @TempDir
  static Path folder;

  private static CliRun cli;
  private static List<String> all;

  @BeforeAll
  static void append() {
    cli = new CliRun()
        .with("GT8004_QUEUE_ROOT", folder.resolve("queues").toString())
        .with("GT8004_AGENT_ID", "my-agent");
    cli.input(lines(0, ENTRIES)).run("append");
    cli.input(lines(ENTRIES, ENTRIES + 2)).run("append");
    all = cli.run("export", "--show-bodies").lines();
    assertThat(all).hasSize(ENTRIES + 2);
  }

  private static String lines(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "{\"request_id\":\"r-" + i + "\",\"method\":\"POST\",\"path\":\"/chat/" + i
            + "\",\"status_code\":" + (i % 1_000 == 7 ? 500 : 200)
            + ",\"response_ms\":142.5,\"request_body\":\"안녕 \\\"" + i + "\\\"\"}\n")
        .collect(Collectors.joining());
  }

  private static String id(String line) throws Exception {
    return Json.mapper().readTree(line).path("entry_id").asText();
  }

  private static List<String> ids(String command) throws Exception {
    List<String> ids = new ArrayList<>();
    for (String line : cli.run(command.split(" ")).lines()) {
      ids.add(id(line));
    }
    return ids;
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect --output json", "tail --last 9 --output ndjson", "export"})
  void oneEntry_isFoundByEachOfItsNames(String command) throws Exception {
    String wanted = id(all.get(5));

    assertThat(ids(command + " --entry-id " + wanted)).containsExactly(wanted);
    assertThat(ids(command + " --request-id r-5")).containsExactly(wanted);
    assertThat(ids(command + " --where path=/chat/5")).containsExactly(wanted);
    assertThat(ids(command + " --sequence 5")).containsExactly(wanted);
    assertThat(ids(command + " --request-id none")).isEmpty();
    assertThat(ids(command + " --entry-id 0198f2c4-7f3a-7cc2-9d51-0a4e5d0c6b1f:5"))
        .isEmpty();
  }

  @Test
  void lastOfAFilter_areFoundHoweverFarBack_inTheOrderOfAppending() throws Exception {
    assertThat(ids("tail --last 2 --where status_code=500 --output json"))
        .containsExactly(id(all.get(1_007)), id(all.get(2_007)));
    assertThat(ids("inspect --last 9 --where status_code>=500 --output json"))
        .containsExactly(id(all.get(7)), id(all.get(1_007)), id(all.get(2_007)));
    assertThat(ids("tail --last 3 --output json"))
        .as("of two journals")
        .containsExactly(id(all.get(ENTRIES - 1)), id(all.get(ENTRIES)), id(all.get(ENTRIES + 1)));
  }

  @Test
  void tailOfARange_beginsAtItsBeginning() throws Exception {
    assertThat(ids("tail --from -1h --output json")).hasSize(ENTRIES + 2);
    assertThat(ids("tail --sequence 10..29 --output json")).hasSize(20);
    assertThat(ids("tail --from 2990 --last 4 --output json")).hasSize(4);
  }

  @Test
  void exported_isAppendedAgain_byteForByte() throws Exception {
    CliRun other =
        new CliRun().with("GT8004_QUEUE_ROOT", folder.resolve("other").toString());
    CliRun.Ended refused = other.input(all.get(0) + "\n").run("append", "--agent-id", "other");
    other
        .input(String.join("\n", all) + "\n")
        .run("append", "--agent-id", "other", "--ignore-unknown");

    List<String> again = other.run("export", "--show-bodies").lines();

    assertThat(refused.err())
        .startsWith(
            "line 1: entry_id is given by the queue; leave it out, or let --ignore-unknown");
    assertThat(again.stream().map(SelectionTest::payload).toList())
        .isEqualTo(all.stream().map(SelectionTest::payload).toList());
  }

  /** What stands behind what the queue knows. */
  private static String payload(String line) {
    return line.substring(line.indexOf("\"request_id\""));
  }

  @Test
  void export_toAFile_isWhatIsExportedToStandardOutput() throws Exception {
    Path file = Files.writeString(folder.resolve("out"), "what was there");

    CliRun.Ended ended = cli.run("export", "--show-bodies", "--out", file.toString());

    assertThat(ended.out()).startsWith("exported 3,002 entries (");
    assertThat(Files.readAllLines(file)).isEqualTo(all);
  }
}
