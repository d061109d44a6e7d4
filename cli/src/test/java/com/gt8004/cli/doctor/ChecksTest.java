package com.gt8004.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.DeliveryState;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.FileSystemKind;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.QueueStatus;
import com.gt8004.shipper.ShipperState;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where each check begins to warn, and where it fails. */
class ChecksTest {
  private static final URI URL = URI.create("https://localhost/v1/ingest");

  @TempDir
  Path folder;

  private QueueDirectory queue() {
    return new QueueDirectory(folder);
  }

  private static void is(String verdict, Answer answer) {
    assertThat(answer.verdict().name().toLowerCase(Locale.ROOT))
        .as("%s", answer)
        .isEqualTo(verdict);
    assertThat(answer.cure() == null).isEqualTo(verdict.equals("ok"));
  }

  @Test
  void java_failsWithTheFlagUnderWhichNoQueueOpens() {
    is("ok", HostChecks.java(List.of("-Xmx1g")));
    is("fail", HostChecks.java(List.of("-Xmx1g", "--sun-misc-unsafe-memory-access=deny")));
    assertThat(HostChecks.java(List.of(
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"))
            .seen())
        .endsWith("by flags");
  }

  @ParameterizedTest
  @CsvSource({"1024, ok", "1023, warn", "512, warn", "511, fail"})
  void diskSpace_warnsAtTwiceWhatLoggersNeed(long mebibytes, String verdict) {
    is(verdict, HostChecks.space(queue(), mebibytes << 20));
  }

  @ParameterizedTest
  @CsvSource({"ext4, ok", "xfs, ok", "tmpfs, warn", "btrfs, warn", "nfs4, fail", "fuse.sshfs, fail"
  })
  void fileSystem_warnsOfWhatItDoesNotKeep(String type, String verdict) {
    is(verdict, HostChecks.fileSystem(queue(), FileSystemKind.ofType(type), List.of()));
  }

  @Test
  void fileSystemThatIsAllowed_onlyWarns() {
    is("warn", HostChecks.fileSystem(queue(), FileSystemKind.ofType("nfs4"), List.of("nfs4")));
  }

  @Test
  void queueThatCannotBeWritten_fails() {
    is("ok", HostChecks.writable(queue()));
    is("fail", HostChecks.writable(new QueueDirectory(folder.resolve("none"))));
    assertThat(folder).isEmptyDirectory();
  }

  private static QueueStatus status(
      ShipperState state,
      long backlog,
      double lag,
      int letters,
      List<QueueStatus.Journal> journals) {
    return new QueueStatus(
        "q",
        "q",
        Path.of("q"),
        state,
        null,
        null,
        null,
        backlog,
        0,
        lag,
        journals,
        letters,
        0,
        1,
        null,
        null);
  }

  private static void verdicts(QueueStatus status, String... verdicts) {
    assertThat(QueueChecks.of(status))
        .extracting(answer -> answer.verdict().name().toLowerCase(Locale.ROOT))
        .containsExactly(verdicts);
  }

  @Test
  void statusOfTheQueue_isJudged() {
    verdicts(status(ShipperState.IDLE, 0, 0, 0, List.of()), "ok", "ok", "ok");
    verdicts(status(ShipperState.SHIPPING, 9, 300, 0, List.of()), "ok", "ok", "ok");
    verdicts(status(ShipperState.SHIPPING, 9, 301, 1, List.of()), "ok", "warn", "warn");
    verdicts(status(ShipperState.RETRYING, 0, 0, 0, List.of()), "warn", "ok", "ok");
    verdicts(status(ShipperState.OFFLINE, 0, 0, 0, List.of()), "warn", "ok", "ok");
    verdicts(status(ShipperState.PAUSED, 0, 0, 0, List.of()), "warn", "ok", "ok");
    verdicts(status(ShipperState.NO_KEY, 0, 0, 0, List.of()), "fail", "ok", "ok");
    verdicts(status(ShipperState.UNATTENDED, 0, 0, 0, List.of()), "fail", "ok", "ok");
    verdicts(
        status(ShipperState.IDLE, 0, 0, 0, List.of(journal(null), journal("it is torn"))),
        "ok",
        "ok",
        "ok",
        "fail");
  }

  private static QueueStatus.Journal journal(String trouble) {
    return new QueueStatus.Journal(new UUID(0, 0), Path.of("j"), 0, 1, 1, 0, false, trouble);
  }

  @ParameterizedTest
  @CsvSource({"22, ok", "20, warn", "-1, warn"})
  void certificate_warnsThreeWeeksBefore(int days, String verdict) {
    EpochClock clock = EpochClock.system();
    Instant ends = clock.now().plus(Duration.ofDays(days));
    is(verdict, new ServiceChecks(clock).tls("q", URL, ends));
  }

  @Test
  void serverThatIsNotTrusted_isAMatterOfTls_anyOtherOfTheWay() {
    assertThat(ServiceChecks.unreachable("q", URL, new SSLHandshakeException("no path"))
            .check())
        .isEqualTo("tls");
    assertThat(ServiceChecks.unreachable("q", URL, new java.io.IOException("no route"))
            .check())
        .isEqualTo("url_reachable");
    is("fail", ServiceChecks.unreachable("q", URL, new SSLHandshakeException("no path")));
  }

  @Test
  void answerWithoutADate_warns() {
    is("warn", ServiceChecks.clock("q", null, 0));
    is("warn", ServiceChecks.clock("q", "yesterday", 0));
  }

  @ParameterizedTest
  @CsvSource({
    "200, ok",
    "202, ok",
    "401, fail",
    "403, fail",
    "404, fail",
    "405, fail",
    "429, warn",
    "503, warn",
    "500, fail"
  })
  void answerOfTheServer_isJudged(int status, String verdict) {
    is(verdict, ServiceChecks.key("q", status));
  }

  @Test
  void statusesOfTheServer_haveTheirOwnCures() {
    assertThat(List.of(401, 403, 404, 503, 500))
        .extracting(status -> ServiceChecks.key("q", status).cure())
        .doesNotHaveDuplicates();
    assertThat(ServiceChecks.key("q", 405).cure())
        .isEqualTo(ServiceChecks.key("q", 404).cure());
  }

  @ParameterizedTest
  @CsvSource({"DELIVERED, ok", "DEAD_LETTERED, fail", "LOST, fail", "PENDING, fail"})
  void ping_isDeliveredOrNot(DeliveryState state, String verdict) {
    PingCheck check = new PingCheck(EpochClock.system(), Duration.ofSeconds(1));
    is(verdict, check.delivered(queue(), state, Instant.EPOCH));
  }
}
