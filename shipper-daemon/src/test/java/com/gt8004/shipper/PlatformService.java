package com.gt8004.shipper;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The live platform's ingest with all its quirks, as its code and its schema have them: it answers
 * before it stores, forgets a batch for one value that fits no column, knows no duplicates, no gzip and
 * no snake case.
 */
final class PlatformService implements AutoCloseable {
  static final String KEY = "gt8004_sk_live";
  private static final int BODY_BYTES_MAX = 51_200;

  /** Big decimals, so that what is too large for a column is seen as it was sent. */
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  /** Go's type of a field, its column, and the characters that this takes; 0 for as many as there are. */
  private record Field(String type, String column, int charactersMax) {}

  private static final Map<String, Field> FIELDS = Map.ofEntries(
      field("requestId", "string", "request_id", 64),
      field("method", "string", "method", 8),
      field("path", "string", "path", 0),
      field("statusCode", "int", "status_code", 0),
      field("responseMs", "float32", "response_ms", 0),
      field("timestamp", "string", "", 0),
      field("toolName", "string", "tool_name", 128),
      field("errorType", "string", "error_type", 64),
      field("x402Amount", "float64", "x402_amount", 0),
      field("x402TxHash", "string", "x402_tx_hash", 66),
      field("x402Token", "string", "x402_token", 16),
      field("x402Payer", "string", "x402_payer", 42),
      field("requestBodySize", "int", "request_body_size", 0),
      field("responseBodySize", "int", "response_body_size", 0),
      field("requestBody", "string", "request_body", 0),
      field("responseBody", "string", "response_body", 0),
      field("headers", "any", "headers", 0),
      field("protocol", "string", "protocol", 8),
      field("source", "string", "source", 8),
      field("ipAddress", "string", "ip_address", 45),
      field("userAgent", "string", "user_agent", 0),
      field("referer", "string", "referer", 0),
      field("contentType", "string", "content_type", 128),
      field("acceptLanguage", "string", "accept_language", 128),
      field("country", "string", "country", 2),
      field("city", "string", "city", 128));

  private final HttpServer http;

  /** What was stored, column by column. */
  final List<Map<String, Object>> rows = Collections.synchronizedList(new ArrayList<>());

  /** Why batches were lost after they had been answered with 202. */
  final List<String> lost = Collections.synchronizedList(new ArrayList<>());

  /** What was answered. */
  final List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());

  /** Bytes of the largest body. */
  volatile int largest;

  volatile int pings;

  /** Then every key is invalid, it says. */
  volatile boolean databaseIsAway;

  PlatformService() throws IOException {
    // Else each answer waits 40 ms for the client to acknowledge its head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/v1/ingest", this::handle);
    http.start();
  }

  private static Map.Entry<String, Field> field(
      String name, String type, String column, int charactersMax) {
    return Map.entry(name.toLowerCase(Locale.ROOT), new Field(type, column, charactersMax));
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/v1/ingest";
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String problem = unauthorized(exchange);
      if (problem != null) {
        answer(exchange, 401, problem);
        return;
      }
      byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
      largest = Math.max(largest, body.length);
      if (body.length > BODY_BYTES_MAX) {
        exchange.getRequestBody().readAllBytes();
        answer(exchange, 413, "request body too large");
        return;
      }
      ObjectNode batch = parsed(body);
      if (batch == null) {
        answer(exchange, 400, "invalid batch format");
        return;
      }
      int entries = batch.path("entries").size();
      respond(exchange, 202, "{\"status\":\"accepted\",\"entries\":" + entries + "}");
      store(batch);
    }
  }

  private String unauthorized(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header == null) {
      return "missing authorization header";
    }
    String[] parts = header.split(" ", 2);
    if (parts.length < 2 || !parts[0].equalsIgnoreCase("bearer")) {
      return "invalid authorization format";
    }
    return parts[1].equals(KEY) && !databaseIsAway ? null : "invalid api key";
  }

  private void answer(HttpExchange exchange, int status, String error) throws IOException {
    respond(exchange, status, "{\"error\":\"" + error + "\"}");
  }

  private void respond(HttpExchange exchange, int status, String json) throws IOException {
    statuses.add(status);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Null where Go's decoder would give up. */
  private static ObjectNode parsed(byte[] body) {
    try {
      if (!(JSON.readTree(body) instanceof ObjectNode batch)) {
        return null;
      }
      boolean texts = isText(batch.path("agent_id"))
          && isText(batch.path("sdk_version"))
          && isText(batch.path("batch_id"));
      if (!texts || !batch.path("entries").isArray() || batch.path("entries").isEmpty()) {
        return null;
      }
      for (JsonNode entry : batch.path("entries")) {
        if (!entry.isObject() || !hasGoTypes((ObjectNode) entry)) {
          return null;
        }
      }
      return batch;
    } catch (IOException noJson) {
      return null;
    }
  }

  private static boolean isText(JsonNode node) {
    return node.isMissingNode() || node.isNull() || node.isTextual();
  }

  private static boolean hasGoTypes(ObjectNode entry) {
    for (Map.Entry<String, JsonNode> member : entry.properties()) {
      Field field = FIELDS.get(member.getKey().toLowerCase(Locale.ROOT));
      if (field != null
          && !member.getValue().isNull()
          && !hasType(member.getValue(), field.type())) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasType(JsonNode value, String type) {
    return switch (type) {
      case "string" -> value.isTextual();
      case "int" -> value.isIntegralNumber() && value.canConvertToLong();
      case "float32" -> value.isNumber() && !Float.isInfinite(value.floatValue());
      case "float64" -> value.isNumber() && !Double.isInfinite(value.doubleValue());
      default -> true;
    };
  }

  /** One transaction: a row that does not fit takes all others with it. */
  private void store(ObjectNode batch) {
    List<Map<String, Object>> stored = new ArrayList<>();
    for (JsonNode entry : batch.path("entries")) {
      Map<String, Object> row = new HashMap<>();
      row.put("batch_id", text(batch.path("batch_id"), "batch_id", 64));
      row.put("sdk_version", text(batch.path("sdk_version"), "sdk_version", 16));
      row.put("status_code", 0L);
      row.put("response_ms", 0f);
      row.put("request_id", "");
      row.put("method", "");
      row.put("path", "");
      row.put("source", "sdk");
      try {
        fill(row, (ObjectNode) entry);
      } catch (IllegalArgumentException doesNotFit) {
        lost.add(doesNotFit.getMessage());
        return;
      }
      if (row.get("source").equals("sdk_ping")) {
        pings++;
      } else {
        stored.add(row);
      }
    }
    rows.addAll(stored);
  }

  private static void fill(Map<String, Object> row, ObjectNode entry) {
    for (Map.Entry<String, JsonNode> member : entry.properties()) {
      Field field = FIELDS.get(member.getKey().toLowerCase(Locale.ROOT));
      JsonNode value = member.getValue();
      if (field == null || value.isNull() || field.column().isEmpty()) {
        continue;
      }
      Object column =
          switch (field.type()) {
            case "string" -> text(value, field.column(), field.charactersMax());
            case "int" -> integer(value.longValue(), field.column());
            case "float32" -> value.floatValue();
            case "float64" -> numeric(value.doubleValue());
            default -> jsonb(value);
          };
      row.put(field.column(), column);
    }
  }

  private static String text(JsonNode node, String column, int charactersMax) {
    String text = node.asText("");
    if (text.indexOf(0) >= 0) {
      throw new IllegalArgumentException(
          "invalid byte sequence for encoding \"UTF8\": 0x00 in " + column);
    }
    if (charactersMax > 0 && text.codePointCount(0, text.length()) > charactersMax) {
      throw new IllegalArgumentException(
          "value too long for type character varying(" + charactersMax + "): " + column);
    }
    boolean protocol =
        column.equals("protocol") && !List.of("mcp", "a2a", "http").contains(text);
    return protocol ? "http" : text;
  }

  private static Long integer(long value, String column) {
    long max = column.equals("status_code") ? Short.MAX_VALUE : Integer.MAX_VALUE;
    if (value > max || value < -max - 1) {
      throw new IllegalArgumentException(value + " is out of range for " + column);
    }
    return value;
  }

  private static BigDecimal numeric(double value) {
    BigDecimal rounded = new BigDecimal(Double.toString(value)).setScale(8, RoundingMode.HALF_UP);
    if (rounded.precision() - rounded.scale() > 12) {
      throw new IllegalArgumentException("numeric field overflow: " + value);
    }
    return rounded;
  }

  private static JsonNode jsonb(JsonNode value) {
    String text = value.toString();
    boolean loneSurrogate = text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF);
    if (loneSurrogate || text.contains("\\u0000")) {
      throw new IllegalArgumentException("unsupported Unicode escape sequence in headers");
    }
    return value;
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
