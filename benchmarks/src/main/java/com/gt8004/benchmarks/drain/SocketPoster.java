package com.gt8004.benchmarks.drain;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The sink's ceiling: a bare socket that writes a head and a body and reads an answer as short as the
 * sink's. Not thread-safe: one each.
 */
final class SocketPoster implements Poster {
  private static final int REPLY_BYTES_MAX = 4 << 10;

  private final URI url;
  private final SocketChannel channel;
  private final ByteBuffer reply = ByteBuffer.allocateDirect(REPLY_BYTES_MAX);
  private ByteBuffer request = ByteBuffer.allocateDirect(1 << 20);

  SocketPoster(URI url) throws IOException {
    this.url = url;
    this.channel = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  @Override
  public void post(byte[] body) throws IOException {
    String head = "POST " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
    byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
    if (request.capacity() < headBytes.length + body.length) {
      request = ByteBuffer.allocateDirect(2 * (headBytes.length + body.length));
    }
    request.clear().put(headBytes).put(body).flip();
    while (request.hasRemaining()) {
      channel.write(request);
    }
    reply.clear();
    do {
      if (channel.read(reply) < 0) {
        throw new IOException("the sink closed the connection");
      }
    } while (reply.get(reply.position() - 1) != '}');
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
