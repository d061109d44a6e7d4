package com.gt8004.benchmarks.sink;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Serves one connection on a thread of its own, until the client closes it. */
final class SinkConnection implements Runnable {
  /** As much as one read may bring: fewer calls than the bytes of a large batch would need otherwise. */
  private static final int BUFFER_BYTES = 512 << 10;

  private final CountingSink sink;
  private final SocketChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private final byte[] start = new byte[RequestHead.BYTES_MAX];
  private byte[] body = {};

  SinkConnection(CountingSink sink, SocketChannel channel) {
    this.sink = sink;
    this.channel = channel;
  }

  @Override
  public void run() {
    try (channel) {
      boolean more = true;
      while (more) {
        more = serveOne();
      }
    } catch (IOException e) {
      sink.broken(e);
    }
  }

  /** Takes one request and answers it; false if there is none any more. */
  private boolean serveOne() throws IOException {
    RequestHead head = readHead();
    if (head == null) {
      return false;
    }
    sink.begins(this);
    buffer.position(buffer.position() + head.length());
    int known = (int) Math.min(head.bodyLength(), RequestHead.BYTES_MAX / 2);
    require(known);
    buffer.get(buffer.position(), start, 0, known);
    int entries = RequestHead.entriesIn(start, 0, known, head.gzip());
    if (sink.measuresLags() && !head.gzip()) {
      readWhole((int) head.bodyLength());
      sink.lags().note(body, (int) head.bodyLength());
    } else {
      skip(head.bodyLength());
    }
    sink.awaitRelease();
    sink.took(entries, head.bodyLength(), head.gzip());
    answer(entries);
    return true;
  }

  private @Nullable RequestHead readHead() throws IOException {
    while (true) {
      int there = Math.min(buffer.remaining(), start.length);
      buffer.get(buffer.position(), start, 0, there);
      RequestHead head =
          RequestHead.parse(new String(start, 0, there, StandardCharsets.ISO_8859_1));
      if (head != null) {
        return head;
      }
      if (there == start.length) {
        throw new IOException("a head of more than " + there + " bytes");
      }
      if (!readMore()) {
        if (there > 0) {
          throw new EOFException("the connection ended within a head");
        }
        return null;
      }
    }
  }

  /** Has so many bytes of the body in the buffer. */
  private void require(int bytes) throws IOException {
    while (buffer.remaining() < bytes) {
      if (!readMore()) {
        throw new EOFException("the connection ended within a body");
      }
    }
  }

  private boolean readMore() throws IOException {
    buffer.compact();
    int count = channel.read(buffer);
    buffer.flip();
    return count >= 0;
  }

  private void skip(long bytes) throws IOException {
    long left = bytes - Math.min(bytes, buffer.remaining());
    buffer.position(buffer.position() + (int) (bytes - left));
    while (left > 0) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), left));
      int count = channel.read(buffer);
      if (count < 0) {
        throw new EOFException("the connection ended within a body");
      }
      left -= count;
      buffer.limit(0);
    }
  }

  private void readWhole(int bytes) throws IOException {
    if (body.length < bytes) {
      body = new byte[bytes];
    }
    int filled = 0;
    while (filled < bytes) {
      if (!buffer.hasRemaining() && !readMore()) {
        throw new EOFException("the connection ended within a body");
      }
      int count = Math.min(buffer.remaining(), bytes - filled);
      buffer.get(body, filled, count);
      filled += count;
    }
  }

  private void answer(int entries) throws IOException {
    ByteBuffer reply = sink.reply(entries);
    while (reply.hasRemaining()) {
      channel.write(reply);
    }
  }
}
