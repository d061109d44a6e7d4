package com.gt8004.benchmarks.sink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Listens on loopback, answers every batch with "all accepted", counts. Thread-safe. */
final class CountingSink {
  private final ServerSocketChannel listener;
  private final boolean offersGzip;
  private final boolean measuresLags;
  private final Consumer<String> trouble;
  private final Lags lags = new Lags();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong bodyBytes = new AtomicLong();
  private final AtomicLong gzipRequests = new AtomicLong();
  private final Set<SinkConnection> connections = ConcurrentHashMap.newKeySet();
  private final Map<Integer, ByteBuffer> replies = new ConcurrentHashMap<>();
  private final Marks marks;
  private volatile CountDownLatch release = new CountDownLatch(0);

  /**
   * A sink on a free port.
   *
   * @param marks is told each count
   * @param trouble is told, for people, what broke
   */
  CountingSink(boolean offersGzip, boolean measuresLags, Marks marks, Consumer<String> trouble)
      throws IOException {
    this.listener = ServerSocketChannel.open();
    this.listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    this.offersGzip = offersGzip;
    this.measuresLags = measuresLags;
    this.marks = marks;
    this.trouble = trouble;
  }

  int port() throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  /** Accepts until the process ends. */
  void serve() {
    Thread acceptor = new Thread(this::accept, "accept");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel channel = listener.accept();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Thread server = new Thread(new SinkConnection(this, channel), "connection");
        server.setDaemon(true);
        server.start();
      }
    } catch (IOException e) {
      broken(e);
    }
  }

  void broken(IOException e) {
    trouble.accept("a connection broke: " + e);
  }

  boolean measuresLags() {
    return measuresLags;
  }

  Lags lags() {
    return lags;
  }

  /** From now on requests are read and not answered. */
  void hold() {
    release = new CountDownLatch(1);
  }

  /** Ends {@link #hold}. */
  void release() {
    release.countDown();
  }

  void awaitRelease() throws IOException {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** A connection has a request. */
  void begins(SinkConnection connection) {
    connections.add(connection);
  }

  ByteBuffer reply(int count) {
    return replies.computeIfAbsent(count, this::newReply).duplicate();
  }

  private ByteBuffer newReply(int count) {
    String json = "{\"accepted\":" + Math.max(1, count) + "}";
    String reply = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        + (offersGzip ? "Accept-Encoding: gzip\r\n" : "")
        + "Content-Length: " + json.length() + "\r\n\r\n" + json;
    byte[] bytes = reply.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  void took(int count, long bytes, boolean gzip) {
    requests.incrementAndGet();
    bodyBytes.addAndGet(bytes);
    if (gzip) {
      gzipRequests.incrementAndGet();
    }
    marks.reached(entries.addAndGet(count), count, this::counts);
  }

  SinkCounts counts() {
    return lags.into(
        System.nanoTime(),
        requests.get(),
        entries.get(),
        bodyBytes.get(),
        gzipRequests.get(),
        connections.size());
  }
}
