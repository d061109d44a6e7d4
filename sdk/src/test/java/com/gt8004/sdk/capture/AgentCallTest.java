package com.gt8004.sdk.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protocol and tool that a body tells. */
class AgentCallTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":{\"name\":\"search\"}} | mcp |"
            + " search",
        "{\"jsonrpc\":\"2.0\",\"method\":\"tools/list\"} | mcp | -",
        "{\"jsonrpc\":\"2.0\",\"method\":\"initialize\",\"params\":{}} | mcp | -",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"} | mcp | -",
        "[{\"jsonrpc\":\"2.0\",\"method\":\"tools/list\"},{\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}},{\"method\":\"tools/call\",\"params\":{\"name\":\"b\"}}]"
            + " | mcp | a",
        "{\"jsonrpc\":\"2.0\",\"method\":\"message/send\",\"params\":{\"message\":{\"parts\":[{\"text\":\"hi\"}]}}}"
            + " | a2a | message/send",
        "{\"jsonrpc\":\"2.0\",\"method\":\"message/send\",\"params\":{\"message\":{\"metadata\":{\"skill_id\":\"gas\"}}}}"
            + " | a2a | gas",
        "{\"jsonrpc\":\"2.0\",\"method\":\"message/stream\",\"params\":{\"metadata\":{\"skillId\":\"gas\"}}}"
            + " | a2a | gas",
        "{\"jsonrpc\":\"2.0\",\"method\":\"SendMessage\",\"params\":{}} | a2a | SendMessage",
        "{\"jsonrpc\":\"2.0\",\"method\":\"tasks/get\",\"params\":[1]} | a2a | tasks/get",
        "{\"skill_id\":\"gas\",\"input\":{}} | a2a | gas",
        "{\"method\":\"POST\",\"params\":{\"name\":\"x\"}} | http | -",
        "{\"jsonrpc\":\"2.0\",\"method\":\"eth_call\"} | http | -",
        "{\"jsonrpc\":\"2.0\",\"method\":{\"a\":1},\"params\":{}} | http | -",
        "{\"prompt\":\"call {\\\"method\\\":\\\"tools/call\\\"}\"} | http | -",
        "{\"text\":{\"method\":\"tools/call\",\"skill_id\":\"x\"}} | http | -",
        "not json with \"method\" | http | -",
        "{\"method\": | http | -",
        "- | http | -",
      })
  void of_tellsProtocolAndTool(@Nullable String body, String protocol, @Nullable String tool) {
    AgentCall call = AgentCall.of(body);
    assertThat(call.protocol(false, "/x")).isEqualTo(protocol);
    assertThat(call.tool()).isEqualTo(tool);
  }

  @Test
  void protocol_isAlsoToldByHeadersAndWellKnownPaths() {
    assertThat(AgentCall.of(null).protocol(true, "/mcp")).isEqualTo("mcp");
    assertThat(AgentCall.of(null).protocol(false, "/.well-known/agent-card.json"))
        .isEqualTo("a2a");
  }

  @Test
  void customerId_isTheBodysOwn() {
    assertThat(AgentCall.of("{\"q\":{\"customer_id\":\"inner\"},\"customer_id\":\"kim\"}")
            .customerId())
        .isEqualTo("kim");
    assertThat(AgentCall.of("{\"customer_id\":{\"a\":1}}").customerId()).isNull();
  }
}
