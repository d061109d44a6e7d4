package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class JsonTimeTest {
  private final EntryBuffer buffer = new EntryBuffer(1 << 20);

  @Test
  void append_writesSixDigitsAndCutsTheRest() {
    assertThat(written(Instant.parse("2026-11-22T09:00:00Z")))
        .isEqualTo("2026-11-22T09:00:00.000000Z");
    assertThat(written(Instant.parse("1969-12-31T23:59:59.999999999Z")))
        .isEqualTo("1969-12-31T23:59:59.999999Z");
    assertThat(written(Instant.parse("0001-01-01T00:00:00.000001Z")))
        .isEqualTo("0001-01-01T00:00:00.000001Z");
    assertThat(written(Instant.parse("9999-12-31T23:59:59.999999Z")))
        .isEqualTo("9999-12-31T23:59:59.999999Z");
  }

  @Test
  void append_knowsEveryDayOfFourHundredYears() { // after which the calendar repeats itself
    for (LocalDate day = LocalDate.of(1800, 3, 1); day.getYear() < 2201; day = day.plusDays(1)) {
      assertDate(day);
    }
  }

  @Test
  void append_knowsTheFirstAndLastDaysOfEveryYear() {
    for (int year = 1; year <= 9999; year++) {
      assertDate(LocalDate.of(year, 1, 1));
      assertDate(LocalDate.of(year, 3, 1).minusDays(1));
      assertDate(LocalDate.of(year, 12, 31));
    }
  }

  @Test
  void append_knowsEverySecondOfADay() {
    Instant midnight = Instant.parse("2024-02-29T00:00:00.5Z");
    for (int second = 0; second < 86_400; second++) {
      Instant time = midnight.plusSeconds(second);
      String expected = time.toString().replace(".500Z", ".500000Z");
      if (!written(time).equals(expected)) {
        assertThat(written(time)).isEqualTo(expected);
      }
    }
  }

  private void assertDate(LocalDate day) {
    String text = written(day.atStartOfDay().toInstant(ZoneOffset.UTC));
    if (!text.startsWith(day.toString()) || !text.endsWith("T00:00:00.000000Z")) {
      assertThat(text).isEqualTo(day + "T00:00:00.000000Z");
    }
  }

  private String written(Instant time) {
    JsonTime.append(time, buffer.clear());
    return new String(
        buffer.bytes(), Envelope.HEADER_BYTES, buffer.payloadLength(), StandardCharsets.US_ASCII);
  }
}
