package com.gt8004.cli.where;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhereTest {
  private static final String ENTRY = """
      {"request_id":"r-1","method":"POST","path":"/chat/it's","status_code":503,\
      "response_ms":142.50,"timestamp":"2026-11-22T03:00:00.5Z","tool_name":"search",\
      "customer_id":"안녕","x402_amount":0.05,"headers":{"X-Trace":"abc"},"error_type":null}\
      """;

  private static boolean matches(String filter) {
    return Where.parse(filter).matches(ENTRY.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "status_code>=500 and tool_name=search | true",
        "status_code >= 500 AND tool_name = 'search' | true",
        "status_code<500 or tool_name=search | true",
        "status_code<500 or tool_name=other | false",
        "status_code=503.0 | true",
        "status_code!=503 | false",
        "status_code>503 | false",
        "status_code<=503 | true",
        "response_ms<142.6 and response_ms>142.4 | true",
        "response_ms=9 | false",
        "response_ms>9 | true",
        "x402_amount=0.050 | true",
        "tool_name~EAR | true",
        "tool_name=Search | false",
        "tool_name>=sea and tool_name<seb | true",
        "path='/chat/it''s' | true",
        "path=\"/chat/it's\" | true",
        "path=/chat | false",
        "path~/chat | true",
        "customer_id=안녕 | true",
        "not status_code=503 | false",
        "not not status_code=503 | true",
        "not (status_code=503 and tool_name=other) | true",
        "method=GET and status_code=1 or tool_name=search | true",
        "method=GET and (status_code=1 or tool_name=search) | false",
        "tool_name=search or method=GET and status_code=1 | true",
        "error_type=null | true",
        "tool_name=null | false",
        "tool_name!=null | true",
        "error_type=timeout | false",
        "error_type!=timeout | true",
        "error_type<timeout | false",
        "error_type~time | false",
        "tool_name='null' | false",
        "headers~x-trace | true",
        "headers!=null | true",
        "timestamp>=2026-11-22T03:00:00Z | true",
        "timestamp<2026-11-22T12:00:00+09:00 | false",
        "timestamp~2026-11 | true",
        "status_code~50 | true",
      })
  void filter_decides(String filter, boolean wanted) {
    assertThat(matches(filter)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | column 1: expected a field, such as status_code, not the end",
        "status_code | column 12: expected one of =, !=, <, <=, >, >=, ~ after status_code, not the end",
        "status_code>= | column 14: expected a value after >=, not the end",
        "status_code => 1 | column 13: expected one of =, !=, <, <=, >, >=, ~ after status_code, not \"=>\"",
        "status_code>=abc | column 14: status_code is a number, such as 500 or 1.5; \"abc\" is none",
        "status_code>=1e9 | column 14: status_code is a number",
        "method=GET tool_name=a | column 12: expected and, or or the end, not \"tool_name\"",
        "method=GET and | column 15: expected a field, such as status_code, not the end",
        "method=GET and tol_name=a | column 16: no field \"tol_name\"; did you mean tool_name?",
        "statusCode=1 | column 1: no field \"statusCode\"; did you mean status_code?",
        "nonsense=1 | column 1: no field \"nonsense\"; there are request_id, method,",
        "(method=GET | column 12: the ( at column 1 is not closed before the end",
        "method=GET) | column 11: this ) closes nothing",
        "path='/a | column 6: the text that begins here has no closing '",
        "안='a' | column 1: no field",
        "customer_id=안녕 or 'x'=1 | column 19: expected a field, such as status_code, not \"x\"",
        "headers=a | column 9: headers can only be searched: headers~word",
        "timestamp>yesterday | column 11: timestamp is a time with its offset",
        "tool_name<null | column 11: null goes with = and != only",
        "and=1 | column 1: expected a field",
      })
  void mistake_isToldWithItsColumn(String filter, String message) {
    assertThatThrownBy(() -> Where.parse(filter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void limits_hold() {
    assertThatThrownBy(() -> Where.parse("path=" + "a".repeat(4_096)))
        .hasMessage("the filter has 4101 characters, allowed are 4096");
    assertThatThrownBy(() -> Where.parse("(".repeat(2_000)))
        .hasMessageStartingWith("column 101: nested more than 100 deep");
    assertThat(matches("(".repeat(99) + "method=POST" + ")".repeat(99))).isTrue();
  }

  @Test
  void payload_thatIsNoObject_isNotWanted() {
    Where all = Where.parse("not method=GET");
    assertThat(all.matches("[1]".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(all.matches("{\"method\":".getBytes(StandardCharsets.UTF_8))).isFalse();
    byte[] framed = "xx{\"method\":\"POST\"}yy".getBytes(StandardCharsets.UTF_8);
    assertThat(all.matches(framed, 2, framed.length - 4)).isTrue();
  }

  @Test
  void filter_isToldAsItWasWritten() {
    assertThat(Where.parse(" method = GET ")).hasToString(" method = GET ");
  }

  /** Whatever is typed, it is a filter or an error with words; seeded, so that a failure comes again. */
  @Test
  void anything_isAFilterOrAToldMistake() {
    String[] pieces = {
      "status_code",
      "tool_name",
      "timestamp",
      "headers",
      "=",
      "!=",
      "<",
      ">=",
      "~",
      "!",
      "and",
      "or",
      "not",
      "null",
      "(",
      ")",
      "'",
      "\"",
      "''",
      " ",
      "500",
      "-1.5",
      "search",
      "\u0000",
      "안",
      "\ud800",
      "2026-11-22T03:00:00Z",
      "999999999999999999999999999999999999999999999",
      "\n"
    };
    Random random = new Random(20261122);
    byte[] entry = ENTRY.getBytes(StandardCharsets.UTF_8);
    int rounds = 4_000;
    int filters = 0;
    for (int round = 0; round < rounds; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      try {
        Where where = Where.parse(text.toString());
        boolean wanted = where.matches(entry);
        assertThat(Where.parse("not (" + where + ")").matches(entry)).isEqualTo(!wanted);
        filters++;
      } catch (IllegalArgumentException told) {
        assertThat(told).hasMessageStartingWith("column ");
      }
    }
    assertThat(filters).isPositive();
  }
}
