package com.gt8004.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.Json;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A service that stores entries once, and refuses those of one tool. Thread-safe. */
final class NotingService implements AutoCloseable {
  private final HttpServer http;
  private final Map<String, JsonNode> entries = new ConcurrentHashMap<>();
  private volatile String refused = "nothing";

  NotingService() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/v1/ingest", this::ingest);
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

  private void ingest(HttpExchange exchange) throws IOException {
    int accepted = 0;
    int duplicates = 0;
    int index = 0;
    ObjectNode answer = Json.object();
    ArrayNode rejected = answer.putArray("rejected");
    for (JsonNode entry : Json.mapper().readTree(exchange.getRequestBody()).path("entries")) {
      String id = entry.path("entry_id").asText();
      if (entry.path("tool_name").asText().equals(refused)) {
        rejected.addObject().put("index", index).put("entry_id", id).put("error", "not this tool");
      } else if (entry.path("source").asText().equals("sdk_ping")
          || entries.putIfAbsent(id, entry) == null) {
        accepted++;
      } else {
        duplicates++;
      }
      index++;
    }
    answer.put("accepted", accepted).put("duplicates", duplicates);
    byte[] reply = Json.text(answer).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, reply.length);
    exchange.getResponseBody().write(reply);
    exchange.close();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
