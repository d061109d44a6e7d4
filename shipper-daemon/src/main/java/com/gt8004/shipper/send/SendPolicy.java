package com.gt8004.shipper.send;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where to send, how patiently, how often.
 *
 * @param url http or https; see {@link PlainHttp}
 * @param connectTimeout for the connection alone, default 3 s
 * @param callTimeout for one attempt as a whole, default 10 s
 * @param attempts requests per batch before it counts as one failure, default 3
 * @param waits before the second attempt, the third …; the last one goes on; default 1 s, 2 s
 * @param breakerFailures failed batches in a row that open the breaker, default 3
 * @param breakerOpen how long it stays open, default 30 s
 * @param compress whether bodies go as gzip where the URL offers to take it, default true
 */
public record SendPolicy(
    URI url,
    Profile profile,
    boolean allowPlainHttp,
    Duration connectTimeout,
    Duration callTimeout,
    int attempts,
    List<Duration> waits,
    int breakerFailures,
    Duration breakerOpen,
    boolean compress) {
  /** What a first and a second failed attempt are followed by. */
  public static final List<Duration> WAITS_DEFAULT =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2));

  /** What a batch waits after its attempts are used up. */
  public static final Duration ROUND_WAIT = Duration.ofSeconds(4);

  /** A server may ask for more than it needs; longer than this nobody waits without asking again. */
  static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(5);

  private static final double JITTER = 0.2;

  /** Requires a URL that may be given a key. */
  public SendPolicy {
    waits = List.copyOf(waits);
    String problem = PlainHttp.problemOf(url, allowPlainHttp);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
  }

  Duration waitAfter(int attempt) {
    return jittered(waits.get(Math.min(attempt, waits.size()) - 1));
  }

  /** What a server asked for, never less, and up to a second more: all who were asked come apart. */
  public static Duration spread(Duration asked) {
    return asked.plusMillis(ThreadLocalRandom.current().nextLong(1_000));
  }

  /** {@code wait} ±20 %, so that many shippers which failed together do not come back together. */
  public static Duration jittered(Duration wait) {
    double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
    return Duration.ofNanos((long) (wait.toNanos() * factor));
  }
}
