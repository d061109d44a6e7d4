package com.gt8004.sdk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  private final CRC32C crc = new CRC32C();

  @Test
  void seal_writesTheDocumentedBytes() {
    byte[] entry = sealed("{\"a\":1}");
    // docs/queue-format.md shows these bytes; a change here is a change of the format.
    assertThat(HexFormat.of().formatHex(entry, 0, 36))
        .isEqualTo("4754384a" + "01" + "00" + "2800" + "0700000000000000" + "40e2010000000000"
            + "3930000000000000" + "07000000");
    assertThat(Envelope.sequence(entry)).isEqualTo(7);
    assertThat(Envelope.appendMicros(entry)).isEqualTo(123_456);
    assertThat(Envelope.eventMicros(entry)).isEqualTo(12_345);
    assertThat(Envelope.payloadOffset(entry)).isEqualTo(40);
    assertThat(Envelope.payloadLength(entry)).isEqualTo(7);
    assertThat(check(entry)).isEqualTo(Envelope.Check.GOOD);
  }

  @Test
  void check_findsEveryFlippedBit() {
    byte[] entry = sealed("{\"path\":\"/chat\"}");
    for (int bit = 0; bit < entry.length * 8; bit++) {
      byte[] flipped = entry.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(check(flipped)).as("bit %d", bit).isEqualTo(Envelope.Check.DAMAGED);
    }
  }

  @Test
  void check_findsEveryTruncation() {
    byte[] entry = sealed("{\"path\":\"/chat\"}");
    for (int length = 0; length < entry.length; length++) {
      assertThat(check(Arrays.copyOf(entry, length))).isEqualTo(Envelope.Check.DAMAGED);
    }
  }

  @Test
  void check_knowsANewerFormatFromDamage() {
    byte[] entry = sealed("{\"a\":1}");
    entry[4] = 2;
    assertThat(check(entry)).as("version changed, checksum not").isEqualTo(Envelope.Check.DAMAGED);
    reseal(entry);
    assertThat(check(entry)).isEqualTo(Envelope.Check.NEWER_FORMAT);
  }

  @Test
  void check_survivesRandomBytes() {
    Random random = new Random(20_261_122);
    for (int i = 0; i < 100_000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      if (noise.length > 4 && random.nextBoolean()) {
        System.arraycopy("GT8J".getBytes(StandardCharsets.US_ASCII), 0, noise, 0, 4);
      }
      assertThat(check(noise)).isEqualTo(Envelope.Check.DAMAGED);
    }
  }

  private byte[] sealed(String payload) {
    byte[] text = payload.getBytes(StandardCharsets.UTF_8);
    byte[] entry = new byte[Envelope.HEADER_BYTES + text.length];
    System.arraycopy(text, 0, entry, Envelope.HEADER_BYTES, text.length);
    Envelope.seal(entry, text.length, 7, 123_456, 12_345, crc);
    return entry;
  }

  /** Puts the right checksum over changed bytes, computed apart from the code under test. */
  private static void reseal(byte[] entry) {
    CRC32C sum = new CRC32C();
    sum.update(entry, 0, 36);
    sum.update(entry, 40, entry.length - 40);
    for (int i = 0; i < 4; i++) {
      entry[36 + i] = (byte) (sum.getValue() >>> 8 * i);
    }
  }

  private Envelope.Check check(byte[] entry) {
    return Envelope.check(entry, entry.length, crc);
  }
}
