package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UpkeepPaceTest {
  private final ManualClock clock = new ManualClock();

  @Test
  void queueInUse_isLookedAfterEverySecond() {
    UpkeepPace pace = new UpkeepPace(clock);
    assertThat(looks(pace, 10)).isEqualTo(9); // and none with the tick at which it comes to rest
    pace.moved();
    assertThat(looks(pace, 9)).isEqualTo(9);
  }

  @Test
  void queueAtRest_isLookedAfterEveryFiveSeconds() {
    UpkeepPace pace = new UpkeepPace(clock);
    looks(pace, 10);
    assertThat(looks(pace, 100)).isEqualTo(20);
  }

  private int looks(UpkeepPace pace, int seconds) {
    int looks = 0;
    for (int i = 0; i < seconds; i++) {
      clock.advance(ShipperRig.SECOND);
      pace.tick();
      looks += pace.isDue() ? 1 : 0;
    }
    return looks;
  }
}
