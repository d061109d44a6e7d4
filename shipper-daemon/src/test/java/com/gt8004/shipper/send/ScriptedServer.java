package com.gt8004.shipper.send;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An HTTP server that does exactly what it is told, byte by byte, connection by connection. */
final class ScriptedServer implements AutoCloseable {
  /** What to do with one request that was read whole. */
  interface Act {
    void on(OutputStream out, Socket socket) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final Queue<Act> script = new ConcurrentLinkedQueue<>();
  private volatile Act standing = reply(200, "application/json", "");
  private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());

  /** Requests as they came: head and body. */
  final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  /** Their bodies alone, as bytes, with the chunks put together. */
  final List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());

  ScriptedServer() throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  /** On any kind of socket, such as one that speaks TLS. */
  ScriptedServer(ServerSocket socket) {
    this.socket = socket;
    daemon(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/v1/ingest";
  }

  ScriptedServer then(Act... acts) {
    script.addAll(List.of(acts));
    return this;
  }

  ScriptedServer always(Act act) {
    standing = act;
    return this;
  }

  static Act reply(int status, String contentType, String body, String... headers) {
    return (out, connection) -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Because\r\n");
      head.append("Content-Type: ").append(contentType).append("\r\n");
      head.append("Content-Length: ").append(bytes.length).append("\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      out.write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(bytes);
    };
  }

  /** Bytes as they are, then the end of the connection. */
  static Act raw(String bytes) {
    return (out, connection) -> {
      out.write(bytes.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      connection.close();
    };
  }

  static Act reset() {
    return (out, connection) -> {
      connection.setSoLinger(true, 0);
      connection.close();
    };
  }

  /** Sends a head that promises much, then a byte now and then, for ever. */
  static Act trickle() {
    return (out, connection) -> {
      out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{"
          .getBytes(StandardCharsets.US_ASCII));
      while (!connection.isClosed()) {
        out.write(' ');
        out.flush();
        java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
      }
    };
  }

  static Act endless() {
    return (out, connection) -> {
      out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"a\":\""
          .getBytes(StandardCharsets.US_ASCII));
      byte[] chunk = "x".repeat(8_192).getBytes(StandardCharsets.US_ASCII);
      while (!connection.isClosed()) {
        out.write(chunk);
      }
    };
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        open.add(connection);
        daemon(() -> serve(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = connection.getInputStream();
      while (!connection.isClosed()) {
        String request = readRequest(in);
        if (request == null) {
          return;
        }
        requests.add(request);
        Act next = script.poll();
        (next == null ? standing : next).on(connection.getOutputStream(), connection);
      }
    } catch (IOException | InterruptedException clientIsGone) {
      return;
    }
  }

  private String readRequest(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        return null;
      }
      head.append((char) read);
    }
    byte[] body = readBody(in, head.toString().toLowerCase(Locale.ROOT));
    bodies.add(body);
    return head + new String(body, StandardCharsets.UTF_8);
  }

  private static byte[] readBody(InputStream in, String head) throws IOException {
    if (head.contains("transfer-encoding: chunked")) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
        whole.write(in.readNBytes(size));
        in.readNBytes(2);
      }
      in.readNBytes(2);
      return whole.toByteArray();
    }
    int length = 0;
    for (String line : head.split("\r\n")) {
      if (line.startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    return in.readNBytes(length);
  }

  private static int chunkSize(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        throw new EOFException("the client is gone");
      }
      line.append((char) read);
    }
    return Integer.parseInt(line.toString().strip(), 16);
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    synchronized (open) {
      for (Socket connection : open) {
        connection.close();
      }
    }
  }
}
