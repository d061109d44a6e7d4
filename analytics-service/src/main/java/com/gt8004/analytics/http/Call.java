package com.gt8004.analytics.http;

import java.io.InputStream;
import java.util.List;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * One request, as endpoints see it. Belongs to the thread that answers it.
 */
public final class Call {
  private static final String BEARER = "bearer ";

  private final Request request;
  private final List<String> pathArguments;
  private @Nullable InputStream body;

  Call(Request request, List<String> pathArguments) {
    this.request = request;
    this.pathArguments = pathArguments;
  }

  /** The header's value, or null. */
  public @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  /** What stood in the place of the route's first {@code *}, decoded; empty for a route without. */
  public String pathArgument() {
    return pathArguments.isEmpty() ? "" : pathArguments.get(0);
  }

  /** What stood in the place of the route's second {@code *}, decoded; empty for a route without. */
  public String secondPathArgument() {
    return pathArguments.size() < 2 ? "" : pathArguments.get(1);
  }

  /** The value of a cookie, or null. */
  public @Nullable String cookie(String name) {
    for (HttpCookie cookie : Request.getCookies(request)) {
      if (cookie.getName().equals(name)) {
        return cookie.getValue();
      }
    }
    return null;
  }

  /** Whether it came over TLS. */
  public boolean isSecure() {
    return request.isSecure();
  }

  /** The value of a query parameter, decoded, the first where there are several; or null. */
  public @Nullable String queryParameter(String name) {
    try {
      return Request.extractQueryParameters(request).getValue(name);
    } catch (IllegalArgumentException e) {
      // Not to be decoded: as if nothing was said, but never as a value that nobody sent.
      return "";
    }
  }

  /** The length that the body claims to have, or -1. */
  public long claimedLength() {
    return request.getLength();
  }

  /** The body, which may be read once. */
  public InputStream body() {
    if (body == null) {
      body = Content.Source.asInputStream(request);
    }
    return body;
  }

  /** The key of {@code Authorization: Bearer <key>}, or null where there is no such header. */
  public @Nullable String bearerKey() {
    String value = header("Authorization");
    if (value == null || !value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return null;
    }
    String key = value.substring(BEARER.length()).strip();
    return key.isEmpty() ? null : key;
  }
}
