package com.gt8004.sdk;

import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.EpochClock;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The logger's own encoder and buffers, for floors that must do the same work. In this package because
 * both are private to it; everything else of the benchmarks uses what every user can. Thread-safe.
 */
public final class EntryCoder {
  private static final int PAYLOAD_BYTES_MAX = 1 << 20;

  private final EntryBuffers buffers = new EntryBuffers(PAYLOAD_BYTES_MAX);

  /** Where an encoded entry goes. */
  public interface Target {
    /**
     * Takes one entry.
     *
     * @param entry the payload at {@link Envelope#HEADER_BYTES}; valid during the call only
     */
    void accept(byte[] entry, int payloadLength, long eventMicros);
  }

  /** Encodes as {@code log()} does, and hands over. */
  public void encode(RequestLogEntry entry, Target target) {
    EntryBuffer buffer = buffers.take();
    if (EntryEncoder.encode(entry, buffer) != EntryEncoder.Encoded.WHOLE) {
      throw new IllegalArgumentException(
          "the entry is larger than " + PAYLOAD_BYTES_MAX + " bytes; use smaller bodies");
    }
    target.accept(buffer.bytes(), buffer.payloadLength(), EpochClock.microsOf(entry.timestamp()));
    buffers.give(buffer);
  }

  /** The entry's payload with a sealed envelope before it. */
  public static byte[] sealed(RequestLogEntry entry) {
    byte[][] copy = new byte[1][];
    new EntryCoder().encode(entry, (bytes, length, micros) -> {
      Envelope.seal(bytes, length, 0, micros, micros, new CRC32C());
      copy[0] = Arrays.copyOf(bytes, Envelope.HEADER_BYTES + length);
    });
    return copy[0];
  }

  /** Bytes of the entry's payload. */
  public static int encodedBytes(RequestLogEntry entry) {
    return sealed(entry).length - Envelope.HEADER_BYTES;
  }
}
