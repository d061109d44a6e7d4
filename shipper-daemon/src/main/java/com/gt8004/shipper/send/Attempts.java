package com.gt8004.shipper.send;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.batch.RequestBody;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.jspecify.annotations.Nullable;

/**
 * The attempts at one request: counts them, and can end the one that is under way. A compressed body
 * that is refused goes again as it is, at once, and stays so for this request. Thread-safe.
 */
final class Attempts {
  private final HttpExchange http;
  private final RequestBody body;
  private final ApiKey key;
  private final EpochClock clock;
  private final AtomicInteger made = new AtomicInteger();
  private volatile long tookNanos;
  private volatile boolean gzipRefused;
  private boolean cancelled;
  private @Nullable HttpPost underWay;

  Attempts(HttpExchange http, RequestBody body, ApiKey key, EpochClock clock) {
    this.clock = clock;
    this.http = http;
    this.body = body;
    this.key = key;
  }

  int made() {
    return made.get();
  }

  /** What the last one took. */
  long tookNanos() {
    return tookNanos;
  }

  SendOutcome next() {
    boolean compressed = !gzipRefused && http.compresses(body);
    SendOutcome outcome = attempt(compressed);
    if (compressed && mayBlameTheCoding(outcome)) {
      gzipRefused = true;
      outcome = attempt(false);
    }
    if (gzipRefused && outcome instanceof SendOutcome.Settled) {
      http.gzip().refused();
    }
    return outcome;
  }

  /** 411 is among them because a compressed body has no length beforehand, and an old proxy wants one. */
  private static boolean mayBlameTheCoding(SendOutcome outcome) {
    return outcome instanceof SendOutcome.EntryFault fault
        && (fault.status() == 400 || fault.status() == 411 || fault.status() == 415);
  }

  private SendOutcome attempt(boolean compressed) {
    HttpPost post = http.post(body, key, compressed);
    begin(post);
    made.incrementAndGet();
    long begun = clock.nanoTime();
    SendOutcome outcome = http.exchange(post, body, key);
    tookNanos = clock.nanoTime() - begun;
    return outcome;
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
