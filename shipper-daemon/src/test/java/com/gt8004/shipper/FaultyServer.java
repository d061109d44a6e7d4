package com.gt8004.shipper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * An ingest endpoint that is well until it is told to be ill, down to single bytes and connections. It
 * stores by entry id while it is well. Thread-safe.
 */
final class FaultyServer implements AutoCloseable {
  /** What to do with one request that was read whole. */
  @FunctionalInterface
  interface Ill {
    void answer(OutputStream out, Socket connection) throws IOException;
  }

  /** How a connection begins; for TLS. */
  @FunctionalInterface
  interface Greeting {
    Socket with(Socket plain) throws IOException;
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final int port;
  private volatile ServerSocket socket;
  private volatile Ill ill;
  private final Greeting wellGreeting;
  private volatile Greeting greeting;
  private final Set<String> stored = ConcurrentHashMap.newKeySet();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();

  FaultyServer() throws IOException {
    this(plain -> plain);
  }

  /** One whose connections begin so while it is well. */
  FaultyServer(Greeting well) throws IOException {
    wellGreeting = well;
    greeting = well;
    ServerSocket first = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    port = first.getLocalPort();
    listen(first);
  }

  int port() {
    return port;
  }

  /** Entry ids that were stored. */
  Set<String> stored() {
    return stored;
  }

  /** Requests that were read whole, and connections that were not even that. */
  int requests() {
    return requests.get();
  }

  void fallIll(Ill how) {
    ill = how;
  }

  void greetWith(Greeting other) {
    greeting = other;
    closeConnections();
  }

  void mend() throws IOException {
    ill = null;
    greeting = wellGreeting;
    if (socket.isClosed()) {
      ServerSocket again = new ServerSocket();
      again.setReuseAddress(true);
      again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      listen(again);
    }
    closeConnections(); // those that are stalled or trickling end now
  }

  void closePort() throws IOException {
    socket.close();
    closeConnections();
  }

  // ---- illnesses ----

  static Ill status(int status, String type, String body, String... headers) {
    return (out, connection) -> out.write(reply(status, type, body, headers));
  }

  /** The connection is reset once the request is read. */
  static Ill reset() {
    return (out, connection) -> {
      connection.setSoLinger(true, 0);
      connection.close();
    };
  }

  /** A head that promises more than comes. */
  static Ill halfReply() {
    return (out, connection) -> {
      byte[] whole = reply(200, "application/json", "{\"accepted\":1,\"duplicates\":0}");
      out.write(whole, 0, whole.length - 9);
      out.flush();
      connection.close();
    };
  }

  /** Nothing, for ever. */
  static Ill stall() {
    return (out, connection) -> {
      while (!connection.isClosed()) {
        LockSupport.parkNanos(20_000_000);
      }
    };
  }

  /** An endless answer, one byte a second. */
  static Ill trickle() {
    return (out, connection) -> {
      out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{"
          .getBytes(StandardCharsets.US_ASCII));
      while (!connection.isClosed()) {
        out.write(' ');
        out.flush();
        LockSupport.parkNanos(1_000_000_000);
      }
    };
  }

  private static byte[] reply(int status, String type, String body, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Because\r\n");
    head.append("Content-Type: ").append(type).append("\r\n");
    head.append("Content-Length: ").append(body.length()).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return (head + "\r\n" + body).getBytes(StandardCharsets.US_ASCII);
  }

  // ---- serving ----

  private void listen(ServerSocket listening) {
    socket = listening;
    daemon(() -> {
      while (!listening.isClosed()) {
        try {
          Socket connection = listening.accept();
          open.add(connection);
          if (listening.isClosed()) {
            connection.close(); // it came while the port was closed, and nobody else would
          }
          daemon(() -> serve(connection));
        } catch (IOException closed) {
          return;
        }
      }
    });
  }

  private void serve(Socket plain) {
    try (Socket connection = greeting.with(plain)) {
      InputStream in = new java.io.BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      for (byte[] body = readRequest(in); body != null; body = readRequest(in)) {
        requests.incrementAndGet();
        Ill now = ill;
        if (now == null) {
          out.write(reply(200, "application/json", store(JSON.readTree(body))));
          out.flush();
        } else {
          now.answer(out, connection);
        }
      }
    } catch (javax.net.ssl.SSLException refusedByClient) {
      requests.incrementAndGet();
    } catch (IOException gone) {
      return; // the client, or the test's end
    } finally {
      open.remove(plain);
    }
  }

  private String store(JsonNode batch) {
    int accepted = 0;
    int duplicates = 0;
    for (JsonNode entry : batch.path("entries")) {
      boolean ping = entry.path("source").asText().equals("sdk_ping");
      boolean fresh = ping || stored.add(entry.path("entry_id").asText());
      accepted += fresh ? 1 : 0;
      duplicates += fresh ? 0 : 1;
    }
    return "{\"accepted\":" + accepted + ",\"duplicates\":" + duplicates + ",\"rejected\":[]}";
  }

  private static byte[] readRequest(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int read = in.read();
      if (read < 0) {
        return null;
      }
      head.append((char) read);
    }
    int length = 0;
    for (String line : head.toString().split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    return in.readNBytes(length);
  }

  private void closeConnections() {
    for (Socket connection : open) {
      try {
        connection.close();
      } catch (IOException alreadyGone) {
        open.remove(connection);
      }
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "faulty-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closePort();
  }
}
