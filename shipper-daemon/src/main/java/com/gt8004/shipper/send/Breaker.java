package com.gt8004.shipper.send;

import java.time.Duration;

/**
 * The breaker as it stands now.
 *
 * @param remaining time until it lets a probe through; zero unless open
 */
public record Breaker(State state, Duration remaining) {
  /** Closed lets all pass, open none, half-open one probe. */
  public enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  /** A breaker that lets all pass. */
  public static final Breaker CLOSED = new Breaker(State.CLOSED, Duration.ZERO);
}
