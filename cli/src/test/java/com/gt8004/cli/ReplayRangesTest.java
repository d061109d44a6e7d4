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
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an audit found missing is sent again through one file, and nothing else is. */
class ReplayRangesTest {
  @TempDir
  Path folder;

  private final Set<String> stored = new ConcurrentSkipListSet<>();

  private void ingest(HttpExchange exchange) throws IOException {
    int count = 0;
    for (JsonNode entry : Json.mapper().readTree(exchange.getRequestBody()).path("entries")) {
      count++;
      if (!entry.path("source").asText().equals("sdk_ping")) {
        stored.add(entry.path("entry_id").asText());
      }
    }
    answer(exchange, "{\"accepted\":" + count + ",\"duplicates\":0,\"rejected\":[]}");
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    byte[] reply = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, reply.length);
    exchange.getResponseBody().write(reply);
    exchange.close();
  }

  @Test
  void missingRanges_areSentThroughAFile() throws Exception {
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/v1/ingest", this::ingest);
    service.createContext(
        "/v1/journals/",
        exchange -> answer(
            exchange,
            "{\"ranges\":[[0,1],[3,4],[6,7],[9,10],[12,13],[15,16],[18,29]],\"expired\":[],\"next\":null}"));
    service.start();
    try {
      Path root = folder.resolve("queues");
      CliRun cli = new CliRun()
          .with("GT8004_QUEUE_ROOT", root.toString())
          .with("GT8004_AGENT_ID", "my-agent")
          .with("GT8004_API_KEY", "gt8004_sk_test")
          .with(
              "GT8004_INGEST_URL",
              "http://127.0.0.1:" + service.getAddress().getPort() + "/v1/ingest");
      cli.input("{\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1}\n"
              .repeat(30))
          .run("append");
      JournalDirectory journal =
          new QueueRoot(root).queue("my-agent").journals().get(0);
      try (CheckpointFile file = CheckpointFile.open(journal)) {
        file.write(Checkpoint.at(journal.id(), 30));
      }
      Path file = folder.resolve("missing.txt");
      assertThat(cli.run("audit", "--ranges-to", file.toString()).exitCode()).isEqualTo(3);

      Ended ended = cli.run("replay", "--ranges", file.toString());

      assertThat(ended.exitCode()).as(ended.err()).isZero();
      assertThat(stored)
          .containsExactlyInAnyOrder(
              journal.id() + ":2",
              journal.id() + ":5",
              journal.id() + ":8",
              journal.id() + ":11",
              journal.id() + ":14",
              journal.id() + ":17");
      stored.clear();
      cli.input(journal.id() + ":7..8\n\n").run("replay", "--ranges", "-");
      assertThat(stored).containsExactlyInAnyOrder(journal.id() + ":7", journal.id() + ":8");
      assertThat(cli.input("7..8\n").run("replay", "--ranges", "-").exitCode()).isEqualTo(2);
      assertThat(cli.run("replay", "--ranges", file.toString(), "--from", "0").exitCode())
          .isEqualTo(2);
      Files.writeString(file, "");
      assertThat(cli.run("replay", "--ranges", file.toString()).exitCode()).isEqualTo(1);
    } finally {
      service.stop(0);
    }
  }
}
