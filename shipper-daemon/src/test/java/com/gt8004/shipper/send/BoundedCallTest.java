package com.gt8004.shipper.send;

import static com.gt8004.shipper.send.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.batch.Batch;
import com.gt8004.shipper.batch.RequestBody;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a server does, the call ends in time, is transient, and gives its thread back. */
@Timeout(30)
class BoundedCallTest {
  private static final ApiKey KEY = ApiKey.parse("gt8004_sk_secret");
  private static final Duration CALL = Duration.ofMillis(500);

  /** Late by a crowded machine, but far from what an unbounded call would take. */
  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(8);

  private final Batch batch = OutcomeTableTest.batch(0, 2);
  private ScriptedServer server;

  @BeforeEach
  void setUp() throws Exception {
    server = new ScriptedServer();
  }

  @AfterEach
  void tearDown() throws Exception {
    server.close();
  }

  @Test
  void silence_endsWithTheCall() throws Exception {
    server.always((out, connection) -> LockSupport.park());
    assertThat(causeAt(server.url(), batch)).contains("within 500 ms");
  }

  @Test
  void headThatTrickles_endsWithTheCall() throws Exception {
    server.always(drip("HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(9_999)));
    assertThat(causeAt(server.url(), batch)).contains("within 500 ms");
  }

  @Test
  void floodOfInterimReplies_endsWithTheCall() throws Exception {
    server.always(flood("", "HTTP/1.1 100 Continue\r\n\r\n"));
    assertThat(causeAt(server.url(), batch)).contains("within 500 ms");
  }

  @Test
  void floodOfHeaders_isCutOff() throws Exception {
    server.always(flood("HTTP/1.1 200 OK\r\n", "X-Header: value\r\n"));
    assertThat(causeAt(server.url(), batch)).contains("header count");
  }

  @Test
  void headerWithoutEnd_isCutOff() throws Exception {
    server.always(flood("HTTP/1.1 200 OK\r\nX-Long: ", "x".repeat(8_192)));
    assertThat(causeAt(server.url(), batch)).contains("line length");
  }

  @Test
  void statusLineWithoutEnd_isCutOff() throws Exception {
    server.always(flood("HTTP/1.1 200 ", "x".repeat(8_192)));
    assertThat(causeAt(server.url(), batch)).contains("line length");
  }

  @Test
  void chunkSizeWithoutEnd_isCutOff() throws Exception {
    server.always(
        flood("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", "x".repeat(8_192)));
    assertThat(causeAt(server.url(), batch)).isNotEmpty();
  }

  @Test
  void trailersWithoutEnd_areCutOff() throws Exception {
    server.always(flood(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n",
        "X-Trailer: value\r\n"));
    assertThat(causeAt(server.url(), batch)).isNotEmpty();
  }

  /** Else a thread hangs in a write for as long as the server keeps the connection open. */
  @Test
  void serverThatDoesNotRead_endsTheWriteWithTheCall() throws Exception {
    try (DeafServer deaf = new DeafServer()) {
      assertThat(causeAt("http://127.0.0.1:" + deaf.port() + "/v1/ingest", new LargeBody()))
          .contains("within 500 ms");
    }
  }

  @Test
  void handshakeThatNeverComes_endsWithTheCall() throws Exception {
    try (DeafServer deaf = new DeafServer()) {
      assertThat(causeAt("https://127.0.0.1:" + deaf.port() + "/v1/ingest", batch))
          .contains("within 500 ms");
    }
  }

  @Test
  void handshakeThatBreaksOff_isTransient() throws Exception {
    try (ServerSocket hangsUp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      accept(hangsUp, Socket::close);
      assertThat(causeAt("https://127.0.0.1:" + hangsUp.getLocalPort() + "/v1/ingest", batch))
          .contains("broke off");
    }
  }

  @Test
  void plainServerBehindHttps_isTransient() throws Exception {
    server.always(reply(200, "text/plain", ""));
    // Reads the client's hello as the head of a request, and has nothing to say to it.
    assertThat(causeAt(server.url().replace("http:", "https:"), batch)).isNotEmpty();
  }

  /** Such servers refuse what is too large; nobody would ever know, and the batch never be halved. */
  @Test
  void answerOfAServerThatHangsUpBeforeItHasRead_isHeard() throws Exception {
    String answer = "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n";
    try (ServerSocket hasty = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      accept(hasty, connection -> {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
          head.append((char) connection.getInputStream().read());
        }
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        connection.close();
      });
      String url = "http://127.0.0.1:" + hasty.getLocalPort() + "/v1/ingest";
      for (RequestBody body : List.of(OutcomeTableTest.batch(0, 5_000), new LargeBody())) {
        try (IngestClient client = client(url, Duration.ofSeconds(10), 1)) {
          assertThat(client.send(body, KEY).get(20, TimeUnit.SECONDS).outcome())
              .isInstanceOf(SendOutcome.TooLarge.class);
        }
      }
    }
  }

  @Test
  void unknownHost_isTransientUntilItIsKnown() throws Exception {
    boolean[] known = {false};
    DnsResolver names = new DnsResolver() {
      @Override
      public InetAddress[] resolve(String host) throws UnknownHostException {
        if (!known[0]) {
          throw new UnknownHostException(host + ": Temporary failure in name resolution");
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
      }

      @Override
      public String resolveCanonicalHostname(String host) {
        return host;
      }
    };
    String url = server.url().replace("127.0.0.1", "ingest.test");
    try (IngestClient client = new HttpIngestClient(policy(url, 1), EpochClock.system(), names)) {
      SendOutcome outcome = client.send(batch, KEY).get(20, TimeUnit.SECONDS).outcome();
      assertThat(((SendOutcome.Transient) outcome).cause()).contains("host ingest.test is unknown");
      known[0] = true;
      server.always(reply(200, "application/json", "{\"accepted\":2}"));
      assertThat(client.send(batch, KEY).get(20, TimeUnit.SECONDS).outcome())
          .isInstanceOf(SendOutcome.Settled.class);
    }
  }

  @Test
  void cancel_endsAWriteAtOnceAndWithoutBlocking() throws Exception {
    try (DeafServer deaf = new DeafServer();
        IngestClient client =
            client("http://127.0.0.1:" + deaf.port() + "/v1/ingest", Duration.ofMinutes(5), 1)) {
      CompletableFuture<SendResult> sending = client.send(new LargeBody(), KEY);
      deaf.awaitConnection();
      long begun = System.nanoTime();
      sending.cancel(true);
      awaitNoThreadSends();
      assertThat(System.nanoTime() - begun).isLessThan(LATE_NANOS);
    }
  }

  /** What the transient outcome says, after one attempt that ended in time and left no thread behind. */
  private static String causeAt(String url, RequestBody body) throws Exception {
    try (IngestClient client = client(url, CALL, 1)) {
      long begun = System.nanoTime();
      SendResult result = client.send(body, KEY).get(20, TimeUnit.SECONDS);
      assertThat(System.nanoTime() - begun).isLessThan(LATE_NANOS);
      assertThat(result.outcome()).isInstanceOf(SendOutcome.Transient.class);
      awaitNoThreadSends();
      return ((SendOutcome.Transient) result.outcome()).cause();
    }
  }

  /** No sender is inside a request any more: those that are left wait for work. */
  private static void awaitNoThreadSends() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (sends() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(sends()).as("a thread is still in a request").isFalse();
  }

  private static boolean sends() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith("gt8004-send-")
            && !thread.getKey().getName().contains("timer"))
        .flatMap(thread -> java.util.Arrays.stream(thread.getValue()))
        .anyMatch(frame -> frame.getClassName().equals(HttpExchange.class.getName()));
  }

  private static ScriptedServer.Act drip(String text) {
    return (out, connection) -> {
      for (byte one : text.getBytes(StandardCharsets.US_ASCII)) {
        out.write(one);
        out.flush();
        LockSupport.parkNanos(20_000_000);
      }
    };
  }

  private static ScriptedServer.Act flood(String start, String forEver) {
    return (out, connection) -> {
      out.write(start.getBytes(StandardCharsets.US_ASCII));
      byte[] again = forEver.getBytes(StandardCharsets.US_ASCII);
      while (!connection.isClosed()) {
        out.write(again);
      }
    };
  }

  private static IngestClient client(String url, Duration call, int attempts) {
    SendPolicy policy = policy(url, attempts);
    return new HttpIngestClient(
        new SendPolicy(
            policy.url(),
            Profile.AUTO,
            true,
            policy.connectTimeout(),
            call,
            attempts,
            policy.waits(),
            3,
            policy.breakerOpen(),
            true),
        EpochClock.system(),
        SystemDefaultDnsResolver.INSTANCE);
  }

  private static SendPolicy policy(String url, int attempts) {
    return new SendPolicy(
        URI.create(url),
        Profile.AUTO,
        true,
        Duration.ofMillis(500),
        Duration.ofSeconds(10),
        attempts,
        List.of(Duration.ofMillis(1)),
        3,
        Duration.ofMillis(300),
        true);
  }

  private interface Serving {
    void on(Socket connection) throws IOException;
  }

  private static void accept(ServerSocket server, Serving serving) {
    Thread thread = new Thread(() -> {
      while (!server.isClosed()) {
        try {
          serving.on(server.accept());
        } catch (IOException goneOrClosed) {
          continue;
        }
      }
    });
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes connections and never reads from them. */
  private static final class DeafServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());

    DeafServer() throws IOException {
      accept(socket, open::add);
    }

    int port() {
      return socket.getLocalPort();
    }

    void awaitConnection() {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (open.isEmpty() && System.nanoTime() < deadline) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(open).isNotEmpty();
    }

    @Override
    public void close() throws IOException {
      socket.close();
      synchronized (open) {
        for (Socket connection : open) {
          connection.close();
        }
      }
    }
  }
}
