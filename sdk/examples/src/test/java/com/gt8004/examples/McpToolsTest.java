package com.gt8004.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.sdk.AppendResult;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.exchange.ToolCallCapture;
import com.gt8004.sdk.mcp.GT8004McpTools;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What becomes of the results that a captured tool may give. */
class McpToolsTest {
  private static final Tool TOOL =
      Tool.builder("search", Map.of("type", "object")).build();

  private final List<RequestLogEntry> entries = new ArrayList<>();
  private final GT8004McpTools capture =
      new GT8004McpTools(ToolCallCapture.builder(this::keep).build());

  @Test
  void aResultThatIsAnError_isLoggedAsFailed() {
    call(CallToolResult.builder().addTextContent("no index").isError(true).build());
    assertThat(only().statusCode()).isEqualTo(500);
    assertThat(only().errorType()).isEqualTo("ToolError");
    assertThat(only().responseBody()).isEqualTo("no index");
  }

  @Test
  void aDemandForPayment_isNoError() {
    call(CallToolResult.builder()
        .content(List.of())
        .structuredContent(Map.of("x402Version", 2, "accepts", List.of()))
        .isError(true)
        .build());
    assertThat(only().statusCode()).isEqualTo(402);
    assertThat(only().errorType()).isNull();
  }

  @Test
  void aSettledPayment_isLoggedWithTheCall() {
    Map<String, Object> settled =
        Map.of("success", true, "transaction", "0xabc", "network", "base", "payer", "0xdef");
    Map<String, Object> offer = Map.of(
        "x402Version",
        1,
        "scheme",
        "exact",
        "network",
        "base",
        "payload",
        Map.of("authorization", Map.of("from", "0xdef", "value", "50000")));
    CallToolResult result = CallToolResult.builder()
        .addTextContent("found")
        .meta(Map.of("x402/payment-response", settled))
        .build();
    SyncToolSpecification tool =
        capture.sync(new SyncToolSpecification(TOOL, (context, request) -> result));
    CallToolRequest request =
        new CallToolRequest("search", Map.of("q", "x"), Map.of("x402/payment", offer));
    assertThat(tool.callHandler().apply(McpTransportContext.EMPTY, request)).isSameAs(result);
    assertThat(only().x402Amount()).isEqualByComparingTo("0.05");
    assertThat(only().x402TxHash()).isEqualTo("0xabc");
    assertThat(only().x402Payer()).isEqualTo("0xdef");
    assertThat(only().statusCode()).isEqualTo(200);
  }

  @Test
  void anAsynchronousTool_isLoggedWhenItEnds() {
    Mono<CallToolResult> answer =
        asynchronous(Mono.just(CallToolResult.builder().addTextContent("found").build()));
    assertThat(entries).isEmpty();
    assertThat(answer.block()).isNotNull();
    assertThat(only().statusCode()).isEqualTo(200);
    entries.clear();
    assertThatThrownBy(asynchronous(Mono.error(new IllegalStateException("down")))::block)
        .isInstanceOf(IllegalStateException.class);
    assertThat(only().errorType()).isEqualTo("IllegalStateException");
  }

  @Test
  void captureThatFails_doesNotReachTheCall() {
    ToolCallCapture broken = ToolCallCapture.builder(entry -> {
          throw new IllegalStateException("sink");
        })
        .build();
    CallToolResult result = CallToolResult.builder().addTextContent("found").build();
    SyncToolSpecification tool = new GT8004McpTools(broken)
        .sync(new SyncToolSpecification(TOOL, (context, request) -> result));
    assertThat(tool.callHandler().apply(McpTransportContext.EMPTY, request())).isSameAs(result);
    assertThat(broken.captureFailures()).isEqualTo(1);
  }

  private void call(CallToolResult result) {
    SyncToolSpecification tool =
        capture.sync(new SyncToolSpecification(TOOL, (context, request) -> result));
    assertThat(tool.callHandler().apply(McpTransportContext.EMPTY, request())).isSameAs(result);
  }

  private Mono<CallToolResult> asynchronous(Mono<CallToolResult> result) {
    AsyncToolSpecification tool =
        capture.async(new AsyncToolSpecification(TOOL, (context, request) -> result));
    return tool.callHandler().apply(McpTransportContext.EMPTY, request());
  }

  private static CallToolRequest request() {
    return new CallToolRequest("search", Map.of("q", "x"));
  }

  private RequestLogEntry only() {
    assertThat(entries).hasSize(1);
    return entries.get(0);
  }

  private AppendResult keep(RequestLogEntry entry) {
    entries.add(entry);
    return AppendResult.APPENDED;
  }
}
