package com.gt8004.sdk.queue;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The wish of a logger that its entries be sent now, without waiting for a full batch: 8 bytes,
 * little-endian, the sequence below which all is wanted. A hint: never forced, losing it costs one
 * flush interval. Only grows.
 */
public final class FlushRequest {
  private FlushRequest() {}

  /** The file's first content: nothing wanted. */
  public static byte[] initial() {
    return new byte[Long.BYTES];
  }

  /** Entries below this sequence are wanted now; 0 for none, also where the file is not readable. */
  public static long read(JournalDirectory journal) {
    ByteBuffer bytes = buffer();
    try (FileChannel channel = FileChannel.open(journal.flushFile(), READ)) {
      return channel.read(bytes, 0) == Long.BYTES ? Math.max(0, bytes.getLong(0)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Asks that all entries below this sequence be sent now. */
  public static void raise(JournalDirectory journal, long sequence) throws IOException {
    if (sequence <= read(journal)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(journal.flushFile(), WRITE)) {
      channel.write(buffer().putLong(0, sequence), 0);
    }
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
