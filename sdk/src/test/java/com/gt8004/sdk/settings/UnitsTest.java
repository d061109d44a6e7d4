package com.gt8004.sdk.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, 500",
    "5s, 5000",
    "2m, 120000",
    "1h, 3600000",
    "7d, 604800000",
    "1.5s, 1500",
    "5 s, 5000"
  })
  void duration_isRead(String text, long millis) {
    assertThat(Units.duration(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "s", "5 sec", "-5s", "1e3s", "5S", "", "9999999999999d"})
  void nonsense_isNoDuration(String text) {
    assertThat(Units.duration(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"512B, 512", "64KiB, 65536", "1MiB, 1048576", "10GiB, 10737418240", "1.5KiB, 1536"})
  void size_isRead(String text, long bytes) {
    assertThat(Units.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1048576", "1MB", "1 mib", "-1B", "MiB", "999999999999GiB"})
  void nonsense_isNoSize(String text) {
    assertThat(Units.bytes(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1ms", "1500ms", "5s", "2m", "1h", "7d"})
  void duration_isWrittenAsItIsRead(String text) {
    assertThat(Units.ofDuration(Units.duration(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1B", "1000B", "64KiB", "1MiB", "10GiB", "0B"})
  void size_isWrittenAsItIsRead(String text) {
    assertThat(Units.ofBytes(Units.bytes(text))).isEqualTo(text);
  }
}
