package com.gt8004.shipper.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.shipper.ManualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EntryRateTest {
  private final ManualClock clock = new ManualClock();

  @Test
  void oneAMinute_isOneAMinute() {
    EntryRate rate = new EntryRate(1, clock);
    assertThat(rate.batchMax(500)).isEqualTo(1);
    rate.sent(1);
    clock.advance(Duration.ofSeconds(59));
    assertThat(rate.permits()).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(rate.permits()).isTrue();
  }

  @Test
  void batches_areNoMoreThanASecondsWorth() {
    assertThat(new EntryRate(0, clock).batchMax(500)).isEqualTo(500);
    assertThat(new EntryRate(40 * 60, clock).batchMax(500)).isEqualTo(40);
    assertThat(new EntryRate(60_000_000, clock).batchMax(500)).isEqualTo(500);
  }

  @Test
  void rate_isKeptInTheRecord_alsoInAnOlderOne() throws Exception {
    ReplayRecord record = new ReplayRecord(
        new UUID(0, 1),
        Instant.EPOCH,
        "http://localhost/v1/ingest",
        null,
        null,
        false,
        false,
        7,
        1,
        ReplayTally.NONE,
        List.of(new ReplayRecord.Left(new UUID(0, 2), new SequenceRange(0, 0))));
    String json = new String(record.json(), StandardCharsets.UTF_8);

    assertThat(read(json)).isEqualTo(record);
    assertThat(read(json.replace("\"rate_per_minute\":7", "\"rate\":7")).ratePerMinute())
        .as("entries a second")
        .isEqualTo(420);
  }

  private static ReplayRecord read(String json) throws Exception {
    return ReplayRecord.parse(Path.of("replay.json"), json.getBytes(StandardCharsets.UTF_8));
  }
}
