package com.gt8004.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.Json;
import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.SequenceSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A service that stores entries once, refuses those of one tool, and says which sequences it has.
 * Thread-safe.
 */
final class NotingService implements AutoCloseable {
  private final HttpServer http;
  private final Map<String, JsonNode> entries = new ConcurrentHashMap<>();
  private final Set<String> pings = ConcurrentHashMap.newKeySet();
  private volatile String refused = "nothing";
  private volatile int status = 200;
  private volatile String error = "";

  NotingService() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/v1/ingest", this::ingest);
    http.createContext("/v1/journals/", this::sequences);
    http.createContext("/v1/agents/", this::stats);
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/v1/ingest";
  }

  /** Ids of what it has. */
  Set<String> entries() {
    return entries.keySet();
  }

  String amount(String entryId) {
    return entries.get(entryId).path("x402_amount").decimalValue().toPlainString();
  }

  void refuses(String toolName) {
    refused = toolName;
  }

  /** Every answer has this status from now on. */
  void answers(int httpStatus) {
    says(httpStatus, "not today");
  }

  /** Every answer has this status, and if it is an error, this text, from now on. */
  void says(int httpStatus, String text) {
    error = text;
    status = httpStatus;
  }

  void forgets(String entryId) {
    entries.remove(entryId);
  }

  private void sequences(HttpExchange exchange) throws IOException {
    String journal = exchange.getRequestURI().getPath().split("/", -1)[3];
    SequenceSet stored = new SequenceSet();
    Set<String> known = new HashSet<>(entries.keySet());
    known.addAll(pings);
    for (String id : known) {
      EntryId entry = EntryId.parse(id);
      if (entry != null && entry.journalId().toString().equals(journal)) {
        stored.add(new SequenceRange(entry.sequence(), entry.sequence()));
      }
    }
    ObjectNode answer = Json.object();
    ArrayNode ranges = answer.putArray("ranges");
    stored.all().forEach(each -> ranges.addArray().add(each.first()).add(each.last()));
    answer.putArray("expired");
    reply(exchange, answer.putNull("expired_before").putNull("next"));
  }

  private void stats(HttpExchange exchange) throws IOException {
    reply(exchange, Json.object().put("sdk_connected_at", Instant.now().toString()));
  }

  private void ingest(HttpExchange exchange) throws IOException {
    int accepted = 0;
    int duplicates = 0;
    int index = 0;
    ObjectNode answer = Json.object();
    ArrayNode rejected = answer.putArray("rejected");
    JsonNode body = Json.mapper().readTree(exchange.getRequestBody());
    for (JsonNode entry : status == 200 ? body.path("entries") : Json.object()) {
      String id = entry.path("entry_id").asText();
      if (entry.path("tool_name").asText().equals(refused)) {
        rejected.addObject().put("index", index).put("entry_id", id).put("error", "not this tool");
      } else if (entry.path("source").asText().equals("sdk_ping")) {
        pings.add(id);
        accepted++;
      } else if (entries.putIfAbsent(id, entry) == null) {
        accepted++;
      } else {
        duplicates++;
      }
      index++;
    }
    reply(exchange, answer.put("accepted", accepted).put("duplicates", duplicates));
  }

  private void reply(HttpExchange exchange, ObjectNode answer) throws IOException {
    byte[] reply = Json.text(status == 200 ? answer : Json.object().put("error", error))
        .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, reply.length);
    exchange.getResponseBody().write(reply);
    exchange.close();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
