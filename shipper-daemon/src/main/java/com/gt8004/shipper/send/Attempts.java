package com.gt8004.shipper.send;

import com.gt8004.shipper.batch.RequestBody;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.jspecify.annotations.Nullable;

/** The attempts at one request: counts them, and can end the one that is under way. Thread-safe. */
final class Attempts {
  private final HttpExchange http;
  private final RequestBody body;
  private final ApiKey key;
  private final AtomicInteger made = new AtomicInteger();
  private boolean cancelled;
  private @Nullable HttpPost underWay;

  Attempts(HttpExchange http, RequestBody body, ApiKey key) {
    this.http = http;
    this.body = body;
    this.key = key;
  }

  int made() {
    return made.get();
  }

  SendOutcome next() {
    HttpPost post = http.post(body, key);
    begin(post);
    made.incrementAndGet();
    return http.exchange(post, body, key);
  }

  private synchronized void begin(HttpPost post) {
    underWay = post;
    if (cancelled) {
      post.cancel();
    }
  }

  synchronized void cancel() {
    cancelled = true;
    if (underWay != null) {
      underWay.cancel();
    }
  }
}
