package com.gt8004.sdk.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What stands before the payload of each entry: enough to find and check it without parsing JSON.
 *
 * <pre>
 *    0  4  magic "GT8J"                          frozen across versions
 *    4  1  format version, 1                     frozen place
 *    5  1  flags, 0
 *    6  2  header length, 40                     frozen place
 *    8  8  sequence                            frozen place
 *   16  8  append time, epoch microseconds; never decreases within a journal
 *   24  8  event time, epoch microseconds, as the caller gave it
 *   32  4  payload length                        frozen place
 *   36  4  CRC32C of all other bytes            frozen place
 *   40     payload: one JSON object in UTF-8, beginning {"
 * </pre>
 *
 * Numbers are little-endian. Static functions over the caller's array; nothing is allocated but the
 * checksum's state, which the caller keeps. Thread-safe where the arrays are not shared.
 */
public final class Envelope {
  /** Where the payload begins. */
  public static final int HEADER_BYTES = 40;

  /** The newest format that this build reads, and the one that it writes. */
  public static final int FORMAT_VERSION = 1;

  private static final int MAGIC = 'G' | 'T' << 8 | '8' << 16 | 'J' << 24;
  private static final int CRC_OFFSET = 36;

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  /** What a span of bytes turns out to be. */
  public enum Check {
    /** An entry of a format that this build reads, unharmed. */
    GOOD,
    /** An entry, unharmed, of a format newer than this build: to be left alone, not to be skipped. */
    NEWER_FORMAT,
    /** Not an entry, or one whose bytes have changed. */
    DAMAGED
  }

  private Envelope() {}

  /**
   * Fills in the header before a payload that lies at {@link #HEADER_BYTES} already.
   *
   * @param crc any state; it is reset first
   */
  public static void seal(
      byte[] entry,
      int payloadLength,
      long sequence,
      long appendMicros,
      long eventMicros,
      CRC32C crc) {
    INT.set(entry, 0, MAGIC);
    entry[4] = FORMAT_VERSION;
    entry[5] = 0;
    SHORT.set(entry, 6, (short) HEADER_BYTES);
    LONG.set(entry, 8, sequence);
    LONG.set(entry, 16, appendMicros);
    LONG.set(entry, 24, eventMicros);
    INT.set(entry, 32, payloadLength);
    INT.set(entry, CRC_OFFSET, crcOf(entry, HEADER_BYTES, payloadLength, crc));
  }

  /** Whether the first {@code length} bytes are one whole, unharmed entry. */
  public static Check check(byte[] entry, int length, CRC32C crc) {
    if (length < HEADER_BYTES || (int) INT.get(entry, 0) != MAGIC) {
      return Check.DAMAGED;
    }
    int header = (short) SHORT.get(entry, 6) & 0xFFFF;
    int payload = (int) INT.get(entry, 32);
    if (header < HEADER_BYTES || payload < 0 || (long) header + payload != length) {
      return Check.DAMAGED;
    }
    if ((int) INT.get(entry, CRC_OFFSET) != crcOf(entry, header, payload, crc)) {
      return Check.DAMAGED;
    }
    return entry[4] == FORMAT_VERSION ? Check.GOOD : Check.NEWER_FORMAT;
  }

  /**
   * What the bytes at {@code offset} say is the length of an entry, header and payload; -1 if no entry
   * begins there. Says nothing about whether it is whole.
   *
   * @param offset leaves {@link #HEADER_BYTES} bytes of the array or more
   */
  public static long claimedLength(byte[] bytes, int offset) {
    if ((int) INT.get(bytes, offset) != MAGIC) {
      return -1;
    }
    int header = (short) SHORT.get(bytes, offset + 6) & 0xFFFF;
    int payload = (int) INT.get(bytes, offset + 32);
    return header < HEADER_BYTES || payload < 0 ? -1 : (long) header + payload;
  }

  public static long sequence(byte[] entry) {
    return (long) LONG.get(entry, 8);
  }

  public static long appendMicros(byte[] entry) {
    return (long) LONG.get(entry, 16);
  }

  public static long eventMicros(byte[] entry) {
    return (long) LONG.get(entry, 24);
  }

  public static int payloadOffset(byte[] entry) {
    return (short) SHORT.get(entry, 6) & 0xFFFF;
  }

  public static int payloadLength(byte[] entry) {
    return (int) INT.get(entry, 32);
  }

  private static int crcOf(byte[] entry, int headerLength, int payloadLength, CRC32C crc) {
    crc.reset();
    crc.update(entry, 0, CRC_OFFSET);
    crc.update(
        entry,
        CRC_OFFSET + Integer.BYTES,
        headerLength - CRC_OFFSET - Integer.BYTES + payloadLength);
    return (int) crc.getValue();
  }

  private static VarHandle view(Class<?> arrayType) {
    return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
  }
}
