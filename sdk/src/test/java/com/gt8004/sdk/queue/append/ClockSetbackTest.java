package com.gt8004.sdk.queue.append;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockSetbackTest {
  private static final long NOON = 1_795_338_000_000_000L;

  @Test
  void aJournalWithoutEntries_isNoReasonAndDoesNotUseUpTheHour() {
    ClockSetback setback = new ClockSetback();
    assertThat(setback.endsJournal(Long.MIN_VALUE, NOON, 0)).isFalse();
    assertThat(setback.endsJournal(NOON, NOON - 60_000_001, 1)).isTrue();
  }

  @Test
  void aMinute_isTolerated() {
    assertThat(new ClockSetback().endsJournal(NOON, NOON - 60_000_000, 0)).isFalse();
  }
}
