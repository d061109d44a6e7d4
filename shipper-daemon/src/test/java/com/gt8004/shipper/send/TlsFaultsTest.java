package com.gt8004.shipper.send;

import static com.gt8004.shipper.send.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.batch.Batch;
import com.gt8004.shipper.batch.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that do not fit, and connections that die inside TLS. */
@Timeout(60)
class TlsFaultsTest {
  private static final ApiKey KEY = ApiKey.parse("gt8004_sk_secret");
  private static final String PASSWORD = "changeit";
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";

  @TempDir
  static Path folder;

  private final Batch batch = OutcomeTableTest.batch(0, 2);

  @BeforeAll
  static void makeKeyStores() throws Exception {
    Path valid = folder.resolve("valid.p12");
    keytool(
        valid,
        "-genkeypair -alias a -keyalg EC -dname CN=localhost -validity 2 -ext SAN=dns:localhost,ip:127.0.0.1");
    Path expired = Files.copy(valid, folder.resolve("expired.p12"));
    keytool(
        expired,
        "-selfcert -alias a -startdate -3d -validity 1 -ext SAN=dns:localhost,ip:127.0.0.1");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("a", load(valid).getCertificate("a"));
    try (OutputStream out = Files.newOutputStream(folder.resolve("trusted.p12"))) {
      trusted.store(out, PASSWORD.toCharArray());
    }
  }

  private static void keytool(Path store, String arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add("-J-XX:TieredStopAtLevel=1");
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static KeyStore load(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static ServerSocket listening(String keyStore) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(folder.resolve(keyStore)), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void trustNobodyElse() {
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_STORE + "Password");
  }

  /** As the cure says: by this Java's own switch. */
  private static void trust() {
    System.setProperty(TRUST_STORE, folder.resolve("trusted.p12").toString());
    System.setProperty(TRUST_STORE + "Password", PASSWORD);
  }

  @Test
  void certificateThatFits_isAccepted() throws Exception {
    trust();
    assertThat(outcome("valid.p12", "localhost")).isInstanceOf(SendOutcome.Settled.class);
  }

  @Test
  void selfSignedCertificate_isAConfigurationFault() throws Exception {
    assertThat(badCertificate(outcome("valid.p12", "localhost"))).contains("PKIX");
  }

  @Test
  void expiredCertificate_isAConfigurationFault() throws Exception {
    trust();
    assertThat(badCertificate(outcome("expired.p12", "localhost")))
        .contains("validity check failed");
  }

  @Test
  void certificateOfAnotherHost_isAConfigurationFault() throws Exception {
    trust();
    assertThat(badCertificate(outcome("valid.p12", "ingest.test"))).contains("ingest.test");
  }

  @Test
  void connectionThatDiesInTheHandshake_isTransient() throws Exception {
    trust();
    try (ServerSocket server = listening("valid.p12")) {
      serve(server, connection -> {
        connection.getInputStream().read(new byte[1]); // the handshake and a byte of the request
        connection.setSoLinger(true, 0);
        connection.close();
      });
      assertThat(send("localhost", server.getLocalPort(), batch))
          .isInstanceOf(SendOutcome.Transient.class);
    }
  }

  /** Closing a TLS connection politely waits for the write that is to be ended. */
  @Test
  void serverThatDoesNotRead_endsTheWriteWithTheCall() throws Exception {
    trust();
    try (ServerSocket server = listening("valid.p12")) {
      List<Socket> open = new ArrayList<>();
      serve(server, connection -> {
        ((SSLSocket) connection).startHandshake();
        open.add(connection);
      });
      assertThat(send("localhost", server.getLocalPort(), new LargeBody(), Duration.ofSeconds(1)))
          .isInstanceOfSatisfying(SendOutcome.Transient.class, away -> assertThat(away.cause())
              .contains("within 1000 ms"));
      for (Socket connection : open) {
        connection.close();
      }
    }
  }

  private interface Serving {
    void on(Socket connection) throws IOException;
  }

  private static void serve(ServerSocket server, Serving serving) {
    Thread thread = new Thread(() -> {
      while (!server.isClosed()) {
        try {
          serving.on(server.accept());
        } catch (IOException clientIsGone) {
          continue;
        }
      }
    });
    thread.setDaemon(true);
    thread.start();
  }

  private static String badCertificate(SendOutcome outcome) {
    assertThat(outcome).isInstanceOf(SendOutcome.ConfigFault.class);
    SendOutcome.ConfigFault fault = (SendOutcome.ConfigFault) outcome;
    assertThat(fault.fault()).isEqualTo(Fault.BAD_CERTIFICATE);
    assertThat(fault.cure()).contains(TRUST_STORE);
    return fault.cause();
  }

  private SendOutcome outcome(String keyStore, String host) throws Exception {
    try (ServerSocket socket = listening(keyStore);
        ScriptedServer server = new ScriptedServer(socket)) {
      server.always(reply(200, "application/json", "{\"accepted\":2}"));
      return send(host, server.port(), batch);
    }
  }

  private static SendOutcome send(String host, int port, RequestBody body) throws Exception {
    return send(host, port, body, Duration.ofSeconds(10));
  }

  private static SendOutcome send(String host, int port, RequestBody body, Duration call)
      throws Exception {
    SendPolicy policy = new SendPolicy(
        URI.create("https://" + host + ":" + port + "/v1/ingest"),
        Profile.AUTO,
        false,
        Duration.ofSeconds(3),
        call,
        1,
        List.of(Duration.ofMillis(1)),
        3,
        Duration.ofMillis(300),
        true);
    DnsResolver loopback = new DnsResolver() {
      @Override
      public InetAddress[] resolve(String name) {
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
      }

      @Override
      public String resolveCanonicalHostname(String name) {
        return name;
      }
    };
    try (IngestClient client = new HttpIngestClient(policy, EpochClock.system(), loopback)) {
      CompletableFuture<SendResult> sending = client.send(body, KEY);
      return sending.get(20, TimeUnit.SECONDS).outcome();
    }
  }
}
