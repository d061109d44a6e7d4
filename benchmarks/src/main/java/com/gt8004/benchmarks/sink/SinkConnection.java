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

  /** As much of a body is looked into. */
  private static final int START_BYTES = RequestHead.BYTES_MAX / 2;

  private static final int LINE_END_BYTES = 2;

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
    if (head.bodyLength() == RequestHead.CHUNKED) {
      takeChunks(head);
    } else {
      take(head);
    }
    return true;
  }

  private void take(RequestHead head) throws IOException {
    int known = (int) Math.min(head.bodyLength(), START_BYTES);
    require(known);
    buffer.get(buffer.position(), start, 0, known);
    int entries = RequestHead.entriesIn(start, 0, known, head.gzip());
    if (sink.measuresLags() && !head.gzip()) {
      readWhole((int) head.bodyLength());
      sink.lags().note(body, (int) head.bodyLength());
    } else {
      skip(head.bodyLength());
    }
    took(entries, head.bodyLength(), head.gzip());
  }

  /** A body whose length nobody knew when it began, as that of one that is compressed on its way. */
  private void takeChunks(RequestHead head) throws IOException {
    long length = 0;
    int known = 0;
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      int wanted = Math.min(size, START_BYTES - known);
      require(wanted);
      buffer.get(buffer.position(), start, known, wanted);
      known += wanted;
      length += size;
      skip(size + LINE_END_BYTES);
    }
    skip(LINE_END_BYTES); // no trailers
    took(RequestHead.entriesIn(start, 0, known, head.gzip()), length, head.gzip());
  }

  private int chunkSize() throws IOException {
    int digits = 0;
    do {
      require(++digits + 1);
    } while (buffer.get(buffer.position() + digits) != '\r');
    byte[] size = new byte[digits];
    buffer.get(size);
    skip(LINE_END_BYTES);
    return Integer.parseInt(new String(size, StandardCharsets.US_ASCII), 16);
  }

  private void took(int entries, long bytes, boolean gzip) throws IOException {
    sink.awaitRelease();
    sink.took(entries, bytes, gzip);
    answer(entries);
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
