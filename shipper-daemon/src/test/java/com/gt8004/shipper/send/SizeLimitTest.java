package com.gt8004.shipper.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.shipper.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SizeLimitTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final long CONFIGURED = 1_000_000;

  private final ManualClock clock = new ManualClock();
  private final SizeLimit limit = new SizeLimit(clock);

  @Test
  void nothingRefused_leavesTheConfiguredSize() {
    limit.accepted(10);
    assertThat(limit.largest(CONFIGURED)).isEqualTo(CONFIGURED);
    assertThat(limit.isTooLarge(CONFIGURED)).isFalse();
    assertThat(limit.isUnsure(CONFIGURED)).isFalse();
  }

  @Test
  void refusal_halvesWhatIsMade() {
    limit.refused(CONFIGURED);
    assertThat(limit.largest(CONFIGURED)).isEqualTo(500_000);
    assertThat(limit.isTooLarge(CONFIGURED)).isTrue();
    assertThat(limit.isTooLarge(CONFIGURED - 1)).isFalse();
    limit.refused(500_000);
    assertThat(limit.largest(CONFIGURED)).isEqualTo(250_000);
    limit.refused(900_000); // was sent before
    assertThat(limit.largest(CONFIGURED)).isEqualTo(250_000);
  }

  @Test
  void largestAccepted_isMadeWhereItIsMoreThanHalf() {
    limit.accepted(700_000);
    limit.refused(CONFIGURED);
    assertThat(limit.largest(CONFIGURED)).isEqualTo(700_000);
    assertThat(limit.isUnsure(700_000)).isFalse();
    assertThat(limit.isUnsure(700_001)).isTrue();
    assertThat(limit.less(3_000_000)).isEqualTo(700_000);
  }

  @Test
  void tenMinutesLater_twiceAsMuchIsTriedAndARefusalEndsIt() {
    limit.refused(CONFIGURED);
    limit.refused(500_000);
    limit.accepted(250_000);
    clock.advance(TEN_MINUTES.minusMillis(1));
    assertThat(limit.largest(CONFIGURED)).isEqualTo(250_000);
    clock.advance(Duration.ofMillis(1));
    assertThat(limit.largest(CONFIGURED)).isEqualTo(500_000);
    assertThat(limit.isTooLarge(500_000)).isFalse();
    limit.refused(500_000);
    assertThat(limit.largest(CONFIGURED)).isEqualTo(250_000);
    clock.advance(TEN_MINUTES);
    limit.accepted(500_000);
    assertThat(limit.largest(CONFIGURED)).isEqualTo(CONFIGURED);
  }

  @Test
  void singleLargeEntries_doNotPutTheNextTryOff() {
    limit.refused(500_000);
    clock.advance(TEN_MINUTES.minusMinutes(1));
    limit.refused(900_000);
    clock.advance(Duration.ofMinutes(1));
    assertThat(limit.largest(CONFIGURED)).isEqualTo(500_000);
  }

  @Test
  void loweredLimit_isFoundFromAbove() {
    limit.accepted(800_000);
    limit.refused(600_000);
    assertThat(limit.largest(CONFIGURED)).isEqualTo(300_000);
    assertThat(limit.isUnsure(300_000)).isTrue();
  }
}
