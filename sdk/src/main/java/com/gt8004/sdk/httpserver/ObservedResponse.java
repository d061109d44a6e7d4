package com.gt8004.sdk.httpserver;

import com.gt8004.sdk.exchange.CapturedExchange;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The response's body, with a copy of what is written going to the capture; its close ends the exchange. */
final class ObservedResponse extends FilterOutputStream {
  private static final int NOT_SENT = -1;

  private final OutputStream target;
  private final HttpExchange exchange;
  private final CapturedExchange captured;

  ObservedResponse(HttpExchange exchange, CapturedExchange captured) {
    super(exchange.getResponseBody());
    this.target = exchange.getResponseBody();
    this.exchange = exchange;
    this.captured = captured;
  }

  @Override
  public void write(int oneByte) throws IOException {
    captured.firstByte();
    target.write(oneByte);
    captured.response().add(oneByte);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    captured.firstByte();
    target.write(bytes, offset, length);
    captured.response().add(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    try {
      target.close();
    } finally {
      end(0);
    }
  }

  /** Ends the exchange unless another thread is still to write the response. */
  void handlerReturned() {
    if (exchange.getResponseCode() != NOT_SENT && !bodyIsToCome()) {
      end(0);
    }
  }

  /** Ends the exchange; {@code unanswered} is the status of one that was not answered. */
  void end(int unanswered) {
    int status = exchange.getResponseCode();
    captured.end(
        status == NOT_SENT ? unanswered : status,
        name -> exchange.getResponseHeaders().getFirst(name),
        captured.response().size());
  }

  /** A body was announced and has not been written whole; a stream's end is its close. */
  private boolean bodyIsToCome() {
    if (exchange.getRequestMethod().equals("HEAD")) {
      return false;
    }
    Headers headers = exchange.getResponseHeaders();
    return headers.getFirst("Transfer-Encoding") != null
        || length(headers.getFirst("Content-Length")) > captured.response().size();
  }

  private static long length(@Nullable String text) {
    try {
      return text == null ? 0 : Long.parseLong(text.strip());
    } catch (NumberFormatException nonsense) {
      return 0;
    }
  }
}
