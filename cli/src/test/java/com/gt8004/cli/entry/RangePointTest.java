package com.gt8004.cli.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.cli.FixedClock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangePointTest {
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

  private final FixedClock clock = new FixedClock(Instant.parse("2026-11-22T12:00:00Z"));

  @ParameterizedTest
  @CsvSource({
    "now, 2026-11-22T12:00:00Z",
    "-2h, 2026-11-22T10:00:00Z",
    "-30m, 2026-11-22T11:30:00Z",
    "-45s, 2026-11-22T11:59:15Z",
    "-1d, 2026-11-21T12:00:00Z",
    "2026-11-22T09:00:00Z, 2026-11-22T09:00:00Z",
    "2026-11-22T18:00:00+09:00, 2026-11-22T09:00:00Z",
    "2026-11-22T18:00:00, 2026-11-22T09:00:00Z",
    "2026-11-22 18:00, 2026-11-22T09:00:00Z",
    "2026-11-22, 2026-11-21T15:00:00Z",
  })
  void parse_readsTimes(String text, String instant) {
    assertThat(RangePoint.parse(text, clock, SEOUL).time()).isEqualTo(Instant.parse(instant));
  }

  @Test
  void parse_readsSequences() {
    assertThat(RangePoint.parse("1200", clock, SEOUL).sequence()).isEqualTo(1200);
    assertThat(RangePoint.parse("0", clock, SEOUL).isTime()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "-2x",
        "-h",
        "2h",
        "2026-13-01",
        "2026-11-22T25:00:00Z",
        "99999999999999999999",
        "-999999999d",
        "+5",
        "1.5"
      })
  void parse_refusesTheRest_andSaysWhatCanBeWritten(String text) {
    assertThatThrownBy(() -> RangePoint.parse(text, clock, SEOUL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\" is neither time nor sequence")
        .hasMessageContaining("-2h");
  }
}
