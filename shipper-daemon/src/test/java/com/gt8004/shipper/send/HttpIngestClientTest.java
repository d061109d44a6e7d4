package com.gt8004.shipper.send;

import static com.gt8004.shipper.send.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.shipper.batch.Batch;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real client against a real socket, with waits a hundred times shorter than in production. */
@Timeout(30)
class HttpIngestClientTest {
  private static final ApiKey KEY = ApiKey.parse("gt8004_sk_secret");
  private static final String OK = "{\"accepted\":2,\"duplicates\":0,\"rejected\":[]}";
  private static final Duration CALL = Duration.ofMillis(600);

  private final Batch batch = OutcomeTableTest.batch(0, 2);
  private ScriptedServer server;
  private IngestClient client;

  @BeforeEach
  void setUp() throws Exception {
    server = new ScriptedServer();
    server.always(reply(200, "application/json", OK));
    client = client(server.url());
  }

  @AfterEach
  void tearDown() throws Exception {
    client.close();
    server.close();
  }

  @Test
  void request_isWhatTheProtocolSays() throws Exception {
    assertThat(send().outcome()).isInstanceOf(SendOutcome.Settled.class);
    String request = server.requests.get(0);
    assertThat(request)
        .startsWith("POST /v1/ingest HTTP/1.1\r\n")
        .contains(
            "Authorization: Bearer gt8004_sk_secret\r\n", "Content-Type: application/json\r\n")
        .contains("Content-Length: " + batch.length() + "\r\n")
        .doesNotContain("Content-Encoding", "Accept-Encoding", "Expect", "Upgrade")
        .endsWith("\r\n\r\n{\"agent_id\":\"my-agent\","
            + request.substring(request.indexOf("\"sdk_version\"")));
  }

  @Test
  void transientFailures_areTriedThreeTimesAsOneBatch() throws Exception {
    server.then(reply(503, "text/plain", "busy"), ScriptedServer.reset());
    SendResult result = send();
    assertThat(result.outcome()).isInstanceOf(SendOutcome.Settled.class);
    assertThat(result.attempts()).isEqualTo(3);
    assertThat(server.requests).hasSize(3).allMatch(request -> request.endsWith("]}"));
  }

  @Test
  void usedUpAttempts_areOneTransientOutcome() throws Exception {
    server.always(reply(500, "text/plain", "no"));
    SendResult result = send();
    assertThat(result.outcome()).isInstanceOf(SendOutcome.Transient.class);
    assertThat(result.attempts()).isEqualTo(3);
  }

  @Test
  void refusals_areNotRetried() throws Exception {
    for (int status : List.of(400, 401, 404, 413, 422, 302)) {
      server.then(reply(status, "text/plain", "no", "Location: " + server.url()));
      assertThat(send().attempts()).as("status %d", status).isEqualTo(1);
    }
    assertThat(server.requests).as("redirects are not followed").hasSize(6);
  }

  @Test
  void html_isNoIngest() throws Exception {
    server.always(reply(200, "text/html", "<html>hello</html>"));
    assertThat(((SendOutcome.ConfigFault) send().outcome()).fault()).isEqualTo(Fault.NOT_INGEST);
  }

  @Test
  void halfReply_isTransient() throws Exception {
    server.always(ScriptedServer.raw(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"acc"));
    assertThat(send().outcome()).isInstanceOf(SendOutcome.Transient.class);
  }

  @Test
  void garbledReply_isTransient() throws Exception {
    server.always(ScriptedServer.raw("\u0001\u0002 what is HTTP?\r\n\r\n"));
    assertThat(send().outcome()).isInstanceOf(SendOutcome.Transient.class);
  }

  @Test
  void tricklingReply_endsWithTheCallTimeout() throws Exception {
    client.close();
    client = client(server.url(), 1);
    server.always(ScriptedServer.trickle());
    assertThat(((SendOutcome.Transient) send().outcome()).cause()).contains("within 600 ms");
  }

  @Test
  void endlessReply_isCutAndTransient() throws Exception {
    client.close();
    client = client(server.url(), 1);
    server.always(ScriptedServer.endless());
    assertThat(((SendOutcome.Transient) send().outcome()).cause())
        .contains("more than 1048576 bytes");
  }

  @Test
  void closedPort_opensTheBreakerAfterThreeBatches() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    client.close();
    client = client("http://127.0.0.1:" + port + "/v1/ingest");
    for (int i = 0; i < 3; i++) {
      assertThat(client.breaker().state()).isEqualTo(Breaker.State.CLOSED);
      assertThat(send().outcome()).isInstanceOf(SendOutcome.Transient.class);
    }
    assertThat(client.breaker().state()).isEqualTo(Breaker.State.OPEN);
    SendResult refused = send();
    assertThat(refused.outcome()).isInstanceOf(SendOutcome.BreakerOpen.class);
    assertThat(refused.attempts()).isZero();
  }

  @Test
  void breaker_letsOneProbeThroughAndClosesWhenItPasses() throws Exception {
    server.always(reply(503, "text/plain", "busy"));
    for (int i = 0; i < 3; i++) {
      send();
    }
    int asked = server.requests.size();
    assertThat(asked).isEqualTo(9);
    server.always(reply(200, "application/json", OK));
    awaitHalfOpen();
    assertThat(send().outcome()).isInstanceOf(SendOutcome.Settled.class);
    assertThat(client.breaker().state()).isEqualTo(Breaker.State.CLOSED);
    assertThat(server.requests).hasSize(asked + 1);
  }

  @Test
  void breaker_opensAgainAfterOneProbeThatFails() throws Exception {
    server.always(reply(503, "text/plain", "busy"));
    for (int i = 0; i < 3; i++) {
      send();
    }
    int asked = server.requests.size();
    awaitHalfOpen();
    assertThat(send().outcome()).isInstanceOf(SendOutcome.Transient.class);
    assertThat(client.breaker().state()).isEqualTo(Breaker.State.OPEN);
    assertThat(server.requests).as("one batch").hasSize(asked + 3);
  }

  @Test
  void serverThatAsksForPatience_isNotAskedAgainHereAndOpensNoBreaker() throws Exception {
    server.always(reply(503, "text/plain", "busy", "Retry-After: 5"));
    for (int i = 1; i <= 4; i++) {
      SendResult result = send();
      assertThat(result.attempts()).isEqualTo(1);
      assertThat(((SendOutcome.Transient) result.outcome()).retryAfter())
          .isEqualTo(Duration.ofSeconds(5));
      assertThat(client.breaker().state()).isEqualTo(Breaker.State.CLOSED);
      assertThat(server.requests).hasSize(i);
    }
  }

  @Test
  void configurationFaults_doNotOpenTheBreaker() throws Exception {
    server.always(reply(401, "text/plain", "no"));
    for (int i = 0; i < 5; i++) {
      send();
    }
    assertThat(client.breaker().state()).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void retryAfter_isWaitedForBeforeTheNextAttempt() throws Exception {
    server.then(reply(429, "text/plain", "busy", "Retry-After: 1"));
    long begun = System.nanoTime();
    assertThat(send().attempts()).isEqualTo(2);
    assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void cancel_endsAWaitAndARequest() throws Exception {
    server.always(reply(503, "text/plain", "busy", "Retry-After: 4"));
    CompletableFuture<SendResult> waiting = client.send(batch, KEY);
    awaitRequests(1);
    waiting.cancel(true);
    server.always(ScriptedServer.trickle());
    CompletableFuture<SendResult> underWay = client.send(batch, KEY);
    awaitRequests(2);
    underWay.cancel(true);
    assertThat(underWay).isCancelled();
    server.always(reply(200, "application/json", OK));
    assertThat(send().outcome()).isInstanceOf(SendOutcome.Settled.class);
  }

  @Test
  void serverThatRestarted_isReachedOnANewConnection() throws Exception {
    send();
    server.then(ScriptedServer.raw(""));
    assertThat(send().outcome()).isInstanceOf(SendOutcome.Settled.class);
  }

  @Test
  void keyOverPlainHttpToAnotherHost_isRefused() {
    assertThatThrownBy(() -> client("http://192.0.2.1/v1/ingest"))
        .hasMessageContaining("unencrypted")
        .hasMessageContaining("allow_plain_http");
    assertThat(PlainHttp.problemOf(URI.create("http://192.0.2.1/"), true)).isNull();
    assertThat(PlainHttp.problemOf(URI.create("https://192.0.2.1/"), false)).isNull();
    assertThat(PlainHttp.problemOf(URI.create("http://localhost:9093/"), false)).isNull();
    assertThat(PlainHttp.problemOf(URI.create("http://[::1]:9093/"), false)).isNull();
    assertThat(PlainHttp.problemOf(URI.create("http://localhost.evil.test/"), false))
        .isNotNull();
    assertThat(PlainHttp.problemOf(URI.create("ftp://localhost/"), false)).isNotNull();
    assertThat(PlainHttp.problemOf(URI.create("http://u:p@localhost/"), false)).isNotNull();
  }

  private SendResult send() throws Exception {
    return client.send(batch, KEY).get(20, TimeUnit.SECONDS);
  }

  private void awaitHalfOpen() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (client.breaker().state() == Breaker.State.OPEN && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(client.breaker().state()).isEqualTo(Breaker.State.HALF_OPEN);
  }

  private void awaitRequests(int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (server.requests.size() < count && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(server.requests).hasSizeGreaterThanOrEqualTo(count);
  }

  private static IngestClient client(String url) {
    return client(url, 3);
  }

  private static IngestClient client(String url, int attempts) {
    return IngestClient.overHttp(new SendPolicy(
        URI.create(url),
        Profile.AUTO,
        false,
        Duration.ofMillis(500),
        CALL,
        attempts,
        List.of(Duration.ofMillis(10), Duration.ofMillis(20)),
        3,
        Duration.ofMillis(300),
        true));
  }
}
