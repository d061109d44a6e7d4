package com.gt8004.sdk;

import com.gt8004.sdk.queue.Envelope;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Room for one encoded entry, with space for its envelope's header before it; used again and again. A
 * stream that never fails: what goes beyond the limit is counted, not kept. Not thread-safe.
 */
final class EntryBuffer extends OutputStream {
  private static final int INITIAL_BYTES = 4 << 10;

  /** Above this a buffer is not kept for reuse: 64 of them must not hold 64 MiB of the host's heap. */
  private static final int KEPT_BYTES_MAX = 64 << 10;

  private final int payloadBytesMax;
  private byte[] bytes = new byte[INITIAL_BYTES];
  private int end = Envelope.HEADER_BYTES;
  private boolean overflown;

  EntryBuffer(int payloadBytesMax) {
    this.payloadBytesMax = payloadBytesMax;
  }

  EntryBuffer clear() {
    end = Envelope.HEADER_BYTES;
    overflown = false;
    return this;
  }

  @Override
  public void write(int b) {
    if (room(1)) {
      bytes[end++] = (byte) b;
    }
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    if (room(length)) {
      System.arraycopy(source, offset, bytes, end, length);
      end += length;
    }
  }

  /** The envelope's array: header first, payload from {@link Envelope#HEADER_BYTES}. */
  byte[] bytes() {
    return bytes;
  }

  int payloadLength() {
    return end - Envelope.HEADER_BYTES;
  }

  boolean overflown() {
    return overflown;
  }

  boolean worthKeeping() {
    return bytes.length <= KEPT_BYTES_MAX;
  }

  private boolean room(int more) {
    if (overflown || payloadLength() + (long) more > payloadBytesMax) {
      overflown = true;
      return false;
    }
    if (end + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end + more, bytes.length * 2));
    }
    return true;
  }
}
