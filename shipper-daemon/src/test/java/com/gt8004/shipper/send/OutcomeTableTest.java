package com.gt8004.shipper.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.batch.Batch;
import com.gt8004.shipper.batch.BatchAssembler;
import com.gt8004.shipper.batch.BodyBuffers;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of outcomes, row by row. */
class OutcomeTableTest {
  private static final UUID JOURNAL = UUID.fromString("01934a7e-5c00-7000-8000-000000000001");
  private static final ApiKey KEY = ApiKey.parse("gt8004_sk_secret");
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final EpochClock CLOCK = new EpochClock() {
    @Override
    public long epochMicros() {
      return EpochClock.microsOf(NOW);
    }

    @Override
    public long nanoTime() {
      return 0;
    }
  };

  private final Batch four = batch(9, 4);

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
  void busyOrBrokenServer_isTransient(int status) {
    assertThat(judge(status, "text/plain", "later")).isInstanceOf(SendOutcome.Transient.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 402, 403, 409, 410, 415, 418, 422, 451, 499})
  void refusedContent_isAnEntryFault(int status) {
    assertThat(judge(status, "text/plain", "entry 3 is odd"))
        .isInstanceOfSatisfying(SendOutcome.EntryFault.class, fault -> {
          assertThat(fault.status()).isEqualTo(status);
          assertThat(fault.cause()).contains("entry 3 is odd");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED", "404, WRONG_URL", "405, WRONG_URL", "301, WRONG_URL", "302, WRONG_URL",
    "307, WRONG_URL", "308, WRONG_URL", "304, WRONG_URL", "101, NOT_INGEST", "600, NOT_INGEST"
  })
  void wrongDoor_isAConfigurationFault(int status, Fault fault) {
    assertThat(faultOf(judge(status, "text/html", "<html>"))).isEqualTo(fault);
  }

  @Test
  void payloadTooLarge_saysHowLarge() {
    assertThat(judge(413, "text/plain", ""))
        .isEqualTo(new SendOutcome.TooLarge(
            "http://ingest.test/v1/ingest answered 413 to " + four.length() + " bytes"));
  }

  @Test
  void redirect_namesItsTarget() {
    Reply reply = new Reply(308, null, null, "https://elsewhere/v1/ingest", "", false);
    assertThat(((SendOutcome.ConfigFault) table(Profile.AUTO).ofReply(reply, four, KEY)).cause())
        .contains("308", "https://elsewhere/v1/ingest");
  }

  @Test
  void goldenAnswerWithARejection_settles() throws IOException {
    String golden = Files.readString(Path.of("../docs/protocol/response-mixed.json"));
    SendOutcome.Settled settled = (SendOutcome.Settled) judge(200, "application/json", golden);
    assertThat(settled.accepted()).isEqualTo(2);
    assertThat(settled.duplicates()).isEqualTo(1);
    assertThat(settled.perEntry()).isTrue();
    assertThat(settled.rejections()).singleElement().satisfies(rejection -> {
      assertThat(rejection.index()).isEqualTo(2); // entry 11 of 9-12
      assertThat(rejection.error()).startsWith("status_code must be a whole number");
    });
  }

  @Test
  void goldenAcceptance_settles() throws IOException {
    String golden = Files.readString(Path.of("../docs/protocol/response-accepted.json"));
    Reply reply = new Reply(200, "application/json", null, null, golden, false);
    assertThat(table(Profile.AUTO).ofReply(reply, batch(0, 2), KEY))
        .isEqualTo(new SendOutcome.Settled(2, 0, java.util.List.of(), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"accepted\":3,\"duplicates\":0,\"rejected\":[]}",
        "{\"accepted\":5,\"duplicates\":0,\"rejected\":[]}",
        "{\"accepted\":5,\"duplicates\":-1,\"rejected\":[]}",
        "{\"accepted\":4294967300,\"duplicates\":0,\"rejected\":[]}",
        "{\"accepted\":3}",
        "{\"accepted\":\"4\"}",
        "{\"accepted\":4.0,\"duplicates\":0,\"rejected\":[]}",
        "{\"accepted\":4,\"duplicates\":\"0\"}",
        "{\"accepted\":4,\"rejected\":0}",
        "{\"duplicates\":4}",
        "{\"rejected\":[]}",
        "{\"accepted\":3,\"rejected\":[{\"index\":0,\"error\":\"x\"}]}",
        "{\"accepted\":3,\"rejected\":[{\"entry_id\":\"01934a7e-5c00-7000-8000-000000000001:8\",\"error\":\"x\"}]}",
        "{\"accepted\":2,\"rejected\":[{\"entry_id\":\"01934a7e-5c00-7000-8000-000000000001:9\"},"
            + "{\"entry_id\":\"01934a7e-5c00-7000-8000-000000000001:9\"}]}"
      })
  void countsThatDoNotAddUp_areNoIngest(String body) {
    assertThat(faultOf(judge(200, "application/json", body))).isEqualTo(Fault.NOT_INGEST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|''",
        "204|''",
        "200|{}",
        "201|[]",
        "202|{\"ok\":true}",
        "200|\"ok\"",
        "200|null",
        "299|'  '"
      })
  void anyOther2xxWithJsonOrNothing_settlesTheWholeBatch(int status, String body) {
    assertThat(judge(status, null, body))
        .isEqualTo(new SendOutcome.Settled(4, 0, java.util.List.of(), false));
  }

  @ParameterizedTest
  @CsvSource({
    "expired, true",
    "expired: older than 90 days, true",
    "expired_at is no time, false",
    "expiredness, false"
  })
  void onlyTheWordOfTheService_meansExpired(String error, boolean expired) {
    assertThat(new Rejection(0, error).expired()).isEqualTo(expired);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html><body>Log in</body></html>", "OK", "Welcome to the airport"})
  void twoHundredWithSomethingElse_isNoIngest(String body) {
    assertThat(faultOf(judge(200, "text/html", body))).isEqualTo(Fault.NOT_INGEST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|{\"accepted\":4,\"dupl",
        "application/json|gibberish",
        "text/plain|{\"accepted\":4,\"dupl",
        "application/json|{\"accepted\":4}{\"accepted\":4}"
      })
  void brokenJson_isTransient(String contentType, String body) {
    assertThat(judge(200, contentType, body)).isInstanceOf(SendOutcome.Transient.class);
  }

  @Test
  void replyWithoutEnd_isTransient() {
    Reply reply = new Reply(200, "application/json", null, null, "{\"a\":\"x", true);
    assertThat(table(Profile.AUTO).ofReply(reply, four, KEY))
        .isInstanceOf(SendOutcome.Transient.class);
  }

  @Test
  void platformsAnswer_isRecognizedUnlessToldOtherwise() {
    Reply reply = platforms(4);
    assertThat(table(Profile.AUTO).ofReply(reply, four, KEY))
        .isEqualTo(new SendOutcome.Settled(4, 0, java.util.List.of(), false, true));
    assertThat(table(Profile.STANDARD).ofReply(reply, four, KEY))
        .isEqualTo(new SendOutcome.Settled(4, 0, java.util.List.of(), false, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "5", "0", "\"4\"", "4.0", "null"})
  void platformsAnswerWithAnotherCount_isNoIngest(String entries) {
    Reply reply = new Reply(
        202, "", null, null, "{\"status\":\"accepted\",\"entries\":" + entries + "}", false);
    assertThat(faultOf(table(Profile.AUTO).ofReply(reply, four, KEY))).isEqualTo(Fault.NOT_INGEST);
    assertThat(faultOf(table(Profile.PLATFORM).ofReply(reply, platformBatch(), KEY)))
        .isEqualTo(Fault.NOT_INGEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"status\":\"accepted\"}",
        "{\"status\":\"ok\",\"entries\":4}",
        "{\"accepted\":4,\"duplicates\":0,\"rejected\":[]}"
      })
  void platformsBatch_isSettledByThePlatformAlone(String body) {
    for (int status : new int[] {200, 202}) {
      Reply reply = new Reply(status, "application/json", null, null, body, false);
      assertThat(table(Profile.PLATFORM).ofReply(reply, platformBatch(), KEY))
          .isInstanceOfSatisfying(SendOutcome.ConfigFault.class, fault -> {
            assertThat(fault.fault()).isEqualTo(Fault.NOT_INGEST);
            assertThat(fault.cure()).contains("profile: standard");
          });
    }
    assertThat(table(Profile.PLATFORM).ofReply(platforms(4), platformBatch(), KEY))
        .isEqualTo(new SendOutcome.Settled(4, 0, java.util.List.of(), false, true));
  }

  private static Reply platforms(int entries) {
    String body = "{\"status\":\"accepted\",\"entries\":" + entries + "}";
    return new Reply(202, "application/json", null, null, body, false);
  }

  @Test
  void forbidden_pointsToTheKeyBeforeTheEntries() {
    assertThat(((SendOutcome.EntryFault) judge(403, "text/plain", "not yours")).cause())
        .contains("not yours", "the key of another agent");
  }

  private static Batch platformBatch() {
    return com.gt8004.shipper.batch.PlatformBatches.of(JOURNAL, 9, 4);
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "0, 0",
    "99999, 300",
    "123456789012, 300",
    "'Sun, 22 Nov 2026 09:02:00 GMT', 120",
    "'Sun, 22 Nov 2026 08:00:00 GMT', 0",
    "'Mon, 23 Nov 2026 09:00:00 GMT', 300"
  })
  void retryAfter_isReadAndCapped(String header, long seconds) {
    Reply reply = new Reply(503, null, header, null, "", false);
    assertThat(((SendOutcome.Transient) table(Profile.AUTO).ofReply(reply, four, KEY)).retryAfter())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-5", " ", "1.5"})
  void unreadableRetryAfter_isNone(String header) {
    assertThat(RetryAfter.parse(header, NOW)).isNull();
  }

  @Test
  void noReply_isTransientAndNamesTheReason() {
    assertThat(causeOf(new UnknownHostException("ingest.test")))
        .contains("host ingest.test is unknown");
    assertThat(causeOf(new ConnectException("Connection refused"))).contains("refuses connections");
    assertThat(causeOf(new SocketException("Connection reset"))).contains("Connection reset");
    assertThat(causeOf(new SSLHandshakeException("Remote host terminated the handshake")))
        .contains("handshake");
    assertThat(causeOf(new SSLException("Unsupported or unrecognized SSL message")))
        .contains("SSL");
  }

  @Test
  void badCertificate_isAConfigurationFault() {
    SSLHandshakeException expired = new SSLHandshakeException("PKIX path validation failed");
    expired.initCause(new CertificateExpiredException("NotAfter: yesterday"));
    assertThat(faultOf(table(Profile.AUTO).ofFailure(expired))).isEqualTo(Fault.BAD_CERTIFICATE);
    assertThat(faultOf(table(Profile.AUTO).ofFailure(new SSLPeerUnverifiedException("wrong host"))))
        .isEqualTo(Fault.BAD_CERTIFICATE);
  }

  @Test
  void keyThatTheServerEchoes_isMasked() {
    assertThat(judge(401, "text/plain", "bad key gt8004_sk_secret!").toString())
        .contains("bad key ***!")
        .doesNotContain("secret");
    assertThat(judge(200, "text/html", "<p>gt8004_sk_secret").toString()).doesNotContain("secret");
    assertThat(judge(
                200,
                "application/json",
                "{\"accepted\":3,\"rejected\":[{\"entry_id\":\"%s:9\",\"error\":\"gt8004_sk_secret\"}]}"
                    .formatted(JOURNAL))
            .toString())
        .doesNotContain("secret");
    assertThat(KEY.toString()).doesNotContain("secret");
  }

  private String causeOf(IOException failure) {
    return ((SendOutcome.Transient) table(Profile.AUTO).ofFailure(failure)).cause();
  }

  private static Fault faultOf(SendOutcome outcome) {
    return ((SendOutcome.ConfigFault) outcome).fault();
  }

  private SendOutcome judge(int status, String contentType, String body) {
    return table(Profile.AUTO)
        .ofReply(new Reply(status, contentType, null, null, body, false), four, KEY);
  }

  private static OutcomeTable table(Profile profile) {
    return new OutcomeTable(URI.create("http://ingest.test/v1/ingest"), profile, CLOCK);
  }

  static Batch batch(long first, int count) {
    BatchAssembler assembler = new BatchAssembler("my-agent", JOURNAL, new BodyBuffers(1));
    byte[] payload = "{\"path\":\"/\"}".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < count; i++) {
      assembler.add(first + i, 1, payload, 0, payload.length);
    }
    return assembler.seal();
  }
}
