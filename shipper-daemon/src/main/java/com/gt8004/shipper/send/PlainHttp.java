package com.gt8004.shipper.send;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides which URLs may be given a key: https, or plain http that does not leave the machine. */
public final class PlainHttp {
  private PlainHttp() {}

  /** What is wrong with sending a key to {@code url}, with the fix; null if nothing is. */
  public static @Nullable String problemOf(URI url, boolean allowPlainHttp) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return "'" + url + "' is not a URL that begins with https:// or http://";
    }
    if (url.getHost() == null) {
      return "'" + url + "' names no host";
    }
    if (url.getUserInfo() != null) {
      return "the URL holds a user or password; keys belong into api_key_file";
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      return "the URL holds a query or fragment, which logs and status would show; keys belong into api_key_file";
    }
    if (scheme.equals("http") && !allowPlainHttp && !isLoopback(url.getHost())) {
      return "'"
          + url
          + "' would carry the API key unencrypted to another host; use https://, or set allow_plain_http: true";
    }
    return null;
  }

  /** By name alone: what a resolver says may change between this answer and the connection. */
  static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
