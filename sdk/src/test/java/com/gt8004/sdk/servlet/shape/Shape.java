package com.gt8004.sdk.servlet.shape;

import com.gt8004.sdk.RequestLogEntry;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request, what answers it, and what its entry must say.
 *
 * @param name path that leads to the handler, without its stroke
 * @param request all bytes that the client sends
 * @param aborts whether the client goes away without reading the answer
 * @param expected checks the entry; null where none must be logged
 */
record Shape(
    String name,
    byte[] request,
    Handler handler,
    boolean aborts,
    @Nullable Consumer<RequestLogEntry> expected) {

  /** One request, answered. */
  @FunctionalInterface
  interface Handler {
    void handle(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException;
  }

  static Shape of(
      String name, String request, Handler handler, @Nullable Consumer<RequestLogEntry> expected) {
    return new Shape(name, head(name, request), handler, false, expected);
  }

  static Shape with(
      String name,
      String request,
      byte[] body,
      Handler handler,
      Consumer<RequestLogEntry> expected) {
    byte[] head = head(name, request + "\nContent-Length: " + body.length);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head);
    all.writeBytes(body);
    return new Shape(name, all.toByteArray(), handler, false, expected);
  }

  static Shape with(
      String name,
      String request,
      String body,
      Handler handler,
      Consumer<RequestLogEntry> expected) {
    return with(name, request, body.getBytes(StandardCharsets.UTF_8), handler, expected);
  }

  /** The same, with bytes after the head that carry their own length. */
  static Shape raw(
      String name,
      String request,
      String rest,
      Handler handler,
      Consumer<RequestLogEntry> expected) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head(name, request));
    all.writeBytes(rest.getBytes(StandardCharsets.ISO_8859_1));
    return new Shape(name, all.toByteArray(), handler, false, expected);
  }

  Shape aborting() {
    return new Shape(name, request, handler, true, expected);
  }

  /** {@code GET} or {@code GET ?q=1} and headers, each on a line of its own. */
  private static byte[] head(String name, String request) {
    String[] lines = request.split("\n", -1);
    String[] first = lines[0].split(" ", 3);
    String tail = first.length > 1 ? first[1] : "";
    String version = first.length > 2 ? first[2] : "HTTP/1.1";
    StringBuilder head = new StringBuilder(first[0] + " /" + name + tail + " " + version + "\r\n");
    for (int i = 1; i < lines.length; i++) {
      head.append(lines[i]).append("\r\n");
    }
    head.append("Host: agent\r\nConnection: close\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.UTF_8);
  }
}
