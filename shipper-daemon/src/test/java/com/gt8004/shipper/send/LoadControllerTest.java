package com.gt8004.shipper.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.shipper.ManualClock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class LoadControllerTest {
  private static final long MS = 1_000_000;
  private static final long BYTES = 30_000;

  private final ManualClock clock = new ManualClock();
  private final LoadController load = new LoadController(clock);

  @Test
  void nothingKnown_isOneRequest() {
    assertThat(load.limit()).isEqualTo(1);
  }

  @Test
  void answersAsFastAsEver_oneMoreAWindow() {
    windows(3, limit -> 10 * MS);
    assertThat(load.limit()).isEqualTo(4);
    windows(40, limit -> 10 * MS);
    assertThat(load.limit()).isEqualTo(LoadController.IN_FLIGHT_MAX);
  }

  @Test
  void placesLeftOver_nothingIsGained() {
    for (int window = 0; window < 5; window++) {
      load.sent(0);
      window(10 * MS);
    }
    assertThat(load.limit()).isEqualTo(1);
  }

  @Test
  void fewAnswers_sayNothing() {
    for (int i = 0; i < 7; i++) {
      load.sent(16);
      clock.advance(Duration.ofSeconds(1));
      load.answered(BYTES, 10 * MS);
    }
    assertThat(load.limit()).isEqualTo(1);
  }

  @Test
  void serverThatOnlyQueues_isNotGivenMore() {
    // It works on three at a time: with more, each waits its turn.
    int highest = 0;
    for (int window = 0; window < 500; window++) {
      windows(1, limit -> Math.max(1, limit / 3) * 10 * MS);
      highest = Math.max(highest, load.limit());
    }
    assertThat(highest).isBetween(6, 10);
  }

  @Test
  void slowAnswers_takeAQuarter() {
    windows(7, limit -> 10 * MS);
    windows(1, limit -> 21 * MS);
    assertThat(load.limit()).isEqualTo(6);
  }

  @Test
  void busyServer_takesHalf() {
    windows(7, limit -> 10 * MS);
    load.busy();
    assertThat(load.limit()).isEqualTo(4);
    for (int i = 0; i < 10; i++) {
      load.busy();
    }
    assertThat(load.limit()).isEqualTo(1);
  }

  @Test
  void largerRequests_areNotSlowAnswers() {
    windows(3, limit -> 10 * MS);
    load.sent(16);
    clock.advance(Duration.ofMillis(80));
    for (int i = 0; i < 8; i++) {
      clock.advance(Duration.ofMillis(20));
      load.answered(10 * BYTES, 80 * MS);
    }
    assertThat(load.limit()).isEqualTo(5);
  }

  @Test
  void serverThatBecameSlowForGood_isMeasuredAnew() {
    windows(7, limit -> 10 * MS);
    windows(400, limit -> 50 * MS);
    assertThat(load.limit()).isGreaterThan(4);
  }

  @Test
  void startedOver_knowsNothing() {
    windows(7, limit -> 10 * MS);
    load.startOver();
    assertThat(load.limit()).isEqualTo(1);
    windows(1, limit -> 500 * MS);
    assertThat(load.limit()).isEqualTo(2);
  }

  @Test
  void measuring_isAMatterOfOneRequestForOneWindow() {
    windows(5, limit -> 10 * MS);
    int before = load.limit();
    clock.advance(Duration.ofSeconds(1));
    windows(1, limit -> 10 * MS);
    assertThat(load.limit()).isEqualTo(1);
    windows(1, limit -> 10 * MS);
    assertThat(load.limit()).isEqualTo(before + 2);
  }

  @Test
  void slowServer_doesNotPassForAFastOneInTime() {
    // All times are of a server that works on two at a time, which a busy host blurs by half.
    SplittableRandom random = new SplittableRandom(7);
    int highest = 0;
    for (int window = 0; window < 3_000; window++) {
      windows(1, limit -> (long) (Math.max(1, limit / 2) * 10 * MS * random.nextDouble(1, 1.5)));
      highest = Math.max(highest, load.limit());
    }
    assertThat(highest).isLessThanOrEqualTo(7);
  }

  @Test
  void farServer_isMeasuredForATwentiethOfTheTimeAtMost() {
    Duration latency = Duration.ofSeconds(1);
    keepBusy(latency, Duration.ofMinutes(1));
    int answered = keepBusy(latency, Duration.ofMinutes(10));
    assertThat(answered).isGreaterThan((int) (0.9 * 600 * LoadController.IN_FLIGHT_MAX));
  }

  @Test
  void farServer_isSoonGivenAllItTakes() {
    keepBusy(Duration.ofSeconds(2), Duration.ofSeconds(50));
    assertThat(load.limit()).isGreaterThan(LoadController.IN_FLIGHT_MAX / 2);
  }

  /** Sends as much as it may to a server that answers each request after the same time. */
  private int keepBusy(Duration latency, Duration time) {
    java.util.ArrayDeque<Long> answers = new java.util.ArrayDeque<>();
    long end = clock.nanoTime() + time.toNanos();
    int answered = 0;
    while (clock.nanoTime() < end) {
      while (!answers.isEmpty() && answers.peek() <= clock.nanoTime()) {
        answers.remove();
        answered++;
        load.answered(BYTES, latency.toNanos());
      }
      while (answers.size() < load.limit()) {
        answers.add(clock.nanoTime() + latency.toNanos());
        load.sent(answers.size());
      }
      clock.advance(Duration.ofMillis(1));
    }
    return answered;
  }

  @Test
  void answersToWhatWentOutBefore_sayNothing() {
    windows(7, limit -> 10 * MS);
    load.busy();
    for (int i = 0; i < 8; i++) {
      load.sent(load.limit());
      clock.advance(Duration.ofMillis(13));
      load.answered(BYTES, Duration.ofSeconds(9).toNanos());
    }
    assertThat(load.limit()).isEqualTo(4);
  }

  private void windows(int count, IntToLongFunction nanosAtLimit) {
    for (int i = 0; i < count; i++) {
      load.sent(load.limit());
      window(nanosAtLimit.applyAsLong(load.limit()));
    }
  }

  private void window(long nanos) {
    clock.advance(Duration.ofNanos(nanos)); // the first of them went out at its beginning
    for (int i = 0; i < 8; i++) {
      clock.advance(Duration.ofMillis(13));
      load.answered(BYTES, nanos);
    }
  }
}
