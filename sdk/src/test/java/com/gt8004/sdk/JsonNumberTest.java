package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.Envelope;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonNumberTest {
  private final EntryBuffer buffer = new EntryBuffer(1 << 20);

  @Test
  void append_writesWholeNumbersOfAnyLength() {
    for (long value = 1; value > 0; value *= 10) {
      assertThat(written(value)).isEqualTo(Long.toString(value));
      assertThat(written(value - 1)).isEqualTo(Long.toString(value - 1));
    }
    assertThat(written(Long.MAX_VALUE)).isEqualTo(Long.toString(Long.MAX_VALUE));
  }

  @Test
  void append_writesTheShortestDecimal() {
    assertThat(written(0.0)).isEqualTo("0.0");
    assertThat(written(-0.0)).isEqualTo("0.0");
    assertThat(written(1.0)).isEqualTo("1.0");
    assertThat(written(142.5)).isEqualTo("142.5");
    assertThat(written(0.05)).isEqualTo("0.05");
    assertThat(written(100.001)).isEqualTo("100.001");
    assertThat(written(0.000000001)).isEqualTo("0.000000001");
    assertThat(written(12_345.678901)).isEqualTo("12345.678901");
    assertThat(written(86_400_000.0)).isEqualTo("86400000.0");
    assertThat(written(86_399_999.999999)).isEqualTo("86399999.999999");
  }

  @Test
  void textOf_isThereForWhatHasMoreThanNineDecimals() {
    assertThat(JsonNumber.textOf(0.1 + 0.2)).isEqualTo("0.30000000000000004");
    assertThat(JsonNumber.textOf(1e-10)).isEqualTo("1.0E-10");
    assertThat(JsonNumber.textOf(Double.MIN_VALUE)).isEqualTo("4.9E-324");
    assertThat(JsonNumber.textOf(0.3)).isNull();
    assertThat(JsonNumber.textOf(86_400_000)).isNull();
  }

  private String written(double value) {
    JsonNumber.append(value, buffer.clear());
    return text();
  }

  private String written(long value) {
    JsonNumber.append(value, buffer.clear());
    return text();
  }

  private String text() {
    return new String(
        buffer.bytes(), Envelope.HEADER_BYTES, buffer.payloadLength(), StandardCharsets.US_ASCII);
  }
}
