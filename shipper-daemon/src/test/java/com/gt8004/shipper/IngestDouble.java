package com.gt8004.shipper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An ingest endpoint over HTTP with a table that deduplicates by entry id, and rejects entries whose
 * {@code tool_name} is {@value #REJECTED}. Thread-safe.
 */
final class IngestDouble implements AutoCloseable {
  static final String REJECTED = "rejected";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task, "ingest-double");
    thread.setDaemon(true);
    return thread;
  });
  private final Map<String, String> table = new ConcurrentHashMap<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger duplicates = new AtomicInteger();

  IngestDouble() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    http.createContext("/v1/ingest", this::handle);
    http.setExecutor(threads);
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/v1/ingest";
  }

  /** Request id by entry id, of all that was stored; pings are never stored. */
  Map<String, String> table() {
    return table;
  }

  /** Entry ids that were rejected. */
  Set<String> refused() {
    return refused;
  }

  int requests() {
    return requests.get();
  }

  /** Entries that came once more. */
  int duplicates() {
    return duplicates.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      JsonNode batch = JSON.readTree(exchange.getRequestBody());
      byte[] answer = JSON.writeValueAsBytes(store(batch));
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private ObjectNode store(JsonNode batch) {
    int accepted = 0;
    int known = 0;
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode rejected = answer.putArray("rejected");
    int index = 0;
    for (JsonNode entry : batch.path("entries")) {
      String id = entry.path("entry_id").asText();
      if (entry.path("tool_name").asText().equals(REJECTED)) {
        refused.add(id);
        rejected.addObject().put("index", index).put("entry_id", id).put("error", "not here");
      } else if (entry.path("source").asText().equals("sdk_ping")
          || table.putIfAbsent(id, entry.path("request_id").asText()) == null) {
        accepted++;
      } else {
        known++;
        duplicates.incrementAndGet();
      }
      index++;
    }
    return answer.put("accepted", accepted).put("duplicates", known);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
