package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.console.Json;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.GT8004Shipper;
import com.gt8004.shipper.QueueLetters;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the acting commands do, by a process of their own, to a queue that a running shipper holds. */
@Timeout(90)
class HeldQueueIT {
  @TempDir
  Path folder;

  @Test
  void lettersAndRetention_areTheShippersToTouch_andItIsAsked() throws Exception {
    Path root = folder.resolve("queues");
    QueueDirectory queue = new QueueRoot(root).queue("my-agent");
    Path key = Files.createFile(
        folder.resolve("key"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, "gt8004_sk_test");
    try (NotingService service = new NotingService();
        GT8004Logger logger =
            GT8004Logger.builder().agentId("my-agent").queueRoot(root).build();
        GT8004Shipper shipper = GT8004Shipper.builder()
            .queueRoot(root)
            .ingestUrl(URI.create(service.url()))
            .apiKeyFile(key)
            .set("profile", "standard")
            .set("flush_interval", "10ms")
            .set("admin_listen", "127.0.0.1:0")
            .adminServer(true)
            .start()) {
      service.refuses("odd");
      log(logger, "odd");
      log(logger, "odd");
      log(logger, "search");
      Poll.until("two letters", () -> QueueLetters.ids(queue).size() == 2);

      JsonNode refused = run(root, service, 1, "dead-letters", "retry", "--all");
      assertThat(refused.path("rejected").asInt()).isEqualTo(2);
      assertThat(QueueLetters.ids(queue)).hasSize(2);
      service.refuses("nothing");
      String first = QueueLetters.ids(queue).get(0).toString();
      String second = QueueLetters.ids(queue).get(1).toString();
      JsonNode retried = run(root, service, 0, "dead-letters", "retry", first);
      assertThat(retried.path("accepted").asInt()).isEqualTo(1);
      assertThat(service.entries()).contains(first);
      assertThat(QueueLetters.ids(queue)).extracting(Object::toString).containsExactly(second);
      JsonNode discarded = run(root, service, 0, "dead-letters", "discard", second);
      assertThat(discarded.path("discarded").asInt()).isEqualTo(1);
      assertThat(Files.readString(queue.ledgerFile())).contains("\"reason\":\"discarded\"");
      assertThat(Json.mapper()
              .readTree(shipper.statusJson())
              .findPath("dead_letters")
              .findPath("count")
              .asInt())
          .isZero();

      JsonNode pruned = run(root, service, 0, "prune", "--dry-run");
      assertThat(pruned.path("due").isEmpty()).isTrue();
      assertThat(pruned.path("leased").asBoolean()).isFalse();
      assertThat(run(root, service, 0, "prune").path("pruned_files").asInt()).isZero();
    }
  }

  private static void log(GT8004Logger logger, String tool) {
    logger.log(RequestLogEntry.builder()
        .method("GET")
        .path("/")
        .statusCode(200)
        .responseMs(1)
        .toolName(tool)
        .build());
  }

  private static JsonNode run(Path root, NotingService service, int exitCode, String... arguments)
      throws Exception {
    String[] all = Arrays.copyOf(arguments, arguments.length + 4);
    all[arguments.length] = "--output";
    all[arguments.length + 1] = "json";
    all[arguments.length + 2] = "--queue-root";
    all[arguments.length + 3] = root.toString();
    ProcessBuilder builder = ChildCli.of(all);
    builder.environment().put("GT8004_API_KEY", "gt8004_sk_test");
    builder.environment().put("GT8004_INGEST_URL", service.url());
    Process child = builder.start();
    String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(out).isEqualTo(exitCode);
    return Json.mapper().readTree(out);
  }
}
