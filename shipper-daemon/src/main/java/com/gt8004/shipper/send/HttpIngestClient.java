package com.gt8004.shipper.send;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.batch.RequestBody;
import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Sends over HTTP/1.1. The breaker stands outermost: a batch whose attempts are used up counts as one
 * failure there. Waits are scheduled, so cancelling ends them at once. Thread-safe.
 */
final class HttpIngestClient implements IngestClient {
  private static final long IDLE_SECONDS = 30;

  private final SendPolicy policy;
  private final EpochClock clock;
  private final HttpExchange http;
  private final ThreadPoolExecutor senders;
  private final CircuitBreaker<SendOutcome> breaker;
  private final FailsafeExecutor<SendOutcome> failsafe;

  HttpIngestClient(SendPolicy policy) {
    this(policy, EpochClock.system(), SystemDefaultDnsResolver.INSTANCE);
  }

  HttpIngestClient(SendPolicy policy, EpochClock clock, DnsResolver resolver) {
    this.policy = policy;
    this.clock = clock;
    OutcomeTable table = new OutcomeTable(policy.url(), policy.profile(), clock);
    this.http = new HttpExchange(policy, table, clock, resolver);
    this.senders = new ThreadPoolExecutor(
        1,
        1,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        DaemonThreads.named("gt8004-send"));
    senders.allowCoreThreadTimeOut(true);
    this.breaker = CircuitBreaker.<SendOutcome>builder()
        .handleResultIf(HttpIngestClient::isFailure)
        .withFailureThreshold(policy.breakerFailures())
        .withSuccessThreshold(1) // else as many probes go as failures opened it
        .withDelayFn(context -> SendPolicy.jittered(policy.breakerOpen()))
        .build();
    RetryPolicy<SendOutcome> retry = RetryPolicy.<SendOutcome>builder()
        .handleResultIf(HttpIngestClient::isFailure)
        .abortOn(RuntimeException.class) // a bug does not pass by itself
        .withMaxAttempts(policy.attempts())
        .withDelayFn(this::waitBeforeNext)
        .build();
    this.failsafe = Failsafe.with(breaker, retry).with(senders);
  }

  @Override
  public CompletableFuture<SendResult> send(RequestBody body, ApiKey key) {
    Attempts attempts = new Attempts(http, body, key, clock);
    CompletableFuture<SendOutcome> running = failsafe.getAsync(attempts::next);
    CompletableFuture<SendResult> result = new CompletableFuture<>();
    var unusedStart =
        running.whenComplete((outcome, failure) -> complete(result, attempts, outcome, failure));
    var unusedEnd = result.whenComplete((ignored, failure) -> {
      if (result.isCancelled()) {
        running.cancel(true);
        attempts.cancel();
      }
    });
    return result;
  }

  @Override
  public void concurrency(int requests) {
    if (requests > senders.getMaximumPoolSize()) {
      senders.setMaximumPoolSize(requests);
      senders.setCorePoolSize(requests);
    } else if (requests < senders.getCorePoolSize()) {
      senders.setCorePoolSize(requests);
      senders.setMaximumPoolSize(requests);
    }
  }

  @Override
  public int waiting() {
    return senders.getQueue().size();
  }

  private static void complete(
      CompletableFuture<SendResult> result,
      Attempts attempts,
      @Nullable SendOutcome outcome,
      @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    if (cause instanceof CircuitBreakerOpenException open) {
      Duration remaining = open.getCircuitBreaker().getRemainingDelay();
      result.complete(new SendResult(new SendOutcome.BreakerOpen(remaining), attempts.made()));
    } else if (outcome != null) {
      result.complete(new SendResult(outcome, attempts.made(), attempts.tookNanos()));
    } else if (cause != null) {
      result.completeExceptionally(cause);
    }
  }

  /**
   * Whether it is tried again here, and counts for the breaker. A server that asks for more patience
   * than a round has is there, and says when: that binds all requests, so the shipper waits.
   */
  private static boolean isFailure(SendOutcome outcome) {
    return outcome instanceof SendOutcome.Transient failed
        && (failed.retryAfter() == null
            || failed.retryAfter().compareTo(SendPolicy.ROUND_WAIT) <= 0);
  }

  private Duration waitBeforeNext(ExecutionContext<SendOutcome> context) {
    SendOutcome last = context.getLastResult();
    if (last instanceof SendOutcome.Transient transientOutcome
        && transientOutcome.retryAfter() != null) {
      return SendPolicy.spread(transientOutcome.retryAfter());
    }
    return policy.waitAfter(context.getAttemptCount());
  }

  @Override
  public Breaker breaker() {
    return switch (breaker.getState()) {
      case CLOSED -> Breaker.CLOSED;
      case HALF_OPEN -> new Breaker(Breaker.State.HALF_OPEN, Duration.ZERO);
      case OPEN -> {
        Duration remaining = breaker.getRemainingDelay();
        boolean due = remaining.isZero() || remaining.isNegative();
        yield due
            ? new Breaker(Breaker.State.HALF_OPEN, Duration.ZERO)
            : new Breaker(Breaker.State.OPEN, remaining);
      }
    };
  }

  @Override
  public void close() {
    senders.shutdownNow();
    http.close();
  }
}
