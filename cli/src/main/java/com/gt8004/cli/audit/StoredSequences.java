package com.gt8004.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.entry.SafeText;
import com.gt8004.cli.http.LocalHttp;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.SequenceSet;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks the service which sequences of a journal it stores; see docs/protocol. */
public final class StoredSequences {
  private static final Duration WHOLE_CALL = Duration.ofSeconds(30);
  private static final long SEQUENCE_MAX = 999_999_999_999_999_999L;

  private final LocalHttp http = new LocalHttp(WHOLE_CALL);
  private final URI ingestUrl;
  private final String agentId;
  private final Map<String, String> headers;
  private final String key;

  /**
   * @param authorization the value of the header
   */
  public StoredSequences(URI ingestUrl, String agentId, String authorization) {
    this.ingestUrl = ingestUrl;
    this.agentId = agentId;
    this.headers = Map.of("Authorization", authorization);
    this.key = authorization.substring(authorization.indexOf(' ') + 1);
  }

  /**
   * The service's answer.
   *
   * @param expired came, and are gone or came too late
   * @param expiredBefore the oldest day that the service keeps; null while it keeps all
   */
  public record Answer(
      SequenceSet stored, SequenceSet expired, @Nullable String expiredBefore) {}

  /**
   * What of these sequences is stored, both ends included.
   *
   * @throws CommandFailure if the service does not answer, or not this; says what mends it
   */
  public Answer of(UUID journalId, SequenceRange range) throws InterruptedException {
    SequenceSet stored = new SequenceSet();
    SequenceSet expired = new SequenceSet();
    long from = range.first();
    while (true) {
      JsonNode page = page(journalId, from, Math.min(range.last(), SEQUENCE_MAX));
      add(page.path("ranges"), stored);
      add(page.path("expired"), expired);
      long next = page.path("next").asLong(-1);
      if (next <= from) {
        return new Answer(stored, expired, page.path("expired_before").textValue());
      }
      from = next;
    }
  }

  private JsonNode page(UUID journalId, long from, long to) throws InterruptedException {
    URI question = ingestUrl.resolve("journals/" + journalId + "/sequences?from=" + from + "&to="
        + to + "&agent_id=" + URLEncoder.encode(agentId, StandardCharsets.UTF_8));
    LocalHttp.Reply reply;
    try {
      reply = http.get(question, headers);
    } catch (IOException e) {
      throw CommandFailure.failed("the service at " + ingestUrl + " does not answer: "
          + LocalHttp.reasonOf(e)
          + "; gt8004 doctor looks into it");
    }
    if (reply.status() != 200) {
      throw refused(reply);
    }
    try {
      JsonNode answer = Json.mapper().readTree(reply.body());
      if (answer.path("ranges").isArray()) {
        return answer;
      }
    } catch (JsonProcessingException notJson) {
      // Said below.
    }
    throw CommandFailure.failed(
        "what answers at " + question.resolve("/") + " is no service that can be audited");
  }

  private CommandFailure refused(LocalHttp.Reply reply) {
    String said = SafeText.of(text(reply.body()).replace(key, "***"));
    return CommandFailure.failed(
        switch (reply.status()) {
          case 401 ->
            "the service does not accept the key (401" + said
                + "); give the one that the shipper uses";
          case 403 ->
            "the key is another agent's than " + agentId + " (403" + said
                + "); give this queue its own, see keys_dir";
          case 404 ->
            "the service at " + ingestUrl
                + " cannot be audited: it knows nothing of journals (404)";
          case 429, 503 -> "the service is away (" + reply.status() + said + "); try again";
          default -> "the service answered " + reply.status() + said;
        });
  }

  private static String text(String body) {
    try {
      String error = Json.mapper().readTree(body).path("error").asText();
      return error.isEmpty() ? "" : ": " + error;
    } catch (JsonProcessingException notJson) {
      return "";
    }
  }

  private static void add(JsonNode ranges, SequenceSet to) {
    for (JsonNode range : ranges) {
      long first = range.path(0).asLong(-1);
      long last = range.path(1).asLong(-1);
      if (first < 0 || last < first) {
        throw CommandFailure.failed("the service answered with a range that is none: " + range);
      }
      to.add(new SequenceRange(first, last));
    }
  }
}
