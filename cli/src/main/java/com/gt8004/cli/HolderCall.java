package com.gt8004.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.http.LocalHttp;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.QueueStatus;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the shipper that holds a queue something, at its admin port, with the queue's token. */
final class HolderCall {
  private static final Duration WHOLE_CALL = Duration.ofSeconds(8);

  private final QueueDirectory queue;
  private final EpochClock clock;

  HolderCall(QueueDirectory queue, EpochClock clock) {
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * Posts an order.
   *
   * @param order last part of the path, such as {@code ship-now}
   * @return what it answered; null if it names no address, or nobody answers there
   * @throws CommandFailure if it refuses
   */
  @Nullable
  JsonNode post(String order, String body) throws IOException, InterruptedException {
    QueueStatus.Holder holder = QueueStatus.of(queue, clock).holder();
    if (holder == null || holder.adminUrl() == null) {
      return null;
    }
    String token = Files.readString(queue.adminTokenFile()).strip();
    URI url = URI.create(holder.adminUrl() + "/queues/"
        + URLEncoder.encode(queue.name(), StandardCharsets.UTF_8) + "/" + order);
    LocalHttp.Reply reply;
    try {
      reply = new LocalHttp(WHOLE_CALL).post(url, Map.of("Authorization", "Bearer " + token), body);
    } catch (IOException nobody) {
      return null;
    }
    JsonNode said = parse(reply.body());
    if (reply.status() / 100 != 2) {
      throw CommandFailure.failed("the shipper at " + holder.adminUrl() + " answered "
          + reply.status() + " to " + order + " of " + queue.name() + ": "
          + said.path("error").asText(reply.body().strip()));
    }
    return said;
  }

  private static JsonNode parse(String body) {
    try {
      return Json.mapper().readTree(body);
    } catch (JsonProcessingException notOurs) {
      return Json.object();
    }
  }
}
