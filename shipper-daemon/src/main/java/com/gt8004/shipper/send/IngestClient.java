package com.gt8004.shipper.send;

import com.gt8004.shipper.batch.RequestBody;
import java.util.concurrent.CompletableFuture;

/** The way to one ingest URL. Thread-safe. */
public interface IngestClient extends AutoCloseable {
  /**
   * Sends a request, with the attempts, waits and breaker of its policy. Never blocks. Cancelling the
   * future ends the request and its waits at once; it fails only for bugs.
   */
  CompletableFuture<SendResult> send(RequestBody body, ApiKey key);

  /**
   * How many requests may be on the wire at once, from 1, which it is at first. What is sent beyond that
   * waits in line, and goes on the thread that another request leaves, without any thread being woken.
   */
  void concurrency(int requests);

  /** Requests that wait in line. */
  int waiting();

  /** The breaker of this URL's origin. */
  Breaker breaker();

  /** Ends whatever is under way. */
  @Override
  void close();

  /** The client that speaks HTTP/1.1. */
  static IngestClient overHttp(SendPolicy policy) {
    return new HttpIngestClient(policy);
  }
}
