package com.gt8004.analytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.ingest.EntryReader.Ping;
import com.gt8004.analytics.ingest.EntryReader.Refusal;
import com.gt8004.analytics.ingest.EntryReader.Row;
import com.gt8004.analytics.store.LogColumn;
import com.gt8004.analytics.store.LogRow;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryReaderTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final String JOURNAL = "01934a7e-5c00-7000-8000-000000000001";

  private static ObjectNode entry() throws Exception {
    return (ObjectNode) JSON.readTree("""
            {"entry_id": "%s:7", "request_id": "r-1", "method": "GET", "path": "/", "status_code": 200,
             "response_ms": 1.5, "timestamp": "2026-11-22T09:00:00Z"}
            """.formatted(JOURNAL));
  }

  private static ObjectNode entryWith(String field, String json) throws Exception {
    ObjectNode entry = entry();
    entry.set(field, JSON.readTree(json));
    return entry;
  }

  private static LogRow row(ObjectNode entry) {
    EntryReader.Outcome outcome = EntryReader.read(entry);
    assertThat(outcome).isInstanceOf(Row.class);
    return ((Row) outcome).row();
  }

  private static Refusal refusal(ObjectNode entry) {
    EntryReader.Outcome outcome = EntryReader.read(entry);
    assertThat(outcome).isInstanceOf(Refusal.class);
    return (Refusal) outcome;
  }

  @Test
  void read_takesOurEntryIdApart() throws Exception {
    LogRow row = row(entry());
    assertThat(row.get(LogColumn.JOURNAL_ID)).isEqualTo(UUID.fromString(JOURNAL));
    assertThat(row.get(LogColumn.SEQUENCE)).isEqualTo(7L);
    assertThat(row.get(LogColumn.FOREIGN_ENTRY_ID)).isNull();
    assertThat(row.entryId()).isEqualTo(JOURNAL + ":7");
  }

  @ParameterizedTest
  @CsvSource({
    "my:7",
    "01934a7e-5c00-7000-8000-000000000001:07",
    "01934a7e-5c00-7000-8000-000000000001:-1",
    "01934a7e-5c00-7000-8000-000000000001:9999999999999999999"
  })
  void read_keepsAnyOtherEntryIdAsItIs(String id) throws Exception {
    LogRow row = row(entry().put("entry_id", id));
    assertThat(row.get(LogColumn.JOURNAL_ID)).isNull();
    assertThat(row.get(LogColumn.FOREIGN_ENTRY_ID)).isEqualTo(id);
  }

  @Test
  void read_letsTheRequestIdServeWhereThereIsNoEntryId() throws Exception {
    ObjectNode entry = entry();
    entry.remove("entry_id");
    assertThat(row(entry).entryId()).isEqualTo("r-1");
  }

  @ParameterizedTest
  @CsvSource({"request_id", "method", "path", "status_code", "response_ms"})
  void read_refusesAnEntryWithoutARequiredField(String field) throws Exception {
    ObjectNode entry = entry();
    entry.remove(field);
    Refusal refusal = refusal(entry);
    assertThat(refusal.error()).isEqualTo(field + " is required and is missing");
    assertThat(refusal.entryId()).isEqualTo(JOURNAL + ":7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status_code | \"200 OK\" | status_code must be a whole number, not the text \"200 OK\"",
        "status_code | 200.5 | status_code must be a whole number, not the number 200.5",
        "status_code | 1000 | status_code is the number 1000, allowed are 0 to 999",
        "response_ms | \"12\" | response_ms must be a number, not the text \"12\"",
        "response_ms | -0.1 | response_ms is the number -0.1, allowed are numbers from 0 with at most 8 digits before the point",
        "response_ms | 86400000.1 | response_ms is 86400000.1, allowed are 0 to 86400000",
        "response_ms | 1E+1000000000 | response_ms is out of all proportion, allowed are numbers from 0 with at most 8 digits before the point",
        "method | {} | method must be text, not an object",
        "path | [] | path must be text, not an array",
        "headers | \"a\" | headers must be an object, not the text \"a\"",
        "request_body_size | -1 | request_body_size is the number -1, allowed are 0 to 9223372036854775807",
        "x402_amount | \"much\" | x402_amount must be a number, not the text \"much\"",
        "x402_amount | -1 | x402_amount is the number -1, allowed are numbers from 0 with at most 20 digits before the point",
        "timestamp | 1732266000 | timestamp must be text, not the number 1732266000",
      })
  void read_refusesAWrongValueNamingFieldValueAndLimit(String field, String json, String error)
      throws Exception {
    assertThat(refusal(entryWith(field, json)).error()).isEqualTo(error);
  }

  @ParameterizedTest
  @CsvSource({
    "request_id,128",
    "entry_id,128",
    "customer_id,128",
    "x402_tx_hash,128",
    "x402_payer,128"
  })
  void read_refusesANameThatIsTooLongAndTakesTheLongestAllowed(String field, int max)
      throws Exception {
    assertThat(refusal(entry().put(field, "x".repeat(max + 1))).error())
        .isEqualTo(field + " has " + (max + 1) + " characters, at most " + max + " are allowed");
    row(entry().put(field, "x".repeat(max)));
  }

  @ParameterizedTest
  @CsvSource({
    "method,32",
    "path,2048",
    "tool_name,128",
    "error_type,128",
    "x402_token,64",
    "user_agent,1024"
  })
  void read_cutsADescriptionThatIsTooLongBetweenCharacters(String field, int max) throws Exception {
    LogColumn column = LogColumn.valueOf(field.toUpperCase(Locale.ROOT));
    String emoji = "\uD83D\uDE00";
    assertThat(row(entry().put(field, emoji.repeat(max + 1))).get(column))
        .isEqualTo(emoji.repeat(max));
  }

  @Test
  void read_removesWhatPostgresCannotHold() throws Exception {
    LogRow row = row(entryWith("headers", "{\"a\\u0000b\": \"c\\u0000\\ud800d\"}")
        .put("path", "/\u0000a\uDC00"));
    assertThat(row.get(LogColumn.PATH)).isEqualTo("/a\uFFFD");
    assertThat(row.get(LogColumn.HEADERS)).isEqualTo("{\"ab\":\"c\uFFFDd\"}");
  }

  @Test
  void read_refusesARequiredFieldThatIsOnlyNul() throws Exception {
    assertThat(refusal(entry().put("path", "\u0000")).error())
        .isEqualTo("path is required and is missing");
  }

  @Test
  void read_keepsAmountsExactlyAsNumberAndAsText() throws Exception {
    assertThat(row(entryWith("x402_amount", "0.100000000000000001")).get(LogColumn.X402_AMOUNT))
        .isEqualTo(new BigDecimal("0.100000000000000001"));
    assertThat(row(entryWith("x402_amount", "\"0.05\"")).get(LogColumn.X402_AMOUNT))
        .isEqualTo(new BigDecimal("0.05"));
  }

  @Test
  void read_findsTheCustomerInHeadersThenBodyThenAddress() throws Exception {
    ObjectNode entry = entry().put("ip_address", "203.0.113.9");
    assertThat(row(entry).get(LogColumn.CUSTOMER_ID)).isEqualTo("203.0.113.9");
    entry.put("request_body", "{\"customerId\": 42}");
    assertThat(row(entry).get(LogColumn.CUSTOMER_ID)).isEqualTo("42");
    entry.put("request_body", "{\"customer_id\": \"from-body\", ");
    assertThat(row(entry).get(LogColumn.CUSTOMER_ID)).isEqualTo("203.0.113.9");
    entry.put("request_body", "{\"customer_id\": \"from-body\"}");
    assertThat(row(entry).get(LogColumn.CUSTOMER_ID)).isEqualTo("from-body");
    entry.putObject("headers").put("X-CUSTOMER-id", "from-header");
    assertThat(row(entry).get(LogColumn.CUSTOMER_ID)).isEqualTo("from-header");
    entry.put("customer_id", "said");
    assertThat(row(entry).get(LogColumn.CUSTOMER_ID)).isEqualTo("said");
  }

  @Test
  void read_takesCamelCaseNamesAndPrefersSnakeCase() throws Exception {
    ObjectNode entry = (ObjectNode) JSON.readTree("""
        {"requestId": "r", "method": "GET", "path": "/", "statusCode": 201, "responseMs": 2, "x402TxHash": "0xab",
         "toolName": "camel", "tool_name": "snake"}
        """);
    LogRow row = row(entry);
    assertThat(row.get(LogColumn.STATUS_CODE)).isEqualTo(201);
    assertThat(row.get(LogColumn.X402_TX_HASH)).isEqualTo("0xab");
    assertThat(row.get(LogColumn.TOOL_NAME)).isEqualTo("snake");
  }

  @Test
  void read_knowsAPingAndStrangeElements() throws Exception {
    assertThat(EntryReader.read(entry().put("source", "sdk_ping"))).isInstanceOf(Ping.class);
    assertThat(EntryReader.read(JSON.readTree("17")))
        .isEqualTo(new Refusal(null, "an entry must be an object"));
    assertThat(EntryReader.read(JSON.readTree("null"))).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @CsvSource({"mcp,mcp", "a2a,a2a", "http,http", "gopher,http"})
  void read_storesAnUnknownProtocolAsHttp(String sent, String stored) throws Exception {
    assertThat(row(entry().put("protocol", sent)).get(LogColumn.PROTOCOL)).isEqualTo(stored);
    assertThat(row(entry()).get(LogColumn.PROTOCOL)).isNull();
  }
}
