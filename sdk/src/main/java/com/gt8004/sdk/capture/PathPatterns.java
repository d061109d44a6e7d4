package com.gt8004.sdk.capture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Paths that are not logged. A pattern is an exact path, or ends with {@code *} and matches what begins so. Immutable. */
public final class PathPatterns {
  /** The health checks that the platform's SDKs leave out, each matched exactly. */
  public static final List<String> DEFAULTS =
      List.of("/health", "/healthz", "/readyz", "/_health", "/.well-known/agent.json/health");

  private final Set<String> exact = new HashSet<>();
  private final List<String> prefixes = new ArrayList<>();

  /** Takes these patterns.
   *
   * @throws IllegalArgumentException if a pattern does not begin with {@code /} or has a {@code *} before its end */
  public PathPatterns(Collection<String> patterns) {
    patterns.forEach(this::add);
  }

  /** Whether one of the patterns matches this path. */
  public boolean matches(String path) {
    return exact.contains(path) || prefixes.stream().anyMatch(path::startsWith);
  }

  private void add(String pattern) {
    int star = pattern.indexOf('*');
    if (!pattern.startsWith("/") || (star >= 0 && star < pattern.length() - 1)) {
      throw new IllegalArgumentException(
          "excluded path is \"" + pattern
              + "\"; give a path that begins with / and has a * at its end at most, such as /internal/*");
    }
    if (star < 0) {
      exact.add(pattern);
    } else {
      prefixes.add(pattern.substring(0, star));
    }
  }
}
