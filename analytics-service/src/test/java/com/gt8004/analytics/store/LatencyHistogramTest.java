package com.gt8004.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  @Test
  void percentiles_areWithinTenPerCentOfTheTrueOnes() {
    Random random = new Random(8004);
    double[] millis = new double[20_000];
    BigDecimal number = BigDecimal.ZERO;
    for (int i = 0; i < millis.length; i++) {
      millis[i] = Math.exp(random.nextGaussian() + 4);
      number = number.add(LatencyHistogram.digitOf(millis[i]));
    }
    Arrays.sort(millis);
    LatencyHistogram histogram = LatencyHistogram.of(number);
    for (double share : new double[] {0.01, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999}) {
      double exact = millis[(int) (share * millis.length)];
      assertThat(histogram.percentile(share, millis[millis.length - 1]))
          .as("p%s", share * 100)
          .isCloseTo(exact, within(exact * 0.1));
    }
  }

  @Test
  void plus_addsBucketByBucketAndZeroIsEmpty() {
    LatencyHistogram one = LatencyHistogram.of(LatencyHistogram.digitOf(5));
    LatencyHistogram two = one.plus(LatencyHistogram.of(LatencyHistogram.digitOf(5_000_000)));
    assertThat(two.count()).isEqualTo(2);
    assertThat(one.buckets()).singleElement().satisfies(bucket -> {
      assertThat(bucket.fromMs()).isLessThanOrEqualTo(5);
      assertThat(bucket.untilMs()).isGreaterThan(5);
    });
    assertThat(two.buckets().get(two.buckets().size() - 1).untilMs()).isNull();
    assertThat(LatencyHistogram.of(BigDecimal.ZERO).count()).isZero();
    assertThat(LatencyHistogram.EMPTY.percentile(0.5, 0)).isZero();
  }

  @Test
  void percentile_neverExceedsTheLargestLatency() {
    assertThat(LatencyHistogram.of(LatencyHistogram.digitOf(102)).percentile(0.99, 102))
        .isBetween(100.0, 102.0);
  }
}
