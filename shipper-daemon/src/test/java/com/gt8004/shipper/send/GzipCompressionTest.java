package com.gt8004.shipper.send;

import static com.gt8004.shipper.send.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.shipper.ManualClock;
import com.gt8004.shipper.batch.Batch;
import com.gt8004.shipper.batch.RequestBody;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When bodies go compressed, and what happens where that is not understood. */
@Timeout(30)
class GzipCompressionTest {
  private static final ApiKey KEY = ApiKey.parse("gt8004_sk_secret");
  private static final String OK = "{\"accepted\":100,\"duplicates\":0,\"rejected\":[]}";
  private static final String OFFER = "Accept-Encoding: gzip";

  private final ManualClock clock = new ManualClock();
  private final Batch batch = OutcomeTableTest.batch(0, 100);
  private ScriptedServer server;
  private IngestClient client;

  @BeforeEach
  void setUp() throws Exception {
    server = new ScriptedServer();
    server.always(reply(200, "application/json", OK, OFFER));
    client = client(true);
  }

  @AfterEach
  void tearDown() throws Exception {
    client.close();
    server.close();
  }

  @Test
  void nothingIsCompressed_untilTheServerOffersIt() throws Exception {
    server.then(reply(200, "application/json", OK));
    assertThat(send().attempts()).isEqualTo(1);
    send();
    send();
    assertThat(compressed()).containsExactly(false, false, true);
  }

  @Test
  void anAnswerOfAnyKind_mayOfferIt() throws Exception {
    server.then(reply(503, "text/plain", "busy", OFFER));
    assertThat(send().attempts()).isEqualTo(2);
    assertThat(compressed()).containsExactly(false, true);
  }

  @Test
  void compressedBody_isTheBody() throws Exception {
    offered();
    assertThat(send().outcome()).isEqualTo(new SendOutcome.Settled(100, 0, List.of(), true));
    String head = server.requests.get(1);
    assertThat(head).contains("Content-Encoding: gzip\r\n", "Transfer-Encoding: chunked\r\n");
    assertThat(head).doesNotContain("Content-Length");
    assertThat(unzipped(server.bodies.get(1))).isEqualTo(server.bodies.get(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 411, 415})
  void refusedCompression_isRepeatedAsItIsAndOffForAnHour(int status) throws Exception {
    offered();
    server.then(reply(status, "text/plain", "what is this?", OFFER));
    SendResult result = send();
    assertThat(result.outcome()).isInstanceOf(SendOutcome.Settled.class);
    assertThat(result.attempts()).isEqualTo(2);
    clock.advance(Duration.ofMinutes(59));
    send();
    clock.advance(Duration.ofMinutes(1));
    send();
    assertThat(compressed()).containsExactly(false, true, false, false, true);
  }

  @Test
  void entryThatIsRefusedEitherWay_leavesCompressionOn() throws Exception {
    offered();
    server.then(reply(400, "text/plain", "bad entry"), reply(400, "text/plain", "bad entry"));
    assertThat(send().outcome()).isInstanceOf(SendOutcome.EntryFault.class);
    send();
    assertThat(compressed()).containsExactly(false, true, false, true);
  }

  @Test
  void repeatThatFails_isTriedAgainAsItIs() throws Exception {
    offered();
    server.then(reply(415, "text/plain", "no"), reply(503, "text/plain", "busy"));
    assertThat(send().attempts()).isEqualTo(3);
    send();
    assertThat(compressed()).containsExactly(false, true, false, false, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404, 413, 422})
  void otherRefusals_areNotRepeated(int status) throws Exception {
    offered();
    server.then(reply(status, "text/plain", "no"));
    assertThat(send().attempts()).isEqualTo(1);
  }

  @Test
  void compressionThatIsOff_staysOff() throws Exception {
    client.close();
    client = client(false);
    offered();
    send();
    assertThat(compressed()).containsExactly(false, false);
  }

  @Test
  void smallBody_goesAsItIs() throws Exception {
    offered();
    client.send(OutcomeTableTest.batch(0, 1), KEY).get(20, TimeUnit.SECONDS);
    assertThat(compressed()).containsExactly(false, false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip|true",
        "br, GZIP;q=0.5|true",
        "x-gzip|true",
        "gzip;q=0|false",
        "gzip; q=0.000|false",
        "identity|false",
        "''|false",
        "gzipped|false"
      })
  void offer_isReadAsRfc7694Says(String header, boolean on) {
    GzipNegotiation gzip = new GzipNegotiation(true, clock);
    gzip.heard(header);
    assertThat(gzip.isOn()).isEqualTo(on);
    gzip.heard(null);
    assertThat(gzip.isOn()).as("silence changes nothing").isEqualTo(on);
  }

  @Test
  void compressor_isUsedAgainEvenAfterABodyThatBroke() throws IOException {
    GzipCompressor compressor = new GzipCompressor();
    Random random = new Random(4);
    for (int size : new int[] {0, 1, 17, 20_000, 300_000}) {
      byte[] noise = new byte[size];
      random.nextBytes(noise);
      Body body = new Body(noise);
      assertThatBreaks(compressor, body);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      compressor.write(body, out);
      assertThat(unzipped(out.toByteArray())).isEqualTo(noise);
    }
    compressor.close();
  }

  private static void assertThatBreaks(GzipCompressor compressor, Body body) {
    OutputStream full = new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("connection reset");
      }
    };
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> compressor.write(body, full))
        .hasMessage("connection reset");
  }

  private record Body(byte[] bytes) implements RequestBody {
    @Override
    public String id() {
      return "noise";
    }

    @Override
    public int count() {
      return 1;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(bytes, 0, bytes.length / 3);
      out.write(bytes, bytes.length / 3, bytes.length - bytes.length / 3);
    }

    @Override
    public int indexOf(String entryId) {
      return -1;
    }
  }

  /** The first answer carries the offer. */
  private void offered() throws Exception {
    assertThat(send().outcome()).isInstanceOf(SendOutcome.Settled.class);
  }

  private List<Boolean> compressed() {
    return server.requests.stream()
        .map(request -> request.contains("Content-Encoding: gzip\r\n"))
        .toList();
  }

  private static byte[] unzipped(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  private SendResult send() throws Exception {
    return client.send(batch, KEY).get(20, TimeUnit.SECONDS);
  }

  private IngestClient client(boolean compress) {
    SendPolicy policy = new SendPolicy(
        URI.create(server.url()),
        Profile.AUTO,
        false,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        3,
        List.of(Duration.ofMillis(1)),
        3,
        Duration.ofMillis(300),
        compress);
    return new HttpIngestClient(policy, clock, SystemDefaultDnsResolver.INSTANCE);
  }
}
