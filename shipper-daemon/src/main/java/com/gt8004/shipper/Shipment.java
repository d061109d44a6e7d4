package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.batch.Batch;
import com.gt8004.shipper.batch.RequestBody;
import com.gt8004.shipper.send.SendResult;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One request from sealing to settling, over as many rounds as it takes. Not thread-safe: owned by the
 * shipping thread.
 */
final class Shipment {
  private final RequestBody body;
  private @Nullable CompletableFuture<SendResult> call;
  private @Nullable CompletableFuture<SendResult> request;
  private long sentNanos;
  private volatile long answeredNanos;
  private @Nullable SendResult answer;
  private long notBeforeNanos;
  private int attempts;

  Shipment(RequestBody body, long nowNanos) {
    this.body = body;
    this.notBeforeNanos = nowNanos;
  }

  RequestBody body() {
    return body;
  }

  /** Its entries; only if it is no ping. */
  Batch batch() {
    return (Batch) body;
  }

  /** Requests made for it so far, those under way not counted. */
  int attempts() {
    return attempts;
  }

  /** Whether a request is out, or its answer waits to be settled. */
  boolean isOut() {
    return call != null || answer != null;
  }

  /** Whether the answer has come and {@link #land} was not called yet. */
  boolean isLanding() {
    return call != null && call.isDone();
  }

  /** What the server answered; null until then. */
  @Nullable
  SendResult answer() {
    return answer;
  }

  boolean isDue(long nowNanos) {
    return nowNanos - notBeforeNanos >= 0;
  }

  /** Nothing happens to it before then. */
  void postpone(long untilNanos) {
    notBeforeNanos = untilNanos;
  }

  /**
   * A request for it has gone out.
   *
   * @param wake called, from any thread, when the answer has come
   */
  void sent(CompletableFuture<SendResult> underWay, EpochClock clock, Runnable wake) {
    sentNanos = clock.nanoTime();
    call = underWay.whenComplete((result, bug) -> answeredNanos = clock.nanoTime());
    request = underWay;
    var unused = call.whenComplete((result, bug) -> wake.run());
  }

  /** Whether the answer at hand came to the first request, so that its time is that of one. */
  boolean answeredAtOnce() {
    return answer != null && answer.attempts() == 1;
  }

  /** How long the answer took that was taken in last, with all its attempts. */
  long tookNanos() {
    return answeredNanos - sentNanos;
  }

  /**
   * Takes the answer; only if {@link #isLanding()}.
   *
   * @throws CompletionException for a bug in the client
   */
  void land() {
    CompletableFuture<SendResult> landed = Objects.requireNonNull(call, "no request is under way");
    boolean cancelled = Objects.requireNonNull(request).isCancelled();
    call = null;
    request = null;
    if (!cancelled) {
      answer = landed.join();
      attempts += answer.attempts();
    }
  }

  /** The answer did not settle it: it may be sent again. */
  void again() {
    answer = null;
  }

  /** Ends the request that is under way, if there is one. */
  void cancel() {
    if (request != null) {
      request.cancel(true);
    }
  }
}
