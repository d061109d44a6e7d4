package com.gt8004.sdk.queue.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.Fuzz;
import com.gt8004.sdk.queue.Envelope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Any bytes at all: the decoder says what they are, by its own words again, and throws nothing. */
class EnvelopeFuzzTest {
  private final CRC32C crc = new CRC32C();
  private final TailedEntry entry = new TailedEntry();

  @Test
  void check_agreesWithAPlainReadingOfTheFormat() {
    Fuzz.cases(10_000, 1_000_000, random -> {
      byte[] bytes = random.nextInt(8) == 0 ? noise(random) : mutated(sealed(random), random);
      Envelope.Check expected = plainly(bytes);
      byte[] room = entry.room(bytes.length);
      System.arraycopy(bytes, 0, room, 0, bytes.length);
      if (Envelope.check(room, bytes.length, crc) != expected) {
        throw new AssertionError("expected " + expected + " of " + Arrays.toString(bytes));
      }
      if (bytes.length >= Envelope.HEADER_BYTES) {
        long claimed = Envelope.claimedLength(bytes, 0);
        boolean whole = expected != Envelope.Check.DAMAGED;
        if (claimed < -1 || (whole && claimed != bytes.length)) {
          throw new AssertionError("claimed " + claimed + " of " + bytes.length);
        }
      }
      if (expected == Envelope.Check.GOOD) {
        readAll(bytes);
      }
    });
  }

  private void readAll(byte[] bytes) {
    ByteBuffer plain = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(entry.sequence()).isEqualTo(plain.getLong(8));
    assertThat(entry.appendMicros()).isEqualTo(plain.getLong(16));
    assertThat(entry.eventMicros()).isEqualTo(plain.getLong(24));
    assertThat(entry.payloadOffset() + entry.payloadLength()).isEqualTo(bytes.length);
    assertThat(entry.payloadText()).isNotNull();
  }

  /** docs/queue-format.md, read aloud. */
  private static Envelope.Check plainly(byte[] bytes) {
    ByteBuffer plain = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 40
        || !new String(bytes, 0, 4, java.nio.charset.StandardCharsets.ISO_8859_1).equals("GT8J")) {
      return Envelope.Check.DAMAGED;
    }
    long header = Short.toUnsignedLong(plain.getShort(6));
    long payload = plain.getInt(32);
    if (header < 40 || payload < 0 || header + payload != bytes.length) {
      return Envelope.Check.DAMAGED;
    }
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, 36);
    sum.update(bytes, 40, bytes.length - 40);
    if (plain.getInt(36) != (int) sum.getValue()) {
      return Envelope.Check.DAMAGED;
    }
    return bytes[4] == 1 ? Envelope.Check.GOOD : Envelope.Check.NEWER_FORMAT;
  }

  private byte[] sealed(SplittableRandom random) {
    byte[] bytes = new byte[Envelope.HEADER_BYTES + random.nextInt(300)];
    random.nextBytes(bytes);
    Envelope.seal(
        bytes,
        bytes.length - Envelope.HEADER_BYTES,
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        crc);
    return bytes;
  }

  private static byte[] noise(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    byte[] magic = {'G', 'T', '8', 'J'};
    System.arraycopy(magic, 0, bytes, 0, random.nextInt(Math.min(5, bytes.length + 1)));
    return bytes;
  }

  private static byte[] mutated(byte[] sealed, SplittableRandom random) {
    byte[] bytes = sealed;
    for (int i = random.nextInt(4); i > 0; i--) {
      int at =
          random.nextInt(Math.max(1, Math.min(bytes.length, random.nextInt(2) == 0 ? 40 : 400)));
      switch (random.nextInt(6)) {
        case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 50));
        case 1 -> Arrays.fill(bytes, Math.min(at, bytes.length), bytes.length, (byte) 0);
        case 2 -> number(bytes, random);
        default -> flip(bytes, at, random);
      }
    }
    if (random.nextInt(3) == 0) {
      reseal(bytes);
    }
    return bytes;
  }

  private static void flip(byte[] bytes, int at, SplittableRandom random) {
    if (at < bytes.length) {
      bytes[at] ^= (byte) (1 << random.nextInt(8));
    }
  }

  /** A length that is near a border. */
  private static void number(byte[] bytes, SplittableRandom random) {
    int[] borders = {0, 39, 40, 41, 0xFFFF, bytes.length, Integer.MAX_VALUE, -1, Integer.MIN_VALUE};
    int value = borders[random.nextInt(borders.length)];
    ByteBuffer plain = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length >= 40 && random.nextBoolean()) {
      plain.putInt(32, value);
    } else if (bytes.length >= 40) {
      plain.putShort(6, (short) value);
      plain.putInt(32, bytes.length - (value & 0xFFFF));
    }
  }

  private static void reseal(byte[] bytes) {
    if (bytes.length >= 40) {
      CRC32C sum = new CRC32C();
      sum.update(bytes, 0, 36);
      sum.update(bytes, 40, bytes.length - 40);
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(36, (int) sum.getValue());
    }
  }
}
