package com.gt8004.analytics.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * One client's server-sent events. Thread-safe; no method waits. A client that reads too slowly loses
 * the oldest of what waits for it, and is told so by an event {@code dropped}.
 */
public final class EventStream {
  private static final int WAITING_MAX = 256;

  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private final Writer writer;
  private boolean closed;
  private boolean dropped;

  EventStream(Response response, Callback callback) {
    writer = new Writer(response, callback);
    // Clients come back three seconds after a break.
    enqueue("retry: 3000\n\n");
  }

  /**
   * Sends one event.
   *
   * @param id what the client names as {@code Last-Event-ID} when it comes back; null for none
   * @param data without line breaks
   */
  public void send(String event, @Nullable String id, String data) {
    enqueue("event: " + event + "\n" + (id == null ? "" : "id: " + id + "\n") + "data: " + data
        + "\n\n");
  }

  /** Sends a comment, so that nobody on the way takes the silence for an end. */
  public void ping() {
    enqueue(":\n\n");
  }

  /** Whether either side has ended it. */
  public synchronized boolean closed() {
    return closed;
  }

  /** Ends the stream. Idempotent. */
  public void close() {
    synchronized (this) {
      closed = true;
      waiting.clear();
    }
    writer.iterate();
  }

  private void enqueue(String text) {
    synchronized (this) {
      if (closed) {
        return;
      }
      waiting.add(text.getBytes(StandardCharsets.UTF_8));
      if (waiting.size() > WAITING_MAX) {
        waiting.remove();
        dropped = true;
      }
    }
    writer.iterate();
  }

  private synchronized byte @Nullable [] next() {
    if (dropped) {
      dropped = false;
      return "event: dropped\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8);
    }
    return waiting.poll();
  }

  /** Writes one event after the other, by whichever thread is at hand. */
  private final class Writer extends IteratingCallback {
    private final Response response;
    private final Callback callback;

    Writer(Response response, Callback callback) {
      this.response = response;
      this.callback = callback;
    }

    @Override
    protected Action process() {
      if (closed()) {
        return Action.SUCCEEDED;
      }
      byte[] bytes = next();
      if (bytes == null) {
        return Action.IDLE;
      }
      response.write(false, ByteBuffer.wrap(bytes), this);
      return Action.SCHEDULED;
    }

    @Override
    protected void onCompleteSuccess() {
      callback.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
      synchronized (EventStream.this) {
        closed = true;
        waiting.clear();
      }
      callback.failed(cause);
    }
  }
}
