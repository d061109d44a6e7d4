package com.gt8004.benchmarks.filter;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that asks the same again and again on one connection, for as little as a client can cost. */
final class Connection implements AutoCloseable {
  private final Socket socket;
  private final byte[] request;
  private final byte[] answer;

  /** Connects, asks once and learns how long the answer is. */
  Connection(int port, String head, String body) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    request = (head + "\r\nHost: agent\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
    socket.getOutputStream().write(request);
    byte[] buffer = new byte[65_536];
    int length = 0;
    int needed = Integer.MAX_VALUE;
    while (length < needed) {
      int count = socket.getInputStream().read(buffer, length, buffer.length - length);
      if (count < 0) {
        throw new EOFException("the server closed its connection");
      }
      length += count;
      needed = needed(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
    }
    answer = new byte[length];
  }

  /** Asks and waits for the whole answer. */
  void exchange() throws IOException {
    socket.getOutputStream().write(request);
    if (socket.getInputStream().readNBytes(answer, 0, answer.length) < answer.length) {
      throw new EOFException("the server closed its connection");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static int needed(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    int length = answer.indexOf("Content-Length: ");
    if (end < 0 || length < 0) {
      return Integer.MAX_VALUE;
    }
    String digits = answer.substring(length + 16, answer.indexOf('\r', length));
    return end + 4 + Integer.parseInt(digits);
  }
}
