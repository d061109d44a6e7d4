package com.gt8004.shipper;

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

  void sent(CompletableFuture<SendResult> underWay) {
    call = underWay;
  }

  /**
   * Takes the answer; only if {@link #isLanding()}.
   *
   * @throws CompletionException for a bug in the client
   */
  void land() {
    CompletableFuture<SendResult> landed = Objects.requireNonNull(call, "no request is under way");
    call = null;
    if (!landed.isCancelled()) {
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
    if (call != null) {
      call.cancel(true);
    }
  }
}
