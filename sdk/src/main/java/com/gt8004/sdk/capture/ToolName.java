package com.gt8004.sdk.capture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Which tool a request used: the name in a JSON-RPC {@code tools/call}, else the path's last segment. */
public final class ToolName {
  private static final int CHARACTERS_MAX = 128;

  // Field names come from strangers: interning them would keep each for ever.
  private static final JsonFactory JSON = JsonFactory.builder()
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .build();

  private ToolName() {}

  /** The tool, cut to 128 characters; null for the root path without a call. The body may be cut anywhere. */
  public static @Nullable String of(String path, @Nullable String requestBody) {
    String called = requestBody == null ? null : called(requestBody);
    return FieldText.cut(called != null ? called : lastSegment(path), CHARACTERS_MAX);
  }

  private static @Nullable String called(String body) {
    if (!body.stripLeading().startsWith("{")) {
      return null;
    }
    Call call = new Call();
    try (JsonParser parser = JSON.createParser(body)) {
      parser.nextToken();
      while (!call.complete() && parser.nextToken() == JsonToken.FIELD_NAME) {
        call.read(parser);
      }
    } catch (IOException cutOrNotJson) {
      // What was read before the cut counts.
    }
    return call.complete() ? call.name : null;
  }

  private static @Nullable String lastSegment(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    String segment = path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    return segment.isEmpty() ? null : segment;
  }

  /** The two facts of a call, in whichever order they come. */
  private static final class Call {
    private boolean isToolCall;
    private @Nullable String name;

    boolean complete() {
      return isToolCall && name != null;
    }

    void read(JsonParser parser) throws IOException {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if ("method".equals(field) && value == JsonToken.VALUE_STRING) {
        isToolCall = "tools/call".equals(parser.getText());
      } else if ("params".equals(field) && value == JsonToken.START_OBJECT) {
        readParameters(parser);
      } else {
        parser.skipChildren();
      }
    }

    private void readParameters(JsonParser parser) throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if ("name".equals(field) && value == JsonToken.VALUE_STRING) {
          name = parser.getText();
          if (isToolCall) {
            return;
          }
        } else {
          parser.skipChildren();
        }
      }
    }
  }
}
