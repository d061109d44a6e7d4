package com.gt8004.sdk.servlet;

import com.gt8004.sdk.capture.FieldText;
import com.gt8004.sdk.queue.EpochClock;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request from its arrival to the end of its response. Ends exactly once: when the chain returns,
 * or when the asynchronous request that it began is complete. Whoever ends it first has it logged.
 */
final class Exchange implements AsyncListener {
  private static final String TIMEOUT = "AsyncTimeout";
  private static final int NAME_CHARACTERS_MAX = 128;

  private final RequestFacts facts;
  private final GT8004Request known;
  private final CapturedRequest request;
  private final CapturedResponse response;
  private final CaptureFailures failures;
  private final Consumer<Exchange> onEnd;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean async;
  private volatile boolean timedOut;
  private volatile boolean failedBeforeCommit;
  private volatile @Nullable String errorType;
  private volatile @Nullable String resolvedCustomer;
  private volatile @Nullable String resolvedTool;

  Exchange(
      RequestFacts facts,
      GT8004Request known,
      HttpServletRequest request,
      HttpServletResponse response,
      CaptureFailures failures,
      EpochClock clock,
      Consumer<Exchange> onEnd) {
    this.facts = facts;
    this.known = known;
    this.request = new CapturedRequest(request, this, new BodyCopy(failures, clock));
    this.response =
        new CapturedResponse(response, failures, facts.payment(), new BodyCopy(failures, clock));
    this.failures = failures;
    this.onEnd = onEnd;
    known.belongsTo(this);
  }

  RequestFacts facts() {
    return facts;
  }

  GT8004Request known() {
    return known;
  }

  CapturedRequest request() {
    return request;
  }

  CapturedResponse response() {
    return response;
  }

  /** Whether the response is sent bit by bit, by what it is or by what the handler says. */
  boolean isStream() {
    return known.isStream() || response.isStream();
  }

  /** What the handler threw, as a class's name; null where it threw nothing. */
  @Nullable
  String errorType() {
    // A timeout that the application answered well, as long polls do, is no error.
    return errorType == null && timedOut && response.getStatus() >= 500 ? TIMEOUT : errorType;
  }

  /** Whether the handler threw while the container could still answer with a page of its own. */
  boolean failedBeforeCommit() {
    return failedBeforeCommit;
  }

  /** The handler threw this. The first failure is the cause, what follows from it is not. */
  void failed(Throwable failure) {
    if (errorType == null) {
      failedBeforeCommit = !response.isCommitted();
      errorType = ErrorType.of(failure);
    }
  }

  /** The request goes on after the chain has returned. May be called again by later dispatches. */
  void becameAsync(AsyncContext context) {
    try {
      context.addListener(this);
      async = true;
    } catch (RuntimeException failure) {
      failures.add(failure);
    }
  }

  /** Asks the application's own functions while the request is still the container's to read. */
  void resolve(CustomerRules rules) {
    try {
      resolvedCustomer =
          FieldText.cut(rules.customerResolver().apply(request), NAME_CHARACTERS_MAX);
      resolvedTool = FieldText.cut(rules.toolResolver().apply(request), NAME_CHARACTERS_MAX);
    } catch (Throwable failure) {
      failures.add(failure);
    }
  }

  @Nullable
  String resolvedCustomer() {
    return resolvedCustomer;
  }

  @Nullable
  String resolvedTool() {
    return resolvedTool;
  }

  /** The chain has returned. */
  void leave() {
    try {
      if (!async && request.isAsyncStarted()) { // begun past our wrapper
        becameAsync(request.getAsyncContext());
      }
    } catch (RuntimeException failure) {
      failures.add(failure);
    }
    if (!async) {
      end();
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    end();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    timedOut = true; // the container completes the request after this, in one way or another
  }

  @Override
  public void onError(AsyncEvent event) {
    if (event.getThrowable() != null) {
      failed(event.getThrowable());
    }
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // Beginning again drops the listeners of the time before.
    becameAsync(event.getAsyncContext());
  }

  private void end() {
    if (ended.compareAndSet(false, true)) {
      onEnd.accept(this);
    }
  }
}
