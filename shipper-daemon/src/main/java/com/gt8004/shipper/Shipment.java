package com.gt8004.shipper;

import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.shipper.batch.Batch;
import com.gt8004.shipper.batch.RequestBody;
import com.gt8004.shipper.send.Rejection;
import com.gt8004.shipper.send.SendOutcome;
import com.gt8004.shipper.send.SendResult;
import java.util.ArrayList;
import java.util.List;
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
  private boolean held;
  private int rejectionsDone;

  Shipment(RequestBody body, long nowNanos) {
    this(body, nowNanos, 0);
  }

  private Shipment(RequestBody body, long nowNanos, int attempts) {
    this.body = body;
    this.notBeforeNanos = nowNanos;
    this.attempts = attempts;
  }

  /**
   * Two in its place. What was asked for it was asked for them.
   *
   * @param index of the first entry of the second one
   */
  List<Shipment> split(int index) {
    return batch().split(index).stream().map(this::as).toList();
  }

  /** The same with another body. */
  Shipment as(Batch other) {
    return new Shipment(other, notBeforeNanos, attempts);
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

  /** Whether its answer was looked at, and cannot be acted on to the end for now. */
  boolean isHeld() {
    return held;
  }

  /** The answer stays, and is acted on again then. */
  void hold(long untilNanos) {
    held = true;
    postpone(untilNanos);
  }

  /** How many of the answer's rejections are dealt with. */
  int rejectionsDone() {
    return rejectionsDone;
  }

  void rejectionDone() {
    rejectionsDone++;
  }

  /** Which of its entries are accepted for good though its answer is held, as ranges of sequences. */
  List<SequenceRange> acceptedMeanwhile() {
    List<SequenceRange> ranges = new ArrayList<>();
    if (held && answer != null && answer.outcome() instanceof SendOutcome.Settled settled) {
      List<Rejection> open =
          settled.rejections().subList(rejectionsDone, settled.rejections().size());
      long next = batch().first();
      for (int index : open.stream().mapToInt(Rejection::index).sorted().toArray()) {
        addRange(ranges, next, batch().first() + index - 1);
        next = batch().first() + index + 1;
      }
      addRange(ranges, next, batch().last());
    }
    return ranges;
  }

  private static void addRange(List<SequenceRange> ranges, long first, long last) {
    if (first <= last) {
      ranges.add(new SequenceRange(first, last));
    }
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
  void sent(CompletableFuture<SendResult> underWay, Runnable wake) {
    call = underWay;
    var unused = underWay.whenComplete((result, bug) -> wake.run());
  }

  /** Whether the answer at hand came to the first request, so that its time is that of one. */
  boolean answeredAtOnce() {
    return answer != null && answer.attempts() == 1;
  }

  /** How long the answer at hand took. */
  long tookNanos() {
    return Objects.requireNonNull(answer, "no answer").tookNanos();
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
    held = false;
    rejectionsDone = 0;
  }

  /** Ends the request that is under way, if there is one. */
  void cancel() {
    if (call != null) {
      call.cancel(true);
    }
  }
}
