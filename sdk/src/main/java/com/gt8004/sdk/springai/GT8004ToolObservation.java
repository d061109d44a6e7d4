package com.gt8004.sdk.springai;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.exchange.CapturedToolCall;
import com.gt8004.sdk.exchange.ToolCallCapture;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.execution.ToolExecutionExceptionProcessor;
import org.springframework.ai.tool.observation.ToolCallingObservationContext;

/**
 * Logs each call of a tool through Spring AI once: its name, arguments, result, error and latency. Give
 * it to the application's {@code ObservationRegistry}; Spring Boot does that by itself.
 *
 * <p>Spring AI makes a text for the model of what a tool throws before anybody observes it; put {@link
 * #reporting} around the processor that does, as Boot's auto-configuration does, and such calls are
 * logged as failed. Thread-safe; never harms a call.
 */
public final class GT8004ToolObservation
    implements ObservationHandler<ToolCallingObservationContext> {
  private static final String KEY = GT8004ToolObservation.class.getName();
  private static final ThreadLocal<@Nullable CapturedToolCall> CURRENT = new ThreadLocal<>();

  private final ToolCallCapture capture;

  /** A handler that captures so. */
  public GT8004ToolObservation(ToolCallCapture capture) {
    this.capture = capture;
  }

  /** A handler that appends to this logger, with nothing but defaults. */
  public static GT8004ToolObservation of(GT8004Logger logger) {
    return new GT8004ToolObservation(ToolCallCapture.of(logger));
  }

  /** The same processor, telling the call that is under way of the exception first. */
  public static ToolExecutionExceptionProcessor reporting(
      ToolExecutionExceptionProcessor processor) {
    return exception -> {
      CapturedToolCall call = CURRENT.get();
      if (call != null) {
        call.failed(Objects.requireNonNullElse(exception.getCause(), exception));
      }
      return processor.process(exception);
    };
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return context instanceof ToolCallingObservationContext;
  }

  @Override
  public void onStart(ToolCallingObservationContext context) {
    context.put(
        KEY,
        capture.begin(null, context.getToolDefinition().name(), context.getToolCallArguments()));
  }

  @Override
  public void onScopeOpened(ToolCallingObservationContext context) {
    CURRENT.set(context.get(KEY));
  }

  @Override
  public void onScopeClosed(ToolCallingObservationContext context) {
    CURRENT.remove();
  }

  @Override
  public void onError(ToolCallingObservationContext context) {
    CapturedToolCall call = context.get(KEY);
    Throwable failure = context.getError();
    if (call != null && failure != null) {
      call.failed(failure);
    }
  }

  @Override
  public void onStop(ToolCallingObservationContext context) {
    CapturedToolCall call = context.get(KEY);
    if (call != null) {
      call.succeeded(context.getToolCallResult());
    }
  }
}
