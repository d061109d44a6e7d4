package com.gt8004.sdk;

import com.gt8004.sdk.queue.Envelope;
import java.util.Arrays;

/**
 * Room for one encoded entry, with space for its envelope's header before it; used again and again, so
 * that encoding allocates nothing once it has grown. Knows when more was written than a payload may
 * have; its content is then undefined. Not thread-safe.
 */
final class EntryBuffer {
  private static final int INITIAL_BYTES = 8 << 10;

  /** Above this a buffer is not kept for reuse: 64 of them must not hold 64 MiB of the host's heap. */
  private static final int KEPT_BYTES_MAX = 64 << 10;

  private final int payloadBytesMax;
  private final JsonText text = new JsonText();
  private byte[] bytes = new byte[INITIAL_BYTES];
  private int end = Envelope.HEADER_BYTES;

  EntryBuffer(int payloadBytesMax) {
    this.payloadBytesMax = payloadBytesMax;
  }

  EntryBuffer clear() {
    end = Envelope.HEADER_BYTES;
    return this;
  }

  /** The writer of texts that belongs to this buffer, because it has scratch space of its own. */
  JsonText text() {
    return text;
  }

  /** Makes room for that many more bytes behind {@link #end()}. */
  byte[] reserve(int more) {
    if (bytes.length - end < more) {
      bytes = Arrays.copyOf(bytes, Math.max(end + more, bytes.length * 2));
    }
    return bytes;
  }

  /** Where the next byte goes in the array that {@link #reserve} gave. */
  int end() {
    return end;
  }

  /** Says up to where the reserved room was filled; also takes back what was written last. */
  void end(int end) {
    this.end = end;
  }

  void append(byte[] ascii) {
    System.arraycopy(ascii, 0, reserve(ascii.length), end, ascii.length);
    end += ascii.length;
  }

  void append(char ascii) {
    reserve(1)[end++] = (byte) ascii;
  }

  /** The envelope's array: header first, payload from {@link Envelope#HEADER_BYTES}. */
  byte[] bytes() {
    return bytes;
  }

  int payloadLength() {
    return end - Envelope.HEADER_BYTES;
  }

  /** How many bytes the payload may still grow by; below 0 where it has grown beyond its limit. */
  int room() {
    return payloadBytesMax - payloadLength();
  }

  boolean overflown() {
    return room() < 0;
  }

  boolean worthKeeping() {
    return bytes.length <= KEPT_BYTES_MAX;
  }
}
