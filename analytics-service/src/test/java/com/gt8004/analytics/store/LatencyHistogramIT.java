package com.gt8004.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.analytics.testing.TestService;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class LatencyHistogramIT {
  @Test
  void database_countsInTheSameBuckets() throws Exception {
    Recounts database = new Recounts(TestService.shared().database());
    for (String millis : new String[] {
      "0",
      "0.0999",
      "0.1",
      "0.5",
      "0.999999",
      "1",
      "9.99",
      "10",
      "33.3",
      "74.999999",
      "75",
      "100.0001",
      "825",
      "999999.999",
      "1000000",
      "86400000"
    }) {
      assertThat(database.value("SELECT latency_digit(" + millis + ")"))
          .as("%s ms", millis)
          .isEqualTo(LatencyHistogram.digitOf(Double.parseDouble(millis)).toPlainString());
    }
    BigDecimal sum = new BigDecimal(
        database.value("SELECT sum(latency_digit(n)) FROM generate_series(1, 1000) AS n"));
    LatencyHistogram histogram = LatencyHistogram.of(sum);
    assertThat(histogram.count()).isEqualTo(1_000);
    assertThat(histogram.percentile(0.5, 1_000)).isBetween(490.0, 510.0);
    assertThat(histogram.percentile(0.99, 1_000)).isBetween(970.0, 1_000.0);
    assertThat(histogram.percentile(1, 1_000)).isEqualTo(1_000.0);
  }
}
