package com.gt8004.shipper.retain;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.QueueLimits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PressureTest {
  private static final QueueLimits LIMITS = new QueueLimits(1_000, 100, true);

  @ParameterizedTest
  @CsvSource({
    // bytes, free, high, high still, full, full still
    "  750, 200, false, false, false, false",
    "  751, 200, false, true,  false, false",
    "  800, 200, false, true,  false, false",
    "  801, 200, true,  true,  false, false",
    "  900, 200, true,  true,  false, false",
    "  901, 200, true,  true,  false, true",
    "  951, 200, true,  true,  true,  true",
    "    0, 199, true,  true,  false, false",
    "    0, 149, true,  true,  false, true",
    "    0, 124, true,  true,  true,  true",
  })
  void marks(
      long bytes, long free, boolean high, boolean highStill, boolean full, boolean fullStill) {
    Pressure pressure = new Pressure(bytes, free, LIMITS);
    assertThat(pressure.isHigh()).isEqualTo(high);
    assertThat(pressure.isHighAfter(0)).isEqualTo(highStill);
    assertThat(pressure.isFull()).isEqualTo(full);
    assertThat(pressure.isStillFull()).isEqualTo(fullStill);
    Pressure unwilling = new Pressure(bytes, free, LIMITS.withDropOldest(false));
    assertThat(unwilling.isFull() || unwilling.isStillFull()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, true", "100, true", "150, false"})
  void whatIsFreed_countsAgainstBothLimits(long freed, boolean more) {
    assertThat(new Pressure(900, 60, LIMITS).isHighAfter(freed)).isEqualTo(more);
    assertThat(new Pressure(900, Long.MAX_VALUE, LIMITS).isHighAfter(freed)).isEqualTo(more);
  }
}
