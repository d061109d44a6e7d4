package com.gt8004.analytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-22T09:00:00.123456Z,      2026-11-22T09:00:00.123456Z",
    "2026-11-22T18:00:00+09:00,        2026-11-22T09:00:00Z",
    "2026-11-22T18:00:00.5+0900,       2026-11-22T09:00:00.500Z",
    "2026-11-22T18:00:00+09,           2026-11-22T09:00:00Z",
    "2026-11-22 09:00:00,              2026-11-22T09:00:00Z",
    "2026-11-22T09:00:00.123456789012Z,2026-11-22T09:00:00.123456Z",
    "2026-11-22t09:00z,                2026-11-22T09:00:00Z",
    "2026-11-22T00:30:00-23:59,        ''",
    "2026-11-22T00:30:00-11:30,        2026-11-22T12:00:00Z",
    "0001-01-01T00:00:00Z,             0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z,      9999-12-31T23:59:59.999999Z",
  })
  void parse_normalisesEveryOffsetToUtcMicroseconds(String text, String expected)
      throws EntryFault {
    if (expected.isEmpty()) {
      assertThatThrownBy(() -> EventTime.parse(text)).isInstanceOf(EntryFault.class);
    } else {
      assertThat(EventTime.parse(text)).isEqualTo(Instant.parse(expected));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "1732266000",
        "2026-13-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-11-22",
        "2026-11-22T24:00:01Z",
        "2026-11-22T09:00:00+25:00",
        "2026-11-22T09:00:00Zoo",
        "10000-01-01T00:00:00Z",
        "0000-12-31T00:00:00Z",
        "9999-12-31T23:59:59-01:00"
      })
  void parse_refusesWhatIsNoTimeAndQuotesIt(String text) {
    assertThatThrownBy(() -> EventTime.parse(text))
        .isInstanceOf(EntryFault.class)
        .hasMessageContaining(text);
  }
}
