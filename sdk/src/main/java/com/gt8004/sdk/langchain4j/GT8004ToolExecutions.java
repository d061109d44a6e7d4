package com.gt8004.sdk.langchain4j;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.exchange.CapturedToolCall;
import com.gt8004.sdk.exchange.ToolCallCapture;
import dev.langchain4j.service.tool.ToolExecution;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Logs each tool that an AI service executes once: its name, arguments, result, failure and latency.
 *
 * <pre>
 * AiServices.builder(Assistant.class).chatModel(model).tools(new Tools())
 *     .afterToolExecution(GT8004ToolExecutions.of(logger))
 * </pre>
 *
 * <p>A service takes one such listener; put several together with {@code andThen}. A failure is told as
 * {@code ToolError}, since LangChain4j passes on its message alone, and an execution that ends the whole
 * call by its exception is not told at all. Thread-safe; never harms a call.
 */
public final class GT8004ToolExecutions implements Consumer<ToolExecution> {
  private final ToolCallCapture capture;

  /** A listener that captures so. */
  public GT8004ToolExecutions(ToolCallCapture capture) {
    this.capture = capture;
  }

  /** A listener that appends to this logger, with nothing but defaults. */
  public static GT8004ToolExecutions of(GT8004Logger logger) {
    return new GT8004ToolExecutions(ToolCallCapture.of(logger));
  }

  @Override
  public void accept(ToolExecution execution) {
    try {
      Duration took = execution.duration();
      CapturedToolCall call = capture.ended(
          null,
          execution.request().name(),
          execution.request().arguments(),
          took == null ? Duration.ZERO : took);
      if (execution.hasFailed()) {
        call.failed("ToolError", execution.result());
      } else {
        call.succeeded(execution.result());
      }
    } catch (RuntimeException failure) {
      capture.failed(failure);
    }
  }
}
