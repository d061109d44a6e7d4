package com.gt8004.cli.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.sdk.RequestLogEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogLineTest {
  private static final String COMMON =
      "203.0.113.7 - alice [22/Nov/2026:18:00:00 +0900] \"POST /chat?key=secret HTTP/1.1\" 200 2326";

  private static RequestLogEntry read(String line, @Nullable DurationUnit unit) throws Exception {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return new AccessLogLine(unit).read(bytes, 0, bytes.length);
  }

  @Test
  void commonLogFormat_isRead_withoutTheQuery() throws Exception {
    RequestLogEntry entry = read(COMMON, null);

    assertThat(entry.ipAddress()).isEqualTo("203.0.113.7");
    assertThat(entry.customerId()).isEqualTo("alice");
    assertThat(entry.timestamp()).isEqualTo(Instant.parse("2026-11-22T09:00:00Z"));
    assertThat(entry.method()).isEqualTo("POST");
    assertThat(entry.path()).isEqualTo("/chat");
    assertThat(entry.statusCode()).isEqualTo(200);
    assertThat(entry.responseBodySize()).isEqualTo(2326L);
    assertThat(entry.responseMs()).isZero();
    assertThat(entry.source()).isEqualTo("access_log");
    assertThat(entry.referer()).isNull();
  }

  @Test
  void combinedLogFormat_hasRefererAndUserAgent() throws Exception {
    RequestLogEntry entry = read(
        COMMON + " \"https://example.com/a?b=c\" \"Mozilla \\\"5\\\" [en]\" 0.125", DurationUnit.s);

    assertThat(entry.referer()).isEqualTo("https://example.com/a");
    assertThat(entry.userAgent()).isEqualTo("Mozilla \\\"5\\\" [en]");
    assertThat(entry.responseMs()).isEqualTo(125);
  }

  @Test
  void answerOfMoreThanTwoGibibytes_isRead() throws Exception {
    assertThat(read(COMMON.replace("2326", "3000000000"), null).responseBodySize())
        .isEqualTo(3_000_000_000L);
  }

  @ParameterizedTest
  @CsvSource({"s, 2000", "ms, 2", "us, 0.002"})
  void responseTime_isInItsUnit(DurationUnit unit, double millis) throws Exception {
    assertThat(read(COMMON + " \"-\" \"-\" 2", unit).responseMs()).isEqualTo(millis);
  }

  @Test
  void dashes_areNothing() throws Exception {
    RequestLogEntry entry = read(
        "host.example - - [22/Nov/2026:09:00:00 +0000] \"GET / HTTP/1.0\" 304 - \"-\" \"-\"", null);

    assertThat(entry.customerId()).isNull();
    assertThat(entry.ipAddress()).isNull();
    assertThat(entry.responseBodySize()).isNull();
    assertThat(entry.userAgent()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense | no access-log line: expected the identity, or - at column 9",
        "h - - 22/Nov/2026 | no access-log line: expected a time in brackets at column 7",
        "h - - [22/Nov/2026:09:00:00 +0000] GET / | no access-log line: expected the request in quotes at column 36",
        "h - - [22/Nov/2026:09:00:00 +0000] \"GET / | no access-log line: expected a quote that ends the request",
        "h - - [22.11.2026] \"GET / HTTP/1.1\" 200 5 | the time is \"22.11.2026\", expected one such as 22/Nov/2026:09:00:00 +0000",
        "h - - [22/Nov/2026:09:00:00 +0000] \"\\x16\\x03\" 400 5 | the request is \"\\x16\\x03\", expected one such as GET /chat HTTP/1.1",
        "h - - [22/Nov/2026:09:00:00 +0000] \"GET /a b?key=secret HTTP/1.1\" 400 5 | the request is \"GET /a b?…\", expected",
        "h - - [22/Nov/2026:09:00:00 +0000] \"GET / HTTP/1.1\" 3000000000 5 | the status is \"3000000000\", expected a whole number",
        "h - - [22/Nov/2026:09:00:00 +0000] \"GET / HTTP/1.1\" OK 5 | the status is \"OK\", expected a whole number",
        "h - - [22/Nov/2026:09:00:00 +0000] \"GET / HTTP/1.1\" 1000 5 | status_code is 1000",
        "h - - [22/Nov/2026:09:00:00 +0000] \"GET / HTTP/1.1\" 200 | expected the bytes sent, or - at column",
      })
  void otherLines_areRefusedWithWhatWasExpectedWhere(String line, String reason) {
    assertThatThrownBy(() -> read(line, null))
        .isInstanceOf(EntryLineException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void missingResponseTime_isTold() {
    assertThatThrownBy(() -> read(COMMON + " \"-\" \"-\"", DurationUnit.s))
        .hasMessage("no response time at the end of the line");
  }
}
