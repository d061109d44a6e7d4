package com.gt8004.sdk.capture;

import org.jspecify.annotations.Nullable;

/** Which tool a request used: what its body calls, else the path's last segment. */
public final class ToolName {
  private static final int CHARACTERS_MAX = 128;

  private ToolName() {}

  /** The tool, cut to 128 characters; null for the root path without a call. The body may be cut anywhere. */
  public static @Nullable String of(String path, @Nullable String requestBody) {
    return ofCall(path, AgentCall.of(requestBody));
  }

  /** The same of a body that has been read already. */
  public static @Nullable String ofCall(String path, AgentCall call) {
    String called = call.tool();
    return called != null ? called : FieldText.cut(lastSegment(path), CHARACTERS_MAX);
  }

  private static @Nullable String lastSegment(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    String segment = path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    return segment.isEmpty() ? null : segment;
  }
}
