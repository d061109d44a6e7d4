package com.gt8004.sdk.queue.tail;

import com.gt8004.sdk.queue.Envelope;
import java.nio.charset.StandardCharsets;

/** Room for one entry, used again for the next. Not thread-safe. */
public final class TailedEntry {
  private byte[] bytes = new byte[8 << 10];
  private int length;

  public long sequence() {
    return Envelope.sequence(bytes);
  }

  /** When it was appended, epoch microseconds. */
  public long appendMicros() {
    return Envelope.appendMicros(bytes);
  }

  /** When it happened, epoch microseconds, as the caller said. */
  public long eventMicros() {
    return Envelope.eventMicros(bytes);
  }

  /** Envelope and payload; valid until the next read. */
  public byte[] bytes() {
    return bytes;
  }

  public int payloadOffset() {
    return Envelope.payloadOffset(bytes);
  }

  public int payloadLength() {
    return Envelope.payloadLength(bytes);
  }

  /** The payload: one JSON object. */
  public String payloadText() {
    return new String(bytes, payloadOffset(), payloadLength(), StandardCharsets.UTF_8);
  }

  int length() {
    return length;
  }

  byte[] room(int bytesNeeded) {
    if (bytes.length < bytesNeeded) {
      bytes = new byte[Math.max(bytesNeeded, bytes.length * 2)];
    }
    length = bytesNeeded;
    return bytes;
  }
}
