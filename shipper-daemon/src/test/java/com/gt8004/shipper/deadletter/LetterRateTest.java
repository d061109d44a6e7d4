package com.gt8004.shipper.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.shipper.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LetterRateTest {
  private final ManualClock clock = new ManualClock();
  private final LetterRate rate = new LetterRate(clock);

  @Test
  void hundredLettersInTenMinutes_areKeptAndOneMoreIsAStorm() {
    keep(99);
    assertThat(rate.isStorm()).isFalse();
    keep(1);
    assertThat(rate.isStorm()).isTrue();
    assertThat(rate.describe()).startsWith("100 dead letters");
  }

  @Test
  void onePercentOfWhatIsSettled_isAllowedWhereThatIsMore() {
    rate.settled(20_100);
    keep(200);
    assertThat(rate.isStorm()).isFalse();
    keep(1);
    assertThat(rate.isStorm()).isTrue();
  }

  @Test
  void lettersOfTenMinutesAgo_countNoMore() {
    keep(60);
    clock.advance(Duration.ofMinutes(5));
    keep(39);
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(rate.isStorm()).isFalse();
    clock.advance(Duration.ofMillis(1));
    keep(60); // 99 again
    assertThat(rate.isStorm()).isFalse();
    keep(1);
    assertThat(rate.isStorm()).isTrue();
  }

  @Test
  void entriesSettledTenMinutesAgo_allowNoMoreLetters() {
    rate.settled(1_000_000);
    clock.advance(Duration.ofMinutes(10));
    keep(100);
    assertThat(rate.isStorm()).isTrue();
  }

  @Test
  void storm_lastsUntilItIsForgotten() {
    keep(100);
    assertThat(rate.isStorm()).isTrue();
    clock.advance(Duration.ofHours(1));
    assertThat(rate.isStorm()).isTrue();
    rate.forget();
    keep(99);
    assertThat(rate.isStorm()).isFalse();
  }

  private void keep(int letters) {
    for (int i = 0; i < letters; i++) {
      rate.kept();
    }
  }
}
