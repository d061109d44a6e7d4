package com.gt8004.sdk.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an entry calls things: tool, customer, and the paths that have no entry. */
class NamesTest {
  @ParameterizedTest
  @CsvSource({"/chat,chat", "/a/b/c/,c", "/tools/search,search", "/안녕,안녕"})
  void toolName_isTheLastSegmentOfThePath(String path, String tool) {
    assertThat(ToolName.of(path, "{\"method\":\"tools/list\"}")).isEqualTo(tool);
    assertThat(ToolName.of(path, null)).isEqualTo(tool);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "", "//"})
  void toolName_isAbsentAtTheRoot(String path) {
    assertThat(ToolName.of(path, "not json")).isNull();
  }

  @Test
  void toolName_isTheCalledToolInJsonRpc() {
    String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
        + "\"params\":{\"name\":\"get_weather\",\"arguments\":{\"name\":\"Seoul\"}}}";
    String paramsFirst =
        "{\"params\":{\"arguments\":{\"name\":\"Seoul\"},\"name\":\"get_weather\"},\"method\":\"tools/call\"}";
    assertThat(ToolName.of("/mcp", call)).isEqualTo("get_weather");
    assertThat(ToolName.of("/mcp", paramsFirst)).isEqualTo("get_weather");
    assertThat(ToolName.of("/mcp", call.substring(0, call.indexOf("Seo"))))
        .isEqualTo("get_weather");
    assertThat(ToolName.of("/mcp", call.substring(0, call.indexOf("_weather")))).isEqualTo("mcp");
    assertThat(ToolName.of(
            "/mcp",
            "{\"method\":\"tools/call\",\"params\":{\"name\":\"" + "n".repeat(200) + "\"}}"))
        .isEqualTo("n".repeat(128));
  }

  @Test
  void toolName_takesNoNameOfAnotherMethod() {
    assertThat(ToolName.of("/mcp", "{\"method\":\"prompts/get\",\"params\":{\"name\":\"p\"}}"))
        .isEqualTo("mcp");
    assertThat(ToolName.of("/mcp", "{\"params\":{\"name\":\"p\"}}")).isEqualTo("mcp");
  }

  @Test
  void customerId_isTheHeadersValueWithinItsLimit() {
    assertThat(CustomerId.fromHeader(" customer-123 ")).isEqualTo("customer-123");
    assertThat(CustomerId.fromHeader("  ")).isNull();
    assertThat(CustomerId.fromHeader(null)).isNull();
    assertThat(CustomerId.fromHeader("x".repeat(127) + "😀")).isEqualTo("x".repeat(127));
  }

  @Test
  void pathPatterns_matchExactlyUnlessTheyEndWithAStar() {
    PathPatterns patterns = new PathPatterns(List.of("/health", "/internal/*"));
    assertThat(patterns.matches("/health")).isTrue();
    assertThat(patterns.matches("/health/")).isFalse();
    assertThat(patterns.matches("/healthy")).isFalse();
    assertThat(patterns.matches("/internal/x/y")).isTrue();
    assertThat(patterns.matches("/internal")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"health", "/a*b", "/*/x", ""})
  void pathPatterns_refuseWhatIsNoPattern(String pattern) {
    assertThatThrownBy(() -> new PathPatterns(List.of(pattern)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + pattern + "\"");
  }

  @Test
  void formBody_leavesOutWhatCameInTheQuery() {
    Map<String, String[]> parameters = new LinkedHashMap<>();
    parameters.put("token", new String[] {"query-secret"});
    parameters.put("a b", new String[] {"query", "body"});
    parameters.put("이름", new String[] {"김"});
    BodyCapture capture = new BodyCapture();
    FormBody.write(parameters, "token=query-secret&a+b=query", capture);
    assertThat(capture.text(StandardCharsets.UTF_8))
        .isEqualTo("a+b=body&%EC%9D%B4%EB%A6%84=%EA%B9%80");
  }

  @Test
  void withoutQuery_cutsQueryAndFragment() {
    assertThat(FieldText.withoutQuery("https://a/b?token=x#y")).isEqualTo("https://a/b");
    assertThat(FieldText.withoutQuery("https://a/b#y")).isEqualTo("https://a/b");
    assertThat(FieldText.withoutQuery(null)).isNull();
  }
}
