package com.gt8004.analytics.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the service runs, apart from its database.
 *
 * @param listen where it answers; port 0 is any free one
 * @param tls certificate and key; null for plain HTTP
 * @param requestsPerSecond ingest requests of one agent, 0 for no limit
 * @param rowDays days (UTC) whose rows are kept beside today, 0 for all
 * @param bodyDays days whose bodies and headers are kept beside today, 0 for as long as their rows
 */
public record ServiceSettings(
    InetSocketAddress listen, @Nullable Tls tls, int requestsPerSecond, int rowDays, int bodyDays) {
  /** Requests of one agent in a second, where nothing else is said: a shipper in full catch-up sends fewer. */
  public static final int REQUESTS_PER_SECOND = 200;

  /** Files in PEM. */
  public record Tls(Path certificate, Path key) {}

  /** Everything as it is where nothing is said. */
  public static ServiceSettings at(InetSocketAddress listen) {
    return new ServiceSettings(listen, null, REQUESTS_PER_SECOND, 0, 0);
  }
}
