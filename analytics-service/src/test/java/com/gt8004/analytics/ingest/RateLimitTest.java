package com.gt8004.analytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.analytics.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final ManualClock clock = new ManualClock(Instant.EPOCH);

  @Test
  void take_allowsABurstOfTwoSecondsAndThenTheRate() {
    RateLimit limit = new RateLimit(10, clock);
    for (int i = 0; i < 20; i++) {
      assertThat(limit.take("a")).isZero();
    }
    assertThat(limit.take("a")).isEqualTo(Duration.ofMillis(100));
    assertThat(limit.take("b")).as("another agent's allowance is its own").isZero();
    clock.advance(Duration.ofMillis(100));
    assertThat(limit.take("a")).isZero();
    assertThat(limit.take("a")).isPositive();
    clock.advance(Duration.ofHours(1));
    for (int i = 0; i < 20; i++) {
      assertThat(limit.take("a")).isZero();
    }
    assertThat(limit.take("a")).isPositive();
  }

  @Test
  void take_withoutALimitAllowsEverything() {
    RateLimit limit = new RateLimit(0, clock);
    for (int i = 0; i < 1_000; i++) {
      assertThat(limit.take("a")).isZero();
    }
  }
}
