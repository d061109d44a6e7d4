package com.gt8004.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.analytics.testing.TestService;
import com.gt8004.analytics.testing.TestService.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the platform's own SDKs put on the wire is taken, and shown as it was meant. */
class OtherSdksIT {
  private static TestService service;

  @BeforeAll
  static void start() throws Exception {
    service = TestService.shared();
  }

  private static JsonNode latest(String agent, String key) throws Exception {
    JsonNode brief =
        service.get("v1/agents/" + agent + "/logs?limit=1", key).json().at("/logs/0");
    return service
        .get("v1/agents/" + agent + "/logs/" + brief.get("id").asText(), key)
        .json();
  }

  /** python-0.2.0: a camelCase envelope, nulls left out, no batch id, microseconds. */
  @Test
  void python_isTakenAndShown() throws Exception {
    String key = service.addAgent("python");
    String batch = """
        {"agentId": "python", "sdkVersion": "python-0.2.0", "entries": [
          {"requestId": "6f1b1f0e-4d6c-4d57-9f0b-0c5f2d3a1e01", "method": "tools/call", "path": "/mcp/tools/gas_price",
           "statusCode": 500, "responseMs": 12.345678, "timestamp": "2026-11-20T01:02:03.123456Z",
           "toolName": "gas_price", "errorType": "ValueError", "protocol": "mcp", "source": "sdk",
           "requestBody": "{\\"chain\\": \\"base\\"}", "requestBodySize": 17},
          {"requestId": "6f1b1f0e-4d6c-4d57-9f0b-0c5f2d3a1e02", "method": "POST", "path": "/a2a/report",
           "statusCode": 200, "responseMs": 88.0, "timestamp": "2026-11-20T01:02:04.000001Z", "toolName": "report",
           "x402Amount": 0.01, "x402TxHash": "0x1f", "x402Token": "USDC-eip155:84532", "x402Payer": "0xabc",
           "headers": {"user-agent": "httpx", "content-type": "application/json"}, "ipAddress": "203.0.113.7",
           "userAgent": "httpx", "contentType": "application/json", "protocol": "a2a", "source": "sdk"}]}""";
    assertThat(service.ingest(key, batch).json().get("accepted").asInt()).isEqualTo(2);
    assertThat(service.ingest(key, batch).json().get("duplicates").asInt()).isEqualTo(2);
    JsonNode paid = latest("python", key);
    assertThat(paid.get("timestamp").asText()).isEqualTo("2026-11-20T01:02:04.000001Z");
    assertThat(paid.get("sdk_version").asText()).isEqualTo("python-0.2.0");
    assertThat(paid.get("customer_id").asText()).isEqualTo("203.0.113.7");
    assertThat(paid.get("x402_token").asText()).isEqualTo("USDC-eip155:84532");
    assertThat(paid.get("x402_counted").asBoolean()).isTrue();
    assertThat(paid.at("/headers/user-agent").asText()).isEqualTo("httpx");
    JsonNode analytics = service
        .get("v1/agents/python/analytics?from=2026-11-20&to=2026-11-20", key)
        .json();
    assertThat(analytics.at("/mcp_tools/0/tool_name").asText()).isEqualTo("gas_price");
    assertThat(analytics.at("/a2a_endpoints/0/endpoint").asText()).isEqualTo("/a2a/report");
    assertThat(analytics.at("/revenue/total_revenue").decimalValue()).isEqualByComparingTo("0.01");
  }

  /** verify_connection of Python: always the same id, never stored as a request. */
  @Test
  void pythonPing_marksTheAgentAndIsNoRequest() throws Exception {
    String key = service.addAgent("python-ping");
    String ping = """
        {"agentId": "python-ping", "sdkVersion": "python-0.2.0", "entries": [
          {"requestId": "startup-ping", "method": "PING", "path": "/_sdk/startup", "statusCode": 0, "responseMs": 0,
           "timestamp": "2026-11-20T01:02:03.123456Z", "source": "sdk_ping"}]}""";
    Answer answer = service.ingest(key, ping);
    assertThat(answer.json().get("accepted").asInt()).isEqualTo(1);
    JsonNode stats = service.get("v1/agents/python-ping/stats", key).json();
    assertThat(stats.get("total_requests").asInt()).isZero();
    assertThat(stats.get("sdk_connected_at").isNull()).isFalse();
  }

  /** TypeScript 0.1.0 and the OpenClaw plug-in: a snake_case envelope with a new batch id each time, no source. */
  @Test
  void typeScript_isTakenAndShown() throws Exception {
    String key = service.addAgent("typescript");
    String batch = """
        {"agent_id": "typescript", "sdk_version": "openclaw-plugin-0.4.1", "batch_id": "%s", "entries": [
          {"requestId": "0c0e5c2a-9f5e-4c55-8d8e-6a2f0f6f7a11", "customerId": "203.0.113.8", "toolName": "chat",
           "method": "POST", "path": "/chat", "statusCode": 504, "responseMs": 31000, "errorType": "HTTP_504",
           "requestBody": "{}", "responseBody": "late", "headers": {"x-agent-id": "1", "client-ip": "203.0.113.8"},
           "timestamp": "2026-11-20T01:02:03.123Z", "ipAddress": "203.0.113.8", "acceptLanguage": "ko-KR",
           "llmModel": "m", "inputTokens": 12, "sessionId": "s", "acpThing": {"deep": [1]}}]}""";
    assertThat(
            service.ingest(key, batch.formatted("b-1")).json().get("accepted").asInt())
        .isEqualTo(1);
    assertThat(
            service.ingest(key, batch.formatted("b-2")).json().get("duplicates").asInt())
        .isEqualTo(1);
    JsonNode entry = latest("typescript", key);
    assertThat(entry.get("sdk_version").asText()).isEqualTo("openclaw-plugin-0.4.1");
    assertThat(entry.get("batch_id").asText()).isEqualTo("b-1");
    assertThat(entry.get("source").asText()).isEqualTo("sdk");
    assertThat(entry.get("accept_language").asText()).isEqualTo("ko-KR");
    assertThat(entry.has("llmModel")).isFalse();
    JsonNode errors = service
        .get("v1/agents/typescript/errors?from=2026-11-20&to=2026-11-20", key)
        .json();
    assertThat(errors.at("/by_error_type/0/error_type").asText()).isEqualTo("HTTP_504");
    assertThat(errors.at("/series/0/timeouts").asInt()).isEqualTo(1);
  }
}
