package com.gt8004.sdk.mcp;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.exchange.CapturedToolCall;
import com.gt8004.sdk.exchange.ToolCallCapture;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Logs each call of an MCP server's tools once, over any transport: its name, arguments, result, error
 * and latency.
 *
 * <pre>
 * GT8004McpTools capture = GT8004McpTools.of(logger);
 * McpServer.sync(transport).tools(capture.sync(search), capture.sync(weather)).build();
 * </pre>
 *
 * <p>A result with {@code isError} and an exception count as status 500, a demand for payment (x402) as
 * 402. Where a {@code GT8004Filter} stands before an HTTP transport, give the transport {@link
 * GT8004McpContext#extractor}: the filter then leaves tool calls to this, and the entry has the customer
 * and the address. Thread-safe; never harms a call.
 */
public final class GT8004McpTools {
  private final ToolCallCapture capture;

  /** Tools that are captured so. */
  public GT8004McpTools(ToolCallCapture capture) {
    this.capture = capture;
  }

  /** Tools whose calls are appended to this logger, with nothing but defaults. */
  public static GT8004McpTools of(GT8004Logger logger) {
    return new GT8004McpTools(ToolCallCapture.of(logger));
  }

  /** The same tool, captured. */
  public McpServerFeatures.SyncToolSpecification sync(
      McpServerFeatures.SyncToolSpecification tool) {
    return new McpServerFeatures.SyncToolSpecification(
        tool.tool(),
        (exchange, request) -> call(exchange.transportContext(), request, () -> tool.callHandler()
            .apply(exchange, request)));
  }

  /** The same tools, captured. */
  public List<McpServerFeatures.SyncToolSpecification> sync(
      List<McpServerFeatures.SyncToolSpecification> tools) {
    return tools.stream().map(this::sync).toList();
  }

  /** The same tool, captured. */
  public McpServerFeatures.AsyncToolSpecification async(
      McpServerFeatures.AsyncToolSpecification tool) {
    return new McpServerFeatures.AsyncToolSpecification(
        tool.tool(),
        (exchange, request) ->
            callLater(exchange.transportContext(), request, () -> tool.callHandler()
                .apply(exchange, request)));
  }

  /** The same tool of a stateless server, captured. */
  public McpStatelessServerFeatures.SyncToolSpecification sync(
      McpStatelessServerFeatures.SyncToolSpecification tool) {
    return new McpStatelessServerFeatures.SyncToolSpecification(
        tool.tool(),
        (context, request) ->
            call(context, request, () -> tool.callHandler().apply(context, request)));
  }

  /** The same tool of a stateless server, captured. */
  public McpStatelessServerFeatures.AsyncToolSpecification async(
      McpStatelessServerFeatures.AsyncToolSpecification tool) {
    return new McpStatelessServerFeatures.AsyncToolSpecification(
        tool.tool(),
        (context, request) ->
            callLater(context, request, () -> tool.callHandler().apply(context, request)));
  }

  private CallToolResult call(
      @Nullable McpTransportContext context,
      CallToolRequest request,
      Supplier<CallToolResult> tool) {
    CapturedToolCall call = begin(context, request);
    try {
      CallToolResult result = tool.get();
      end(call, request, result);
      return result;
    } catch (Throwable failure) {
      call.failed(failure);
      throw failure;
    }
  }

  private Mono<CallToolResult> callLater(
      @Nullable McpTransportContext context,
      CallToolRequest request,
      Supplier<Mono<CallToolResult>> tool) {
    return Mono.defer(() -> {
      CapturedToolCall call = begin(context, request);
      return Mono.defer(tool)
          .doOnSuccess(result -> end(call, request, result))
          .doOnError(call::failed)
          .doOnCancel(() -> call.failed("Cancelled", null));
    });
  }

  private CapturedToolCall begin(@Nullable McpTransportContext context, CallToolRequest request) {
    CapturedToolCall call =
        capture.begin("mcp", request.name(), ToolText.json(request.arguments()));
    try {
      GT8004McpContext.tell(context, call);
    } catch (RuntimeException failure) {
      capture.failed(failure);
    }
    return call;
  }

  private void end(
      CapturedToolCall call, CallToolRequest request, @Nullable CallToolResult result) {
    try {
      String text = ToolText.of(result);
      if (result == null || !Boolean.TRUE.equals(result.isError())) {
        call.payment(ToolText.payment(request, result)).succeeded(text);
      } else if (ToolText.demandsPayment(result)) {
        call.payment(ToolText.payment(request, result)).paymentRequired(text);
      } else {
        call.payment(ToolText.payment(request, result)).failed("ToolError", text);
      }
    } catch (RuntimeException failure) {
      capture.failed(failure);
    }
  }
}
