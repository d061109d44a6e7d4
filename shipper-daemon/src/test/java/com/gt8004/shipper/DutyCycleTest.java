package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DutyCycleTest {
  private final AtomicInteger rounds = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();

  @Test
  void cycle_endsWhenItIsFinishedAndCleansUpLast() {
    DutyCycle cycle = new DutyCycle(
        "test", rounds::incrementAndGet, () -> rounds.get() >= 100, () -> ended.set(true));
    cycle.start();
    assertThat(cycle.await(Duration.ofSeconds(10))).isTrue();
    assertThat(rounds).hasValue(100);
    assertThat(ended).isTrue();
  }

  @Test
  void bugInARound_doesNotEndTheCycle() {
    DutyCycle cycle = new DutyCycle(
        "test",
        () -> {
          if (rounds.incrementAndGet() < 5) {
            throw new IllegalStateException("a bug");
          }
          return 1;
        },
        () -> rounds.get() >= 10,
        () -> ended.set(true));
    cycle.start();
    assertThat(cycle.await(Duration.ofSeconds(10))).isTrue();
    assertThat(ended).isTrue();
  }

  @Test
  void await_isBounded() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    AtomicBoolean stop = new AtomicBoolean();
    DutyCycle cycle = new DutyCycle(
        "test",
        () -> {
          started.countDown();
          return 0;
        },
        stop::get,
        () -> ended.set(true));
    cycle.start();
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(cycle.await(Duration.ofMillis(20))).isFalse();
    assertThat(ended).isFalse();
    stop.set(true);
    assertThat(cycle.await(Duration.ofSeconds(10))).isTrue();
  }
}
