package com.gt8004.analytics.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole answer. Immutable; {@link #with} makes another. */
public final class Reply {
  /** Writes money as 0.05, never as 5E-2. */
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Map<String, String> headers;
  private final @Nullable EventSource events;

  /**
   * @param body is not copied, so must not change any more
   * @param headers without Content-Type and Content-Length
   */
  public Reply(int status, String contentType, byte[] body, Map<String, String> headers) {
    this(status, contentType, body, headers, null);
  }

  private Reply(
      int status,
      String contentType,
      byte[] body,
      Map<String, String> headers,
      @Nullable EventSource events) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = Map.copyOf(headers);
    this.events = events;
  }

  /** A stream of server-sent events, open until one side ends it. */
  public static Reply events(EventSource source) {
    return new Reply(
        200, "text/event-stream", new byte[0], Map.of("Cache-Control", "no-store"), source);
  }

  /** An answer in JSON. */
  public static Reply json(int status, JsonNode body) {
    try {
      return new Reply(status, "application/json", JSON.writeValueAsBytes(body), Map.of());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  /** {@code {"error": message}}. */
  public static Reply error(int status, String message) {
    return json(status, JsonNodeFactory.instance.objectNode().put("error", message));
  }

  /** 503 with the seconds after which trying again makes sense. */
  public static Reply unavailable(String message, int retryAfterSeconds) {
    return error(503, message).with("Retry-After", Integer.toString(retryAfterSeconds));
  }

  /** The same with one more header. */
  public Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, contentType, body, more, events);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  @Nullable
  EventSource events() {
    return events;
  }

  String contentType() {
    return contentType;
  }

  byte[] body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }
}
