package com.gt8004.benchmarks.contestant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.sdk.EntryCoder;
import com.gt8004.sdk.RequestLogEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleEntriesTest {
  @ParameterizedTest
  @ValueSource(ints = {300, 401, 500, 4096, 4097, 16384})
  void ofPayloadBytes_givesExactlyThatSize(int payloadBytes) {
    assertThat(SampleEntries.ofPayloadBytes(payloadBytes))
        .hasSize(SampleEntries.COUNT)
        .allSatisfy(entry -> assertThat(EntryCoder.encodedBytes(entry)).isEqualTo(payloadBytes));
  }

  @Test
  void ofPayloadBytes_givesEntriesThatDiffer() {
    assertThat(SampleEntries.ofPayloadBytes(500))
        .extracting(RequestLogEntry::requestId)
        .doesNotHaveDuplicates();
  }

  @Test
  void ofPayloadBytes_refusesASizeThatHasNoRoomForTheFields() {
    assertThatThrownBy(() -> SampleEntries.ofPayloadBytes(100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100 bytes");
  }
}
