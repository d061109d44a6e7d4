package com.gt8004.shipper.send;

import com.gt8004.sdk.queue.EpochClock;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one URL takes, as it says itself (RFC 7694): nothing compressed until a response carries {@code
 * Accept-Encoding: gzip}, and nothing for an hour after it turned out not to understand it. Thread-safe.
 */
final class GzipNegotiation {
  /** A proxy that was changed is found out within an hour; a wrong guess costs one request in it. */
  static final Duration OFF_FOR = Duration.ofHours(1);

  private final EpochClock clock;
  private final boolean wanted;
  private boolean offered;
  private boolean off;
  private long offUntilNanos;

  /** {@code wanted} is false where nothing is ever to be compressed. */
  GzipNegotiation(boolean wanted, EpochClock clock) {
    this.wanted = wanted;
    this.clock = clock;
  }

  /** Whether a body may go compressed now. */
  synchronized boolean isOn() {
    if (off && clock.nanoTime() - offUntilNanos >= 0) {
      off = false;
    }
    return wanted && offered && !off;
  }

  /** A response said what it takes; null if it said nothing, which changes nothing. */
  synchronized void heard(@Nullable String acceptEncoding) {
    if (acceptEncoding != null) {
      offered = takesGzip(acceptEncoding);
    }
  }

  /** It refused a body that it took uncompressed. */
  synchronized void refused() {
    off = true;
    offUntilNanos = clock.nanoTime() + OFF_FOR.toNanos();
  }

  private static boolean takesGzip(String acceptEncoding) {
    for (String coding : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = coding.strip().split("\\s*;\\s*", 2);
      boolean zero = parts.length > 1 && parts[1].matches("q\\s*=\\s*0(\\.0*)?");
      if ((parts[0].equals("gzip") || parts[0].equals("x-gzip")) && !zero) {
        return true;
      }
    }
    return false;
  }
}
