package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.console.Json;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.GT8004Shipper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** pause and resume told to a shipper that runs, by a process of its own. */
@Timeout(60)
class PauseResumeIT {
  @TempDir
  Path folder;

  @Test
  void runningShipper_isTold_andSoIsOneWithoutAnAdminServer() throws Exception {
    AtomicInteger arrived = new AtomicInteger();
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/v1/ingest", exchange -> {
      int count =
          Json.mapper().readTree(exchange.getRequestBody()).path("entries").size();
      arrived.addAndGet(count);
      byte[] reply = ("{\"accepted\":" + count + ",\"duplicates\":0,\"rejected\":[]}")
          .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, reply.length);
      exchange.getResponseBody().write(reply);
      exchange.close();
    });
    service.start();
    Path root = folder.resolve("queues");
    QueueDirectory queue = new QueueRoot(root).queue("my-agent");
    Path key = Files.createFile(
        folder.resolve("key"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, "gt8004_sk_test");
    GT8004Shipper.Builder shippers = GT8004Shipper.builder()
        .queueRoot(root)
        .ingestUrl(URI.create("http://127.0.0.1:" + service.getAddress().getPort() + "/v1/ingest"))
        .apiKeyFile(key)
        .set("profile", "standard")
        .set("flush_interval", "10ms")
        .set("admin_listen", "127.0.0.1:0");
    try (GT8004Logger logger =
        GT8004Logger.builder().agentId("my-agent").queueRoot(root).build()) {
      log(logger);
      try (GT8004Shipper shipper = shippers.adminServer(true).start()) {
        Poll.until("the first entry", () -> arrived.get() == 1);
        assertThat(run("pause", "--queue-root", root.toString(), "--reason", "it moves")
                .path("state")
                .asText())
            .isEqualTo("PAUSED");
        assertThat(shipper.statusJson()).contains("\"PAUSED\"", "it moves").contains("@");
        log(logger);
        JsonNode resumed = run("resume", "--queue-root", root.toString());
        assertThat(resumed.path("state").asText()).isIn("SHIPPING", "IDLE");
        assertThat(queue.pausedFile()).doesNotExist();
        Poll.until("the entry logged meanwhile", () -> arrived.get() == 2);
      }
      try (GT8004Shipper mute = shippers.adminServer(false).start()) {
        assertThat(new CliRun().run("pause", "--queue-root", root.toString()).exitCode())
            .isZero();
        Poll.until("the file is seen", () -> mute.statusJson().contains("\"PAUSED\""));
      }
    } finally {
      service.stop(0);
    }
  }

  private static void log(GT8004Logger logger) {
    logger.log(RequestLogEntry.builder()
        .method("GET")
        .path("/")
        .statusCode(200)
        .responseMs(1)
        .build());
  }

  private static JsonNode run(String... arguments) throws Exception {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--output";
    all[arguments.length + 1] = "json";
    Process child = ChildCli.of(all).start();
    String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(out).isZero();
    return Json.mapper().readTree(out);
  }
}
