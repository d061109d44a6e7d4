package com.gt8004.sdk.spring;

import com.gt8004.sdk.capture.BodyCapture;
import java.nio.ByteBuffer;
import org.springframework.core.io.buffer.DataBuffer;

/** Copies what a capture keeps out of a buffer that flows past, and leaves the buffer as it is. */
final class BufferCopy {
  private BufferCopy() {}

  static void copy(DataBuffer buffer, BodyCapture capture) {
    int readable = buffer.readableByteCount();
    int room = capture.cut() ? 0 : BodyCapture.BYTES_MAX;
    int copied = Math.min(readable, room);
    if (copied > 0) {
      byte[] bytes = new byte[copied];
      buffer.toByteBuffer(buffer.readPosition(), ByteBuffer.wrap(bytes), 0, copied);
      capture.add(bytes, 0, copied);
    }
    capture.pass(readable - copied);
  }
}
