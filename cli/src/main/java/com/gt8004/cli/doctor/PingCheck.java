package com.gt8004.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.http.LocalHttp;
import com.gt8004.sdk.DeliveryState;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.Receipt;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
      EntryId id = EntryId.parse(String.valueOf(receipt.entryId()));
      if (delivery == DeliveryState.DELIVERED && authorization != null && id != null) {
        Answer stored = stored(queue, agentId, url, authorization, id);
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

  /** Whether our own service has it; null where another one answers. */
  private @Nullable Answer stored(
      QueueDirectory queue, String agentId, URI url, String authorization, EntryId id)
      throws InterruptedException {
    URI question = url.resolve("journals/" + id.journalId() + "/sequences?from=" + id.sequence()
        + "&to=" + id.sequence() + "&agent_id="
        + URLEncoder.encode(agentId, StandardCharsets.UTF_8));
    try {
      LocalHttp.Reply reply =
          new LocalHttp(WHOLE_CALL).get(question, Map.of("Authorization", authorization));
      JsonNode ranges = Json.mapper().readTree(reply.body()).path("ranges");
      if (reply.status() != 200 || !ranges.isArray()) {
        return null;
      }
      return holds(ranges, id.sequence())
          ? Answer.ok(queue.name(), "ping_stored", "the service has it")
          : Answer.fail(
              queue.name(),
              "ping_stored",
              "acknowledged, but the service does not have it",
              "is " + url + " the service that the shipper posts to? gt8004 audit compares all");
    } catch (IOException anotherService) {
      return null;
    }
  }

  private static boolean holds(JsonNode ranges, long sequence) {
    for (JsonNode range : ranges) {
      if (range.path(0).asLong(-1) <= sequence && sequence <= range.path(1).asLong(-1)) {
        return true;
      }
    }
    return false;
  }
}
