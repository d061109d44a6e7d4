package com.gt8004.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.analytics.store.Recounts;
import com.gt8004.analytics.testing.TestService;
import com.gt8004.analytics.testing.TestService.Answer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies and requests that attack: the right status, bounded memory, and nothing stored that should not be. */
@Timeout(120)
class HostileIT {
  private static final String GOOD =
      "\"request_id\":\"r\",\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1,"
          + "\"timestamp\":\"2026-11-22T09:00:00Z\"";
  private static final Map<String, String> GZIP = Map.of("Content-Encoding", "gzip");
  private static TestService service;
  private static String key;

  @BeforeAll
  static void start() throws Exception {
    service = TestService.shared();
    key = service.addAgent("hostile-bodies");
  }

  private record Attack(
      String name, byte[] body, Map<String, String> headers, int status, int stored) {}

  private final List<Attack> attacks = new ArrayList<>();

  private void attack(String name, String body, int status) {
    attacks.add(new Attack(name, bytes(body), Map.of(), status, 0));
  }

  private void attack(String name, byte[] body, Map<String, String> headers, int status) {
    attacks.add(new Attack(name, body, headers, status, 0));
  }

  /** One entry with that member besides, or instead of, a good one; so many of it are stored. */
  private void entry(String member, int stored) {
    attacks.add(new Attack(
        member.substring(0, Math.min(60, member.length())),
        bytes("{\"entries\":[{\"entry_id\":\"h" + attacks.size() + "\"," + GOOD + "," + member
            + "}]}"),
        Map.of(),
        200,
        stored));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] plain) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  private void shapes() {
    attack("nothing", "", 400);
    attack("white space", " \n\t ", 400);
    attack("null", "null", 400);
    attack("a number", "1", 400);
    attack("an array", "[]", 400);
    attack("a text", "\"entries\"", 400);
    attack("an empty object", "{}", 400);
    attack("entries null", "{\"entries\":null}", 400);
    attack("entries a text", "{\"entries\":\"x\"}", 400);
    attack("entries an object", "{\"entries\":{}}", 400);
    attack("no entry", "{\"entries\":[]}", 400);
    attack("cut off", "{\"entries\":[{" + GOOD, 400);
    attack("two documents", "{\"entries\":[{" + GOOD + "}]}{}", 400);
    attack("a comma too much", "{\"entries\":[{" + GOOD + "},]}", 400);
    attack("a comment", "{/**/\"entries\":[{" + GOOD + "}]}", 400);
    attack("single quotes", "{'entries':[]}", 400);
    attack("NaN", "{\"entries\":[{" + GOOD + ",\"response_ms\":NaN}]}", 400);
    attack("agent id a number", "{\"agent_id\":1,\"entries\":[{" + GOOD + "}]}", 400);
    attack("another agent", "{\"agent_id\":\"victim\",\"entries\":[{" + GOOD + "}]}", 403);
    attack("nested arrays", "[".repeat(100_000), 400);
    attack("nested in entries", "{\"entries\":[" + "{\"a\":".repeat(50_000), 400);
    attack("nested in an unknown member", "{\"x\":" + "[".repeat(200_000) + "}", 400);
    attack("a long name", "{\"" + "n".repeat(1_000_000) + "\":1}", 400);
    attack(
        "a long number",
        "{\"entries\":[{" + GOOD + ",\"response_ms\":" + "9".repeat(100_000) + "}]}",
        400);
    attack("too many entries", "{\"entries\":[" + "1,".repeat(1_000) + "1]}", 413);
    attack("a large body", "{\"x\":\"" + "x".repeat(9 << 20) + "\"}", 413);
  }

  private void encodings() throws Exception {
    attack("UTF-16", "{\"entries\":[]}".getBytes(StandardCharsets.UTF_16), Map.of(), 400);
    attack("EUC-KR", "{\"a\":\"안녕\"}".getBytes(Charset.forName("EUC-KR")), Map.of(), 400);
    attack(
        "bytes that are no text",
        new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'},
        Map.of(),
        400);
    attack("charset", bytes("{}"), Map.of("Content-Type", "application/json; charset=latin1"), 415);
    attack(
        "a form",
        bytes("entries=1"),
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        415);
    attack(
        "multipart", bytes("--x"), Map.of("Content-Type", "multipart/form-data; boundary=x"), 415);
    attack(
        "XML",
        bytes("<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>"),
        Map.of("Content-Type", "text/xml"),
        415);
    attack("deflate", bytes("{}"), Map.of("Content-Encoding", "deflate"), 415);
    attack("gzip twice", bytes("{}"), Map.of("Content-Encoding", "gzip, gzip"), 415);
    attack("no gzip", bytes("{}"), GZIP, 400);
    attack("half a gzip", Arrays.copyOf(gzip(bytes("{\"entries\":[]}")), 15), GZIP, 400);
    byte[] bomb = gzip(new byte[40 << 20]);
    attack("a bomb", bomb, GZIP, 400);
    byte[] spaces = new byte[24 << 20];
    Arrays.fill(spaces, (byte) ' ');
    attack("a bomb of spaces", gzip(spaces), GZIP, 413);
    attack("a bomb in a bomb", gzip(bomb), GZIP, 400);
  }

  private void fields() {
    String sql = "'); DROP TABLE request_logs; --";
    for (String field : List.of(
        "request_id",
        "method",
        "path",
        "customer_id",
        "tool_name",
        "error_type",
        "x402_tx_hash",
        "x402_token",
        "x402_payer",
        "ip_address",
        "user_agent",
        "referer",
        "content_type",
        "accept_language",
        "protocol",
        "source",
        "request_body",
        "response_body")) {
      entry("\"" + field + "\":\"" + sql + "\"", 1);
    }
    entry("\"headers\":{\"" + sql + "\":\"" + sql + "\"}", 1);
    entry("\"path\":\"<script>alert(1)</script>\"", 1);
    entry("\"tool_name\":\"\\u0000\\ud800\\u202e\"", 1);
    entry("\"status_code\":1e400", 0);
    entry("\"status_code\":-1", 0);
    entry("\"status_code\":200.5", 0);
    entry("\"response_ms\":-0.001", 0);
    entry("\"response_ms\":1e999999999", 0);
    entry("\"response_ms\":\"1\"", 0);
    entry("\"x402_amount\":1e-1000000000", 0);
    entry("\"x402_amount\":\"NaN\"", 0);
    entry("\"x402_amount\":-5", 0);
    entry("\"timestamp\":\"9999999-01-01T00:00:00Z\"", 0);
    entry("\"timestamp\":\"2026-02-30T00:00:00Z\"", 0);
    entry("\"timestamp\":12345", 0);
    entry("\"timestamp\":\"0001-01-01T00:00:00Z\"", 1);
    entry("\"timestamp\":\"9999-12-31T23:59:59Z\"", 1);
    entry("\"request_id\":\"" + "r".repeat(129) + "\"", 0);
    entry("\"customer_id\":{\"$ne\":null}", 0);
    entry("\"headers\":[]", 0);
    entry("\"headers\":{\"a\":\"" + "h".repeat(70_000) + "\"}", 0);
    entry("\"request_body_size\":99999999999999999999", 0);
    entry("\"__proto__\":{\"x\":1},\"constructor\":1", 1);
    entry("\"arrival\":1,\"x402_counted\":true,\"received_at\":\"1970-01-01T00:00:00Z\"", 1);
  }

  @Test
  void attacks_getTheRightStatusAndStoreNothingThatTheyShouldNot() throws Exception {
    shapes();
    encodings();
    fields();
    assertThat(attacks).hasSizeGreaterThan(70);
    long before = service.totals("hostile-bodies").totalRequests();
    int stored = 0;
    for (Attack attack : attacks) {
      Answer answer = service.ingest(key, attack.body(), attack.headers());
      assertThat(answer.status()).as(attack.name()).isEqualTo(attack.status());
      if (attack.status() == 200) {
        assertThat(answer.json().get("accepted").asInt())
            .as("%s: %s", attack.name(), answer.json())
            .isEqualTo(attack.stored());
      } else {
        assertThat(answer.json().get("error").asText()).as(attack.name()).isNotEmpty();
      }
      stored += attack.stored();
    }
    assertThat(service.totals("hostile-bodies").totalRequests() - before).isEqualTo(stored);
    assertThat(service.rows("hostile-bodies")).hasSize(stored);
    assertThat(new Recounts(service.database()).recount("hostile-bodies").changed())
        .isFalse();
    // What came is shown, as text in JSON.
    assertThat(
            service.get("v1/agents/hostile-bodies/logs?limit=200", key).json().get("logs"))
        .hasSize(stored);
    assertThat(service.get("v1/agents/hostile-bodies/analytics", key).status()).isEqualTo(200);
  }

  private static String firstLine(String head, byte[] body) throws Exception {
    URI uri = URI.create(service.url());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write(bytes(head.replace("KEY", key)));
      out.write(body);
      out.flush();
      String line = new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
      return line == null ? "closed" : line;
    }
  }

  @Test
  void requestsBelowHttp_areRefusedOrCutOff() throws Exception {
    String post = "POST /v1/ingest HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\n";
    assertThat(firstLine(post + "Content-Length: 1073741824\r\n\r\n", bytes("{")))
        .contains(" 413 ");
    assertThat(firstLine(post + "Content-Length: -1\r\n\r\n", new byte[0])).contains(" 400 ");
    assertThat(firstLine(
            post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n", bytes("0\r\n\r\n")))
        .contains(" 400 ");
    assertThat(firstLine(post + "Transfer-Encoding: chunked\r\n\r\n", bytes("zz\r\n")))
        .contains(" 400 ");
    assertThat(firstLine(post + "X: " + "x".repeat(20_000) + "\r\n\r\n", new byte[0]))
        .contains(" 431 ");
    assertThat(
            firstLine("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", new byte[0]))
        .contains(" 414 ");
    assertThat(firstLine("nonsense\r\n\r\n", new byte[0])).contains(" 400 ");
  }

  /** Its connection is idle for 30 s before it is cut off. */
  @Test
  @Tag("torture")
  void senderThatNeverEnds_isCutOff() throws Exception {
    String post = "POST /v1/ingest HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\n";
    assertThat(firstLine(post + "Content-Length: 100\r\n\r\n", bytes("{\"entries\": [")))
        .containsAnyOf(" 408 ", "closed");
  }
}
