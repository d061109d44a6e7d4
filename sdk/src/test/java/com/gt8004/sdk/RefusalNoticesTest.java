package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.EpochClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalNoticesTest {
  private long nanos = Long.MAX_VALUE - 5; // a monotonic clock may begin anywhere, and overflow

  private final RefusalNotices notices = new RefusalNotices(
      new EpochClock() {
        @Override
        public long epochMicros() {
          return 0;
        }

        @Override
        public long nanoTime() {
          return nanos;
        }
      },
      1 << 20,
      Duration.ofSeconds(1).toNanos());

  @Test
  void eachReason_isToldOnceWithItsLimit() {
    try (LogLines lines = new LogLines(RefusalNotices.class.getName())) {
      for (int i = 0; i < 100; i++) {
        notices.refused(AppendResult.REFUSED_TOO_LARGE);
        notices.refused(AppendResult.REFUSED_STALLED);
        notices.refused(AppendResult.REFUSED_CLOSED);
        pass(Duration.ofSeconds(59));
      }
      assertThat(lines.warnings()).hasSize(3);
      assertThat(lines.warnings().get(0)).contains("more than 1048576 bytes");
      assertThat(lines.warnings().get(1)).contains("append lock for 1000 ms");
      assertThat(lines.warnings().get(2)).contains("closed");
    }
  }

  @Test
  void afterAMinuteWithoutOne_itIsToldAgain() {
    try (LogLines lines = new LogLines(RefusalNotices.class.getName())) {
      notices.refused(AppendResult.REFUSED_STALLED);
      pass(Duration.ofSeconds(60));
      notices.refused(AppendResult.REFUSED_STALLED);
      assertThat(lines.warnings()).hasSize(2);
    }
  }

  @Test
  void whatTheDiskRefuses_isToldWhereTheDiskIsAsked() {
    try (LogLines lines = new LogLines(RefusalNotices.class.getName())) {
      notices.refused(AppendResult.REFUSED_DISK_FULL);
      notices.refused(AppendResult.REFUSED_QUEUE_FULL);
      notices.refused(AppendResult.REFUSED_UNUSABLE);
      assertThat(lines.warnings()).isEmpty();
    }
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
