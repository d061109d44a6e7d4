package com.gt8004.shipper;

import com.gt8004.shipper.batch.RequestBody;
import com.gt8004.shipper.send.SendResult;
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

  boolean isUnderWay() {
    return call != null;
  }

  boolean isAnswered() {
    return call != null && call.isDone();
  }

  boolean isDue(long nowNanos) {
    return nowNanos - notBeforeNanos >= 0;
  }

  /** Nothing happens to it before then. */
  void postpone(long untilNanos) {
    notBeforeNanos = untilNanos;
  }

  void sent(CompletableFuture<SendResult> answer) {
    call = answer;
  }

  /**
   * The answer; only if {@link #isAnswered()}.
   *
   * @throws CompletionException for a bug in the client
   */
  SendResult answer() {
    if (call == null) {
      throw new IllegalStateException(body.id() + " is not under way");
    }
    return call.join();
  }

  /** Back to where it may be sent again, {@code made} requests later. */
  void again(int made) {
    attempts += made;
    call = null;
  }

  /** Ends the request that is under way, if there is one. */
  void cancel() {
    if (call != null) {
      call.cancel(true);
    }
  }

  boolean wasCancelled() {
    return call != null && call.isCancelled();
  }
}
