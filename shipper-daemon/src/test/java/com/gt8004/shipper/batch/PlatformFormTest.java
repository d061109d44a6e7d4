package com.gt8004.shipper.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a batch in the live platform's words weighs, and what it still knows of the journal's. */
class PlatformFormTest {
  /** What the body of a request weighs decides, to the byte. */
  @Test
  void largestBody_isOneThatIsStillTaken() {
    int most = 0;
    for (int size = 50_900; size < 51_100; size++) {
      Batch batch = PlatformBatches.of(
          UUID.randomUUID(),
          0,
          List.of("{\"path\":\"/\",\"request_body\":\"" + "x".repeat(size) + "\"}"));
      assertThat(batch.length()).isLessThanOrEqualTo(51_200);
      most = Math.max(most, (int) batch.length());
    }
    assertThat(most).isEqualTo(51_200);
  }

  @Test
  void deadLetterOfAnEntry_holdsWhatTheJournalHolds() {
    String payload = "{\"path\":\"/\",\"status_code\":200,\"x\":1,\"request_body\":\""
        + "x".repeat(90_000) + "\"}";
    Batch batch = PlatformBatches.of(UUID.randomUUID(), 5, List.of("{\"path\":\"/a\"}", payload));
    assertThat(batch.payload(1)).isEqualTo(payload);
    assertThat(batch.cutCount()).isEqualTo(1);
    Batch alone = batch.split(1).get(1);
    assertThat(batch.split(1).get(0).cutCount()).isZero();
    assertThat(alone.cutCount()).isEqualTo(1);
    assertThat(alone.payload(0)).isEqualTo(payload);
    Batch cut = alone.cut(10_000);
    assertThat(cut.length()).isLessThanOrEqualTo(10_000);
    assertThat(cut.payload(0)).isEqualTo(payload);
    assertThat(cut.cutCount()).isEqualTo(1);
    assertThat(cut.dialect()).isEqualTo(alone.dialect());
  }
}
