package com.gt8004.cli.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.sdk.RequestLogEntry;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryLineTest {
  private static final String LEAST =
      "\"method\":\"POST\",\"path\":\"/chat\",\"status_code\":200,\"response_ms\":142.5";

  private static RequestLogEntry read(String line) throws EntryLineException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return new EntryLine(false).read(bytes, 0, bytes.length);
  }

  @Test
  void read_takesSnakeCase() throws Exception {
    RequestLogEntry entry = read("{" + LEAST + """
        ,"request_id":"r-1","timestamp":"2026-11-22T18:00:00.123456+09:00","customer_id":"customer-123","tool_name":"t"
        ,"request_body":"{\\"message\\": \\"안녕\\"}","response_body":{"reply":["안녕하세요",1.50]},"request_body_size":7
        ,"response_body_size":8,"error_type":"E","x402_amount":0.05,"x402_tx_hash":"0xabc","x402_token":"USDC-base"
        ,"x402_payer":"0xdef","headers":{"accept":"*/*"},"ip_address":"::1","user_agent":"u","referer":"r"
        ,"content_type":"c","accept_language":"ko","protocol":"mcp","source":"s"}""".replace("\n", ""));

    assertThat(entry.requestId()).isEqualTo("r-1");
    assertThat(entry.timestamp()).isEqualTo(Instant.parse("2026-11-22T09:00:00.123456Z"));
    assertThat(entry.requestBody()).isEqualTo("{\"message\": \"안녕\"}");
    assertThat(entry.responseBody()).isEqualTo("{\"reply\":[\"안녕하세요\",1.50]}");
    assertThat(entry.x402Amount()).isEqualByComparingTo(new BigDecimal("0.05"));
    assertThat(entry.headers()).isEqualTo(Map.of("accept", "*/*"));
    assertThat(entry.responseBodySize()).isEqualTo(8);
    assertThat(entry.protocol()).isEqualTo("mcp");
  }

  @Test
  void read_takesCamelCase_andNullAsAbsent() throws Exception {
    RequestLogEntry entry = read(
        "{\"method\":\"GET\",\"path\":\"/\",\"statusCode\":0,\"responseMs\":1,\"customerId\":\"c\","
            + "\"x402TxHash\":\"0x1\",\"x402Amount\":\"12345678901234567890.000000000000000001\",\"toolName\":null}");

    assertThat(entry.statusCode()).isZero();
    assertThat(entry.customerId()).isEqualTo("c");
    assertThat(entry.toolName()).isNull();
    assertThat(entry.x402TxHash()).isEqualTo("0x1");
    assertThat(entry.x402Amount())
        .isEqualTo(new BigDecimal("12345678901234567890.000000000000000001"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T09:00:00Z, 2026-11-22T09:00:00Z",
    "2026-11-22 09:00:00, 2026-11-22T09:00:00Z",
    "2026-11-22T09:00:00.5, 2026-11-22T09:00:00.500Z",
    "2026-11-22T18:00:00+0900, 2026-11-22T09:00:00Z",
    "2026-11-22T18:00:00+09, 2026-11-22T09:00:00Z",
  })
  void timestamp_isReadAsTheProtocolSays(String written, String instant) throws Exception {
    assertThat(read("{" + LEAST + ",\"timestamp\":\"" + written + "\"}").timestamp())
        .isEqualTo(Instant.parse(instant));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense | not JSON: Unrecognized token 'nonsense'",
        "{\"method\":\"GET\" | not JSON: Unexpected end-of-input",
        "{} {} | not JSON: Trailing token",
        "[1] | not a JSON object but an array",
        "17 | not a JSON object but 17",
        "{\"path\":\"/\"} | method is required",
        "{\"method\":\"GET\",\"path\":\"/\",\"response_ms\":1} | status_code is required",
        "{\"method\":\"GET\",\"method\":\"PUT\"} | not JSON: Duplicate field 'method'",
        "{\"status_code\":\"200\"} | status_code is \"200\", expected a whole number",
        "{\"status_code\":200.5} | status_code is 200.5, expected a whole number",
        "{\"status_code\":1000} | status_code is 1000, allowed are 0 to 999",
        "{\"status_code\":99999999999} | status_code is 99999999999, expected a whole number",
        "{\"response_ms\":-1} | response_ms is -1.0, allowed are 0 to 86,400,000 milliseconds",
        "{\"response_ms\":NaN} | not JSON: Non-standard token 'NaN'",
        "{\"response_ms\":true} | response_ms is true, expected a number",
        "{\"method\":7} | method is 7, expected text",
        "{\"method\":\"\"} | method is empty",
        "{\"timestamp\":\"yesterday\"} | timestamp is \"yesterday\", expected ISO 8601",
        "{\"timestamp\":1732266000} | timestamp is 1732266000, expected text",
        "{\"x402_amount\":-1} | x402_amount is -1, allowed are amounts from 0",
        "{\"x402_amount\":1E+999999999} | x402_amount is 1E+999999999, allowed are amounts",
        "{\"x402_amount\":\"five\"} | x402_amount is \"five\", expected a decimal number",
        "{\"headers\":\"Bearer abc\"} | headers is a text of 10 characters, expected an object of texts",
        "\"Bearer abc\" | not a JSON object but a text of 10 characters",
        "{\"headers\":[1]} | headers is an array, expected an object of texts",
        "{\"headers\":{\"a\":1}} | headers: value of a is 1, expected text",
        "{\"protocol\":\"ftp\"} | protocol is \"ftp\", allowed are http, mcp, a2a",
        "{\"entry_id\":\"x\"} | entry_id is given by the queue; leave it out",
        "{\"StatusCode\":200} | unknown field \"StatusCode\"; did you mean status_code?",
        "{\"latency\":200} | unknown field \"latency\"; --ignore-unknown leaves such fields out",
      })
  void badLine_isRefusedWithFieldValueAndLimit(String line, String reason) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(EntryLineException.class)
        .hasMessageStartingWith(reason.strip());
  }

  @Test
  void bytesThatAreNotUtf8_areRefused() {
    byte[] line = ("{" + LEAST + ",\"tool_name\":\"xx\"}").getBytes(StandardCharsets.UTF_8);
    line[line.length - 4] = (byte) 0xC3;

    assertThatThrownBy(() -> new EntryLine(false).read(line, 0, line.length))
        .hasMessageContaining("UTF-8");
  }

  @Test
  void unknownField_isLeftOutWhereThatIsWanted() throws Exception {
    byte[] line = ("{" + LEAST + ",\"latency\":5}").getBytes(StandardCharsets.UTF_8);

    assertThat(new EntryLine(true).read(line, 0, line.length).path()).isEqualTo("/chat");
  }

  @Test
  void reason_holdsNoControlCharacters() {
    assertThatThrownBy(() -> read("{\"a\\u001b]0;title\\u0007\":1}"))
        .hasMessageContaining("\\u001b]0;title\\u0007")
        .hasMessageNotContaining("\u001b");
  }
}
