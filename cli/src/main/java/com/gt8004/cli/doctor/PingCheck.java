package com.gt8004.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.http.LocalHttp;
import com.gt8004.sdk.DeliveryState;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.Receipt;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Appends one entry as an application does, with {@code source = sdk_ping}, and follows it: appended,
 * delivered by the shipper that holds the queue, known to the service. No request is stored of it.
 */
public final class PingCheck {
  private static final Duration WHOLE_CALL = Duration.ofSeconds(10);

  /** The service notes whole microseconds of its own clock. */
  private static final Duration CLOCKS_APART_MAX = Duration.ofMinutes(5);

  private final EpochClock clock;
  private final Duration patience;

  /**
   * @param patience how long a delivery may take
   */
  public PingCheck(EpochClock clock, Duration patience) {
    this.clock = clock;
    this.patience = patience;
  }

  /** Follows one entry; each step that was reached has its answer. */
  public List<Answer> of(
      QueueDirectory queue, String agentId, URI url, @Nullable String authorization)
      throws InterruptedException {
    List<Answer> answers = new ArrayList<>();
    Path root = queue.path().toAbsolutePath().getParent();
    Instant began = clock.now();
    try (GT8004Logger logger =
        GT8004Logger.builder().agentId(agentId).queueRoot(root).build()) {
      Receipt receipt = logger.logTracked(entry());
      if (!receipt.result().appended()) {
        answers.add(Answer.fail(
            queue.name(),
            "ping_appended",
            "the queue refused it: " + receipt.result(),
            "see the checks of disk and permissions"));
        return answers;
      }
      answers.add(Answer.ok(
          queue.name(), "ping_appended", "as " + receipt.entryId() + " in " + millisSince(began)));
      boolean unused = logger.flush(Duration.ofMillis(1));
      DeliveryState delivery = logger.awaitDelivered(receipt, patience);
      answers.add(delivered(queue, delivery, began));
      if (delivery == DeliveryState.DELIVERED && authorization != null) {
        Answer stored = stored(queue, agentId, url, authorization, began);
        if (stored != null) {
          answers.add(stored);
        }
      }
    }
    return answers;
  }

  private RequestLogEntry entry() {
    return RequestLogEntry.builder()
        .method("GET")
        .path("/gt8004-doctor")
        .statusCode(200)
        .responseMs(0)
        .source("sdk_ping")
        .build();
  }

  private String millisSince(Instant began) {
    return Duration.between(began, clock.now()).toMillis() + " ms";
  }

  Answer delivered(QueueDirectory queue, DeliveryState delivery, Instant began) {
    return switch (delivery) {
      case DELIVERED ->
        Answer.ok(queue.name(), "ping_delivered", "acknowledged after " + millisSince(began));
      case DEAD_LETTERED ->
        Answer.fail(
            queue.name(),
            "ping_delivered",
            "the server refused it",
            "gt8004 dead-letters list --queue " + queue.name());
      case LOST ->
        Answer.fail(
            queue.name(), "ping_delivered", "it is in the ledger", "see " + queue.ledgerFile());
      case PENDING ->
        Answer.fail(
            queue.name(),
            "ping_delivered",
            "not acknowledged within " + patience.toSeconds() + " s; it stays in the queue",
            "mend what the other checks name, the shipper first");
    };
  }

  /** What our own service says of the agent; null where another one answers. */
  private @Nullable Answer stored(
      QueueDirectory queue, String agentId, URI url, String authorization, Instant began)
      throws InterruptedException {
    URI stats = url.resolve("agents/"
        + URLEncoder.encode(agentId, StandardCharsets.UTF_8).replace("+", "%20") + "/stats");
    try {
      LocalHttp.Reply reply =
          new LocalHttp(WHOLE_CALL).get(stats, Map.of("Authorization", authorization));
      JsonNode connected = Json.mapper().readTree(reply.body()).path("sdk_connected_at");
      if (reply.status() != 200 || !connected.isTextual()) {
        return null;
      }
      Instant at = Instant.parse(connected.asText());
      return at.isBefore(began.minus(CLOCKS_APART_MAX))
          ? Answer.fail(
              queue.name(),
              "ping_stored",
              "acknowledged, but the service last heard of the agent at " + at,
              "is " + url + " the service that the shipper posts to?")
          : Answer.ok(queue.name(), "ping_stored", "the service noted it at " + at);
    } catch (IOException | DateTimeException anotherService) {
      return null;
    }
  }
}
