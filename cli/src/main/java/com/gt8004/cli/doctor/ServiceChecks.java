package com.gt8004.cli.doctor;

import com.gt8004.cli.console.Json;
import com.gt8004.cli.http.LocalHttp;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.TimeOrderedUuid;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one connection test straight to the URL, as the shipper does at first contact, and reads all
 * that the answer tells: reachable, certificate, clock, key. Nothing is stored by it.
 */
public final class ServiceChecks {
  private static final Duration WHOLE_CALL = Duration.ofSeconds(10);
  private static final long CERTIFICATE_DAYS_WARN = 21;
  private static final long SKEW_SECONDS_WARN = 5;
  private static final long SKEW_SECONDS_FAIL = 300;

  private final EpochClock clock;

  public ServiceChecks(EpochClock clock) {
    this.clock = clock;
  }

  /**
   * Asks.
   *
   * @param authorization the value of the header; null where there is no key, and then why and what
   *     mends it are told by the caller
   */
  public List<Answer> of(String queue, String agentId, URI url, @Nullable String authorization)
      throws InterruptedException {
    List<Answer> answers = new ArrayList<>();
    long beganMicros = clock.epochMicros();
    LocalHttp.Examined examined;
    try {
      examined = new LocalHttp(WHOLE_CALL)
          .examine(
              url,
              authorization == null
                  ? Map.of("Content-Type", "application/json")
                  : Map.of("Content-Type", "application/json", "Authorization", authorization),
              ping(agentId));
    } catch (IOException e) {
      answers.add(unreachable(queue, url, e));
      return answers;
    }
    long endedMicros = clock.epochMicros();
    LocalHttp.Reply reply = examined.reply();
    answers.add(Answer.ok(
        queue,
        "url_reachable",
        url + " answered " + reply.status() + " in " + (endedMicros - beganMicros) / 1_000
            + " ms"));
    answers.add(tls(queue, url, examined.certificateEnds()));
    answers.add(clock(queue, examined.date(), (beganMicros + endedMicros) / 2));
    if (authorization != null) {
      answers.add(key(queue, reply.status()));
    }
    return answers;
  }

  private String ping(String agentId) {
    var body = Json.object().put("agent_id", agentId);
    body.putArray("entries")
        .addObject()
        .put("request_id", TimeOrderedUuid.next().toString())
        .put("method", "GET")
        .put("path", "/")
        .put("status_code", 200)
        .put("response_ms", 0)
        .put("timestamp", clock.now().toString())
        .put("source", "sdk_ping");
    return Json.text(body);
  }

  static Answer unreachable(String queue, URI url, IOException e) {
    if (e instanceof SSLException) {
      return Answer.fail(
          queue,
          "tls",
          url + ": " + e.getMessage(),
          "mend the server's certificate, or trust its issuer: -Djavax.net.ssl.trustStore");
    }
    return Answer.fail(
        queue,
        "url_reachable",
        url + ": " + LocalHttp.reasonOf(e),
        "check the URL (ingest_url), that the service runs, and what lies between; entries wait meanwhile, none is"
            + " lost while there is disk");
  }

  Answer tls(String queue, URI url, @Nullable Instant ends) {
    if (ends == null) {
      return Answer.ok(queue, "tls", url.getScheme() + ": not encrypted, as it is configured");
    }
    long days = Duration.between(clock.now(), ends).toDays();
    String seen = "certificate valid for " + days + " days, until " + ends;
    return days >= CERTIFICATE_DAYS_WARN
        ? Answer.ok(queue, "tls", seen)
        : Answer.warn(queue, "tls", seen, "renew it before: from then on nothing is shipped");
  }

  static Answer clock(String queue, @Nullable String header, long middleMicros) {
    Instant server = date(header);
    if (server == null) {
      return Answer.warn(
          queue, "clock", "the answer has no Date", "compare the clocks of both hosts by hand");
    }
    // The header has whole seconds, cut off: its middle is half a second later.
    double skew = (middleMicros - EpochClock.microsOf(server) - 500_000) / 1e6;
    String seen = String.format(
        Locale.ROOT,
        "this host is %.0f s %s the server",
        Math.abs(skew),
        skew < 0 ? "behind" : "ahead of");
    String cure =
        "run chrony or ntpd on both hosts; event times are stored as this host's clock says";
    if (Math.abs(skew) > SKEW_SECONDS_FAIL) {
      return Answer.fail(queue, "clock", seen, cure);
    }
    return Math.abs(skew) > SKEW_SECONDS_WARN
        ? Answer.warn(queue, "clock", seen, cure)
        : Answer.ok(queue, "clock", seen);
  }

  private static @Nullable Instant date(@Nullable String header) {
    try {
      return header == null
          ? null
          : ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  static Answer key(String queue, int status) {
    if (status / 100 == 2) {
      return Answer.ok(queue, "api_key", "accepted");
    }
    return switch (status) {
      case 401 ->
        Answer.fail(
            queue,
            "api_key",
            "the server does not accept the key (401)",
            "give the agent a key there (gt8004 analytics agents add ID) and write it to api_key_file or keys/<queue name>");
      case 403 ->
        Answer.fail(
            queue,
            "api_key",
            "the key belongs to another agent (403)",
            "write this agent's own key to keys/<queue name>; see docs/OPERATIONS.md, Keys");
      case 404, 405 ->
        Answer.fail(
            queue,
            "api_key",
            "there is no ingest at this URL (" + status + ")",
            "correct ingest_url: it ends in /v1/ingest");
      case 429, 503 ->
        Answer.warn(
            queue,
            "api_key",
            "the server is busy or its database is away (" + status + ")",
            "wait; the shipper does");
      default ->
        Answer.fail(
            queue,
            "api_key",
            "the server answered " + status + " to a connection test",
            "look at the server's log; entries wait meanwhile");
    };
  }
}
