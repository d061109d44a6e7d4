package com.gt8004.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.examples.mcpserver.McpServerExample;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's server and a client of the official SDK, in two processes. */
class McpServerTest {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @TempDir
  Path root;

  @Test
  void overHttp_eachCallIsLoggedOnceWithItsCustomer() throws Exception {
    try (Example example = new Example(root, McpServerExample.class, "0")) {
      HttpClientStreamableHttpTransport transport = HttpClientStreamableHttpTransport.builder(
              example.address())
          .endpoint("/mcp")
          .requestBuilder(HttpRequest.newBuilder().header("X-Customer-ID", "customer-123"))
          .build();
      try (McpSyncClient client = client(McpClient.sync(transport))) {
        call(client);
      }
      List<JsonNode> logged = example.stopAndRead();
      List<JsonNode> calls = assertCalls(logged);
      assertThat(calls).allSatisfy(call -> {
        assertThat(call.path("customer_id").asText()).isEqualTo("customer-123");
        assertThat(call.path("ip_address").asText()).isNotEmpty();
      });
      // What else came by HTTP is the filter's.
      assertThat(logged)
          .filteredOn(entry -> entry.path("request_body").asText().contains("initialize"))
          .isNotEmpty()
          .allSatisfy(entry -> assertThat(entry.path("protocol").asText()).isEqualTo("mcp"));
    }
  }

  @Test
  void overStandardInputAndOutput_eachCallIsLoggedOnce() throws Exception {
    List<String> command = Example.command(McpServerExample.class);
    ServerParameters server = ServerParameters.builder(command.get(0))
        .args(command.subList(1, command.size()))
        .env(Example.environment(root))
        .build();
    StdioClientTransport transport = new StdioClientTransport(server, McpJsonDefaults.getMapper());
    try (McpSyncClient client = client(McpClient.sync(transport))) {
      call(client);
      client.closeGracefully();
    }
    List<JsonNode> logged = Example.logged(root);
    assertThat(assertCalls(logged)).hasSameSizeAs(logged);
  }

  private static McpSyncClient client(McpClient.SyncSpec spec) {
    McpSyncClient client =
        spec.requestTimeout(LONGEST).initializationTimeout(LONGEST).build();
    client.initialize();
    return client;
  }

  private static void call(McpSyncClient client) {
    assertThat(client.listTools().tools()).hasSize(1);
    CallToolResult six =
        client.callTool(new CallToolRequest("divide", Map.of("a", 42, "b", 7, "password", "x1")));
    assertThat(((TextContent) six.content().get(0)).text()).isEqualTo("6");
    CallToolRequest byZero = new CallToolRequest("divide", Map.of("a", 1, "b", 0));
    assertThatThrownBy(() -> client.callTool(byZero)).isInstanceOf(McpError.class);
  }

  private static List<JsonNode> assertCalls(List<JsonNode> logged) {
    List<JsonNode> calls = logged.stream()
        .filter(entry -> entry.path("tool_name").asText().equals("divide"))
        .toList();
    assertThat(calls).hasSize(2).allSatisfy(call -> {
      assertThat(call.path("method").asText()).isEqualTo("tools/call");
      assertThat(call.path("path").asText()).isEqualTo("/mcp/tools/divide");
      assertThat(call.path("protocol").asText()).isEqualTo("mcp");
      assertThat(call.path("response_ms").asDouble()).isPositive();
    });
    JsonNode six = calls.get(0);
    assertThat(six.path("status_code").asInt()).isEqualTo(200);
    assertThat(six.path("request_body").asText()).contains("\"a\":42", "\"password\":\"***\"");
    assertThat(six.path("response_body").asText()).isEqualTo("6");
    JsonNode broken = calls.get(1);
    assertThat(broken.path("status_code").asInt()).isEqualTo(500);
    assertThat(broken.path("error_type").asText()).isEqualTo("ArithmeticException");
    return calls;
  }
}
