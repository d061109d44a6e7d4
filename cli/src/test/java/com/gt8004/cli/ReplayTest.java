package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.CliRun.Ended;
import com.gt8004.cli.console.Json;
import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays against a service that notes what it gets. */
class ReplayTest {
  @TempDir
  Path folder;

  private final List<String> entryIds = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private HttpServer service;
  private Path root;
  private CliRun cli;
  private JournalDirectory journal;

  @BeforeEach
  void setUp() throws Exception {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/v1/ingest", this::ingest);
    service.start();
    root = folder.resolve("queues");
    cli = new CliRun()
        .with("GT8004_QUEUE_ROOT", root.toString())
        .with("GT8004_AGENT_ID", "my-agent")
        .with("GT8004_API_KEY", "gt8004_sk_test")
        .with(
            "GT8004_INGEST_URL",
            "http://127.0.0.1:" + service.getAddress().getPort() + "/v1/ingest");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      lines.append("{\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1}\n");
    }
    cli.input(lines.toString()).run("append");
    journal = new QueueRoot(root).queue("my-agent").journals().get(0);
    try (CheckpointFile file = CheckpointFile.open(journal)) {
      file.write(Checkpoint.at(journal.id(), 8));
    }
  }

  @AfterEach
  void tearDown() {
    service.stop(0);
  }

  private void ingest(HttpExchange exchange) throws IOException {
    keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
    JsonNode entries = Json.mapper().readTree(exchange.getRequestBody()).path("entries");
    int count = 0;
    for (JsonNode entry : entries) {
      if (!entry.path("source").asText().equals("sdk_ping")) {
        entryIds.add(entry.path("entry_id").asText());
      }
      count++;
    }
    byte[] reply = ("{\"accepted\":0,\"duplicates\":" + count + ",\"rejected\":[]}")
        .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, reply.length);
    exchange.getResponseBody().write(reply);
    exchange.close();
  }

  @Test
  void range_sendsSettledEntriesAgain_leavesTheRest_andTheCheckpointWhereItIs() throws Exception {
    Ended ended = cli.run("replay", "--from", "6", "--to", "9", "--output", "json");

    assertThat(ended.err()).doesNotContain("Exception");
    assertThat(ended.exitCode()).isZero();
    JsonNode result = Json.mapper().readTree(ended.out());
    assertThat(result.path("entries").asInt()).isEqualTo(2);
    assertThat(result.path("duplicates").asInt()).isEqualTo(2);
    assertThat(result.path("unsettled_left").asInt()).isEqualTo(2);
    assertThat(entryIds).containsExactly(journal.id() + ":6", journal.id() + ":7");
    Checkpoint checkpoint = CheckpointFile.peek(journal);
    assertThat(checkpoint).isNotNull();
    assertThat(checkpoint.firstUnsettled()).isEqualTo(8);
  }

  @Test
  void namedEntriesThatAreGone_areCounted() {
    String there = journal.id() + ":3";
    String gone = journal.id() + ":99";
    for (String dryRun : new String[] {"", " --dry-run"}) {
      String words = "replay --entry-id " + there + " --entry-id " + gone + " --entry-id " + there;
      Ended ended = cli.run((words + dryRun).split(" "));

      assertThat(ended.exitCode()).isEqualTo(3);
      assertThat(ended.err()).contains("gt8004: 1 of the named entries is not on disk any more\n");
    }
    assertThat(entryIds).containsExactly(there);
    Ended filtered =
        cli.run("replay", "--entry-id", there, "--where", "status_code=999", "--dry-run");
    assertThat(filtered.exitCode()).as("it is there, though not wanted").isZero();
    assertThat(cli.run("replay", "--entry-id", journal.id() + ":9").exitCode())
        .as("it is the shipper's")
        .isZero();
  }

  @Test
  void dryRun_sendsNothing() throws Exception {
    Ended ended = cli.run("replay", "--from", "-1h", "--dry-run");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .startsWith("my-agent: would send 8 settled entries")
        .contains("2 of the range still wait and are left to the shipper");
    assertThat(entryIds).isEmpty();
  }

  @Test
  void rangeOfTime_sendsWhatWasAppendedInIt() {
    assertThat(cli.run("replay", "--from", "-1h", "--to", "-30m").out())
        .contains("sent 0 of 0 entries again");
    assertThat(cli.run("replay", "--from", "-1h").out())
        .contains("sent 8 of 8 entries again: 0 were new to the service, 8 it had");
    assertThat(entryIds).hasSize(8);
  }

  @Test
  void backlog_isCountedByADryRun() {
    assertThat(cli.run("replay", "--dry-run").out())
        .matches(
            "my-agent: would ship 2 entries \\(about \\d+ B\\), the oldest waits for \\S+ s\n");
  }

  @Test
  void backlogOfNothing_isSaidSo() throws Exception {
    try (CheckpointFile file = CheckpointFile.open(journal)) {
      file.write(Checkpoint.at(journal.id(), 10));
    }

    Ended ended = cli.run("replay");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).isEqualTo("gt8004: nothing waits\n");
  }

  @Test
  void noKey_isToldWithItsCure() {
    Ended ended =
        new CliRun().with("GT8004_QUEUE_ROOT", root.toString()).run("replay", "--from", "0");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("has no API key");
    assertThat(entryIds).isEmpty();
  }

  @Test
  void filter_choosesEntries_andIsWrittenDownWithTheReplay() throws Exception {
    assertThat(cli.run("replay", "--where", "status_code>=500").out())
        .contains("sent 0 of 8 entries again");
    assertThat(entryIds).isEmpty();
    Ended planned = cli.run("replay", "--where", "status_code=200 and path=/", "--dry-run");
    assertThat(planned.out())
        .startsWith("my-agent: would send 8 settled entries")
        .contains("GET /  200  " + journal.id() + ":0");
    String one = journal.id() + ":5";
    assertThat(cli.run("replay", "--entry-id", one).out()).contains("sent 1 of 1 entries again");
    assertThat(entryIds).containsExactly(one);
  }

  @Test
  void interruptedReplay_isListed_resumedAndCancelled() throws Exception {
    service.removeContext("/v1/ingest");
    service.createContext("/v1/ingest", exchange -> {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(401, -1);
      exchange.close();
    });
    Ended stopped = cli.run("replay", "--where", "path='/'", "--from", "2", "--output", "json");
    assertThat(stopped.exitCode()).isEqualTo(1);
    String id = Json.mapper().readTree(stopped.out()).path("resume_id").asText();
    assertThat(stopped.err())
        .contains("gt8004 replay --queue my-agent --resume " + id + " goes on");
    JsonNode listed =
        Json.mapper().readTree(cli.run("replay", "--list", "--output", "json").out());
    assertThat(listed.path("id").asText()).isEqualTo(id);
    assertThat(listed.path("running").asBoolean(true)).isFalse();
    assertThat(listed.path("where").asText()).isEqualTo("path='/'");
    assertThat(listed.toString()).doesNotContain("gt8004_sk");
    assertThat(cli.run("replay", "--list").lines().get(1)).contains("interrupted", "0 of 6");

    service.removeContext("/v1/ingest");
    service.createContext("/v1/ingest", this::ingest);
    String url = "http://127.0.0.1:" + service.getAddress().getPort() + "/v1/ingest";
    cli.with("GT8004_INGEST_URL", url.replace("127.0.0.1", "localhost"));
    Ended elsewhere = cli.run("replay", "--resume", id);
    assertThat(elsewhere.exitCode()).isEqualTo(1);
    assertThat(elsewhere.err()).contains(url, url.replace("127.0.0.1", "localhost"));
    assertThat(entryIds).as("today's key goes to no other URL").isEmpty();
    Ended resumed = cli.run("replay", "--resume", id.substring(0, 20), "--ingest-url", url);
    assertThat(resumed.err()).doesNotContain("Exception");
    assertThat(resumed.out()).contains("sent 6 of 6 entries again");
    assertThat(entryIds).hasSize(6);
    assertThat(cli.run("replay", "--list").err())
        .isEqualTo("gt8004: no replay runs or was interrupted\n");
  }

  @Test
  void otherService_getsEverything_withItsOwnKey() throws Exception {
    Path key = Files.writeString(folder.resolve("other.key"), "gt8004_sk_other");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    String url = "http://127.0.0.1:" + service.getAddress().getPort() + "/v1/ingest";
    cli.with("GT8004_INGEST_URL", "http://127.0.0.1:1/v1/ingest");

    Ended ended = cli.run("replay", "--to-url", url, "--key-file", key.toString());

    assertThat(ended.out()).contains("sent 10 of 10 entries again");
    assertThat(keys).containsOnly("Bearer gt8004_sk_other");
    assertThat(CheckpointFile.peek(journal).firstUnsettled()).isEqualTo(8);
  }
}
