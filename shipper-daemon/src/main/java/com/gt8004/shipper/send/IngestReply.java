package com.gt8004.shipper.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.shipper.batch.Dialect;
import com.gt8004.shipper.batch.RequestBody;
import java.net.URI;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a 2xx answer. Three kinds settle a request: this product's own answer whose numbers add up, the
 * live platform's 202 with the number of entries sent, and any other JSON or nothing at all from
 * people's own receivers. What is written in the platform's dialect is settled by the platform's answer
 * alone. Whatever else says 2xx is a proxy, a login page or a wrong address, and settles nothing.
 */
final class IngestReply {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** A dead letter keeps the server's words; this many of them say enough. */
  private static final int ERROR_LENGTH_MAX = 2_000;

  /** An answer with any of these is this product's own and is held to all of them. */
  private static final List<String> COUNTS = List.of("accepted", "duplicates", "rejected");

  private final URI url;
  private final Profile profile;

  IngestReply(URI url, Profile profile) {
    this.url = url;
    this.profile = profile;
  }

  SendOutcome judge(Reply reply, RequestBody sent, ApiKey key) {
    if (reply.cut()) {
      return new SendOutcome.Transient(
          url + " answered with more than " + Reply.BODY_BYTES_MAX + " bytes", null);
    }
    boolean toPlatform = sent.dialect() == Dialect.PLATFORM;
    if (reply.body().isBlank()) {
      return toPlatform
          ? notPlatform("answered " + reply.status() + " without a word")
          : whole(sent);
    }
    JsonNode answer = parsed(reply);
    if (answer == null) {
      return unreadable(reply, key);
    }
    if (profile != Profile.STANDARD && isPlatforms(reply, answer)) {
      return ofPlatform(answer, sent);
    }
    if (toPlatform) {
      return notPlatform("answered " + reply.status() + ": " + reply.words(key));
    }
    return COUNTS.stream().anyMatch(answer::has) ? counted(answer, sent, key) : whole(sent);
  }

  private static boolean isPlatforms(Reply reply, JsonNode answer) {
    return reply.status() == 202
        && answer.path("status").asText().equals("accepted")
        && answer.has("entries");
  }

  private SendOutcome ofPlatform(JsonNode answer, RequestBody sent) {
    JsonNode entries = answer.path("entries");
    if (!entries.isIntegralNumber() || entries.asLong() != sent.count()) {
      return notIngest(
          "accepted " + shortened(entries.toString()) + " entries of " + sent.count() + " sent");
    }
    return new SendOutcome.Settled(sent.count(), 0, List.of(), false, true);
  }

  private static SendOutcome whole(RequestBody sent) {
    return new SendOutcome.Settled(sent.count(), 0, List.of(), false);
  }

  private static @Nullable JsonNode parsed(Reply reply) {
    try {
      return JSON.readTree(reply.body());
    } catch (JsonProcessingException notJson) {
      return null;
    }
  }

  /** What set out to be JSON was broken on its way; what did not is no ingest endpoint. */
  private SendOutcome unreadable(Reply reply, ApiKey key) {
    String start = reply.body().stripLeading();
    if (reply.saysJson() || start.startsWith("{") || start.startsWith("[")) {
      return new SendOutcome.Transient(
          url + " answered with broken JSON: " + reply.words(key), null);
    }
    return notIngest(
        "answered " + reply.status() + " with something that is not JSON: " + reply.words(key));
  }

  private SendOutcome counted(JsonNode answer, RequestBody sent, ApiKey key) {
    if (!areCounts(answer)) {
      return notIngest("counts with something other than whole numbers and a list of rejected: "
          + shortened(key.maskIn(answer.toString())));
    }
    List<Rejection> rejections = new ArrayList<>();
    BitSet seen = new BitSet(sent.count());
    for (JsonNode rejected : answer.path("rejected")) {
      String entryId = rejected.path("entry_id").asText();
      int index = sent.indexOf(entryId);
      if (index < 0 || seen.get(index)) {
        return notIngest("rejected the entry '" + key.maskIn(entryId) + "', which " + sent.id()
            + " does not hold once");
      }
      seen.set(index);
      rejections.add(new Rejection(index, error(rejected, key)));
    }
    long accepted = answer.path("accepted").asLong();
    long duplicates = answer.path("duplicates").asLong();
    boolean addsUp = accepted >= 0
        && duplicates >= 0
        && accepted + duplicates + rejections.size() == sent.count();
    if (!addsUp) {
      return notIngest("counted %d accepted + %d duplicates + %d rejected for %d entries sent"
          .formatted(accepted, duplicates, rejections.size(), sent.count()));
    }
    return new SendOutcome.Settled((int) accepted, (int) duplicates, rejections, true);
  }

  /** {@code accepted} must be there; the others may be missing where they are nothing. */
  private static boolean areCounts(JsonNode answer) {
    return answer.path("accepted").isIntegralNumber()
        && (!answer.has("duplicates") || answer.path("duplicates").isIntegralNumber())
        && (!answer.has("rejected") || answer.path("rejected").isArray());
  }

  private static String error(JsonNode rejected, ApiKey key) {
    return shortened(key.maskIn(rejected.path("error").asText("no reason given")));
  }

  private static String shortened(String text) {
    return text.length() <= ERROR_LENGTH_MAX ? text : text.substring(0, ERROR_LENGTH_MAX) + "…";
  }

  private SendOutcome notIngest(String what) {
    return new SendOutcome.ConfigFault(
        Fault.NOT_INGEST,
        url + " is not an ingest endpoint: it " + what,
        "set ingest_url to an ingest endpoint; look for a proxy or a login page in between");
  }

  private SendOutcome notPlatform(String what) {
    return new SendOutcome.ConfigFault(
        Fault.NOT_INGEST,
        url + " is not the live platform's ingest: it " + what,
        "set profile: standard if it is a gt8004 analytics-service or your own receiver; else mend ingest_url");
  }
}
