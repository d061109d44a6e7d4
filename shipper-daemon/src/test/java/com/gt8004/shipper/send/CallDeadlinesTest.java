package com.gt8004.shipper.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.EpochClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallDeadlinesTest {
  private static final Duration LONGEST = Duration.ofMillis(100);

  @Test
  void call_isCutOnceItsTimeIsUp() throws InterruptedException {
    try (CallDeadlines deadlines = new CallDeadlines(LONGEST, EpochClock.system())) {
      long begun = System.nanoTime();
      CountDownLatch cut = new CountDownLatch(1);
      CallDeadlines.Call call = deadlines.begin(cut::countDown);
      assertThat(cut.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(LONGEST.toNanos());
      assertThat(call.isLate()).isTrue();
    }
  }

  @Test
  void call_thatEndsInTimeIsLeftAlone_andTheNextIsWatched() throws InterruptedException {
    try (CallDeadlines deadlines = new CallDeadlines(LONGEST, EpochClock.system())) {
      CountDownLatch never = new CountDownLatch(1);
      CallDeadlines.Call ended = deadlines.begin(never::countDown);
      ended.end();
      for (int round = 0; round < 3; round++) { // the timer begins anew each time
        CountDownLatch cut = new CountDownLatch(1);
        CallDeadlines.Call next = deadlines.begin(cut::countDown);
        assertThat(cut.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(next.isLate()).isTrue();
      }
      assertThat(ended.isLate()).isFalse();
      assertThat(never.getCount()).isEqualTo(1);
    }
  }

  @Test
  void calls_thatBeganLaterAreCutLater() throws InterruptedException {
    try (CallDeadlines deadlines = new CallDeadlines(LONGEST, EpochClock.system())) {
      CountDownLatch first = new CountDownLatch(1);
      CountDownLatch second = new CountDownLatch(1);
      CallDeadlines.Call earlier = deadlines.begin(first::countDown);
      assertThat(first.await(LONGEST.toMillis() / 2, TimeUnit.MILLISECONDS)).isFalse();
      long begun = System.nanoTime();
      CallDeadlines.Call later = deadlines.begin(second::countDown);
      assertThat(first.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(second.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(System.nanoTime() - begun)
          .isBetween(LONGEST.toNanos(), LONGEST.toNanos() + TimeUnit.SECONDS.toNanos(2));
      assertThat(later.isLate()).isTrue();
      assertThat(earlier.isLate()).isTrue();
    }
  }
}
