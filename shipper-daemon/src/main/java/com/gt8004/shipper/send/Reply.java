package com.gt8004.shipper.send;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered, cut to what decides an outcome.
 *
 * @param body what was read as UTF-8, at most {@link #BODY_BYTES_MAX} bytes
 * @param cut true if there was more
 */
record Reply(
    int status,
    @Nullable String contentType,
    @Nullable String retryAfter,
    @Nullable String location,
    String body,
    boolean cut) {
  /** 1 MiB: a thousand rejections with a kilobyte of words each. */
  static final int BODY_BYTES_MAX = 1 << 20;

  private static final int WORDS_LENGTH_MAX = 300;

  boolean saysJson() {
    String type = contentType;
    return type != null && type.toLowerCase(Locale.ROOT).contains("json");
  }

  /** The server's words on one line, for people; without the key, should the server echo it. */
  String words(ApiKey key) {
    String line = key.maskIn(body).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= WORDS_LENGTH_MAX ? line : line.substring(0, WORDS_LENGTH_MAX) + "…";
  }
}
