package com.gt8004.sdk.capture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request's body says of itself, read in one pass and stopped by nothing but its end or its
 * cut: JSON-RPC method, the tool or skill it calls, the customer it names. Of a batch the first call
 * counts. For one body, one thread.
 */
public final class AgentCall {
  private static final Set<String> A2A_METHODS = Set.of(
      "SendMessage",
      "SendStreamingMessage",
      "GetTask",
      "ListTasks",
      "CancelTask",
      "SubscribeToTask");

  /** What parts of MCP's methods begin with; {@code tasks/} is left to A2A, which had it first. */
  private static final Set<String> MCP_AREAS = Set.of(
      "initialize",
      "ping",
      "tools",
      "resources",
      "prompts",
      "notifications",
      "completion",
      "logging",
      "sampling",
      "roots",
      "elicitation");

  private static final int CHARACTERS_MAX = 128;

  // Field names come from strangers: interning them would keep each for ever.
  private static final JsonFactory JSON = JsonFactory.builder()
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .build();

  private boolean jsonRpc;
  private @Nullable String method;
  private @Nullable String toolName;
  private @Nullable String skill;
  private @Nullable String customer;

  private AgentCall() {}

  /** Reads a body that may be cut anywhere, or be no JSON at all; null is an empty one. Never throws. */
  public static AgentCall of(@Nullable String body) {
    AgentCall call = new AgentCall();
    if (body != null && mayTellSomething(body)) {
      call.read(body);
    }
    return call;
  }

  /** {@code mcp}, {@code a2a} or {@code http}. */
  public String protocol(boolean hasMcpHeader, String path) {
    if (isMcp()) {
      return "mcp";
    }
    if (isA2a()
        || path.endsWith("/.well-known/agent.json")
        || path.endsWith("/.well-known/agent-card.json")) {
      return "a2a";
    }
    return hasMcpHeader ? "mcp" : "http";
  }

  /** The called tool or skill, or A2A's method without one; null where the body calls nothing. */
  public @Nullable String tool() {
    if ("tools/call".equals(method) && toolName != null) {
      return FieldText.cut(toolName, CHARACTERS_MAX);
    }
    if (skill != null) {
      return FieldText.cut(skill, CHARACTERS_MAX);
    }
    return jsonRpc && isA2a() ? method : null;
  }

  /** The body's own {@code customer_id}; null where it has none. */
  public @Nullable String customerId() {
    return FieldText.cut(customer, CHARACTERS_MAX);
  }

  private boolean isMcp() {
    String name = method;
    if (!jsonRpc || name == null) {
      return "tools/call".equals(name);
    }
    int slash = name.indexOf('/');
    return MCP_AREAS.contains(slash < 0 ? name : name.substring(0, slash));
  }

  private boolean isA2a() {
    String name = method;
    boolean byMethod = jsonRpc
        && name != null
        && (name.startsWith("message/")
            || name.startsWith("tasks/")
            || name.startsWith("agent/")
            || A2A_METHODS.contains(name));
    return byMethod || skill != null;
  }

  /** Most bodies name nothing of this, and parsing them would be the dearest part of their entry. */
  private static boolean mayTellSomething(String body) {
    String text = body.stripLeading();
    boolean json = text.startsWith("{") || text.startsWith("[");
    return json
        && (text.contains("\"method\"")
            || text.contains("\"skill_id\"")
            || text.contains("\"skillId\"")
            || text.contains("\"customer_id\""));
  }

  private void read(String body) {
    try (JsonParser parser = JSON.createParser(body)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        while (tool() == null && parser.nextToken() == JsonToken.START_OBJECT) {
          readMessage(parser);
        }
      } else {
        readMessage(parser);
      }
    } catch (IOException cutOrNotJson) {
      // What was read before the cut counts.
    }
  }

  private void readMessage(JsonParser parser) throws IOException {
    toolName = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      boolean isText = value == JsonToken.VALUE_STRING;
      switch (field) {
        case "jsonrpc" -> jsonRpc = true;
        case "method" -> method = isText ? parser.getText() : null;
        case "skill_id", "skillId" -> skill = isText ? parser.getText() : skill;
        case "customer_id" -> customer = isText ? parser.getText() : customer;
        case "params" -> {
          if (value == JsonToken.START_OBJECT) {
            readParameters(parser);
          }
        }
        default -> parser.skipChildren();
      }
      skipUnread(parser, value);
    }
  }

  private void readParameters(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      boolean isText = value == JsonToken.VALUE_STRING;
      if (isText && field.equals("name")) {
        toolName = parser.getText();
      } else if (isText && isSkill(field)) {
        skill = parser.getText();
      } else if (value == JsonToken.START_OBJECT
          && (field.equals("metadata") || field.equals("message"))) {
        readMetadata(parser, field.equals("message"));
      } else {
        parser.skipChildren();
      }
    }
  }

  /** The metadata of a request or, below it, of its message. */
  private void readMetadata(JsonParser parser, boolean ofMessage) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_STRING && isSkill(field)) {
        skill = parser.getText();
      } else if (value == JsonToken.START_OBJECT && ofMessage && field.equals("metadata")) {
        readMetadata(parser, false);
      } else {
        parser.skipChildren();
      }
    }
  }

  private static boolean isSkill(String field) {
    return field.equals("skill_id") || field.equals("skillId");
  }

  /** Leaves a value that turned out not to be what its name promised. */
  private static void skipUnread(JsonParser parser, JsonToken value) throws IOException {
    if (value.isStructStart() && parser.currentToken() == value) {
      parser.skipChildren();
    }
  }
}
