package com.gt8004.shipper.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks another process's admin server. Bounded: two seconds, a few MiB. */
public final class AdminClient {
  private static final int TIMEOUT_MS = 2_000;
  private static final int BODY_BYTES_MAX = 8 << 20;

  private AdminClient() {}

  /** The body of {@code GET <adminUrl>/status}; null if nobody answers there as an admin server does. */
  public static @Nullable String status(String adminUrl) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(adminUrl + "/status").toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MS);
      connection.setReadTimeout(TIMEOUT_MS);
      connection.setInstanceFollowRedirects(false);
      try (InputStream body = connection.getInputStream()) {
        byte[] bytes = body.readNBytes(BODY_BYTES_MAX);
        return connection.getResponseCode() == 200
            ? new String(bytes, StandardCharsets.UTF_8)
            : null;
      } finally {
        connection.disconnect();
      }
    } catch (IOException | IllegalArgumentException | ClassCastException unreachable) {
      return null;
    }
  }
}
