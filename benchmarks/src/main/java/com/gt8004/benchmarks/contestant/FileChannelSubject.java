package com.gt8004.benchmarks.contestant;

import com.gt8004.sdk.EntryCoder;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.EpochClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/**
 * The same work without a queue: the logger's encoder and buffers, then under one lock the envelope with
 * its CRC32C and one write call an entry, to one file.
 *
 * <p>The bytes go through a direct buffer of our own: writing from an array would make the JDK copy them
 * into one just the same.
 */
final class FileChannelSubject implements Subject, EntryCoder.Target {
  private static final int DIRECT_BYTES = (1 << 20) + Envelope.HEADER_BYTES;

  private final EntryCoder coder = new EntryCoder();
  private final EpochClock clock = EpochClock.system();
  private final RequestLogEntry[] entries;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private final FileChannel channel;
  private final ByteBuffer direct = ByteBuffer.allocateDirect(DIRECT_BYTES);
  private final CRC32C crc = new CRC32C();
  private long sequence;

  FileChannelSubject(Path folder, RequestLogEntry[] entries) throws IOException {
    this.entries = entries;
    this.channel = FileChannel.open(
        folder.resolve("floor"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public Caller newCaller() {
    return entry -> coder.encode(entries[entry], this);
  }

  @Override
  public void accept(byte[] entry, int payloadLength, long eventMicros) {
    lock.lock();
    try {
      Envelope.seal(entry, payloadLength, sequence, clock.epochMicros(), eventMicros, crc);
      direct.clear().put(entry, 0, Envelope.HEADER_BYTES + payloadLength).flip();
      while (direct.hasRemaining()) {
        channel.write(direct);
      }
      sequence++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void finish() throws IOException {
    channel.force(true);
    channel.close();
  }

  @Override
  public long kept() {
    return sequence;
  }
}
