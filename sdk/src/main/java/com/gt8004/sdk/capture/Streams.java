package com.gt8004.sdk.capture;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Responses that are sent bit by bit for as long as there is something to say. How long one lasts tells
 * nothing of the agent's speed: its entry has the time to the first byte as latency, and how long it
 * lasted beside it.
 */
public final class Streams {
  /** The entry's header that marks a stream: milliseconds from the request's arrival to the stream's end. */
  public static final String DURATION_HEADER = "gt8004-stream-ms";

  private static final Set<String> TYPES = Set.of(
      "text/event-stream",
      "application/x-ndjson",
      "application/ndjson",
      "application/jsonl",
      "application/json-seq",
      "application/stream+json",
      "multipart/x-mixed-replace");

  private Streams() {}

  /** Whether responses of this content type are streams. */
  public static boolean isStream(@Nullable String contentType) {
    return contentType != null && TYPES.contains(BodyText.mediaType(contentType));
  }
}
