package com.gt8004.shipper.send;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered, cut to what decides an outcome.
 *
 * @param body at most {@link #BODY_BYTES_MAX} bytes
 * @param cut true if there was more
 */
record Reply(
    int status,
    @Nullable String contentType,
    @Nullable String retryAfter,
    @Nullable String location,
    byte[] body,
    boolean cut) {
  /** 1 MiB: a thousand rejections with a kilobyte of words each. */
  static final int BODY_BYTES_MAX = 1 << 20;

  private static final int WORDS_LENGTH_MAX = 300;

  boolean saysJson() {
    String type = contentType;
    return type != null && type.toLowerCase(java.util.Locale.ROOT).contains("json");
  }

  boolean isBlank() {
    return text().isBlank();
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The server's words on one line, for people; without the key, should the server echo it. */
  String words(ApiKey key) {
    String line = key.maskIn(text()).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= WORDS_LENGTH_MAX ? line : line.substring(0, WORDS_LENGTH_MAX) + "…";
  }
}
