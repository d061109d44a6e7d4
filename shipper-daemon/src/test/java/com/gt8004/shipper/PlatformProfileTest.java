package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.shipper.batch.Dialect;
import com.gt8004.shipper.batch.RequestBody;
import com.gt8004.shipper.send.Fault;
import com.gt8004.shipper.send.SendOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the shipper finds out that the live platform is at the URL, or is not, and what it does then. */
class PlatformProfileTest {
  @TempDir
  Path folder;

  private PlatformRig rig;

  @BeforeEach
  void setUp() throws Exception {
    rig = new PlatformRig(folder);
  }

  @AfterEach
  void tearDown() {
    rig.close();
  }

  @Test
  void serviceThatBecomesThePlatform_isAskedAnewAndGetsItsOwnNames() throws Exception {
    rig.shipper.ingest.always(FakeIngestClient::accepted);
    rig.shipper.append(10);
    rig.shipper.settle();
    assertThat(rig.shipper.ingest.settled).hasSize(10);
    rig.shipper.ingest.always(rig::overHttp);
    rig.shipper.append(10);
    rig.shipper.after(ShipperRig.SECOND);
    assertThat(rig.shipper.destination().isKnown()).isFalse();
    rig.shipper.settle();
    int asked = rig.shipper.ingest.requests.size();
    rig.shipper.after(Duration.ofSeconds(14));
    assertThat(rig.shipper.ingest.requests).as("it is left alone for 15 s").hasSize(asked);
    rig.shipper.after(Duration.ofSeconds(2));
    rig.awaitRows(20);
    List<Map<String, Object>> rows = List.copyOf(rig.platform.rows);
    assertThat(rows.subList(0, 10)).as("what betrayed it").allMatch(row -> !row.get("path")
        .equals(""));
    assertThat(rows.subList(10, 20)).allMatch(row -> row.get("status_code").equals(200L));
    assertThat(rig.shipper.ingest.requests.stream().filter(id -> id.equals("ping")))
        .hasSize(2);
  }

  @Test
  void platformThatBecomesAnalyticsService_isAskedAnewAndGetsTheGuidesNames() throws Exception {
    rig.shipper.append(10);
    rig.shipper.settle();
    rig.shipper.ingest.always(FakeIngestClient::accepted);
    List<RequestBody> sent = new ArrayList<>();
    rig.shipper.ingest.then(
        body -> new SendOutcome.ConfigFault(Fault.NOT_INGEST, "not the platform", ""));
    rig.shipper.append(10);
    rig.shipper.after(ShipperRig.SECOND);
    assertThat(rig.shipper.destination().isKnown()).isFalse();
    rig.shipper.ingest.always(body -> {
      sent.add(body);
      return FakeIngestClient.accepted(body);
    });
    rig.shipper.after(Duration.ofSeconds(16));
    assertThat(sent).hasSize(2).allMatch(body -> body.dialect() == Dialect.STANDARD);
    assertThat(rig.shipper.state()).isEqualTo(ShipperState.IDLE);
    assertThat(rig.shipper.destination().deduplicates()).isTrue();
  }

  @Test
  void probeThatFindsSomebodyElse_leavesTheWordToThePing() throws Exception {
    rig.shipper.append(10);
    rig.shipper.settle();
    rig.platform.databaseIsAway = true;
    rig.shipper.append(10);
    rig.shipper.after(ShipperRig.SECOND);
    assertThat(rig.shipper.state()).isEqualTo(ShipperState.UNAUTHORIZED);
    rig.shipper.ingest.then(
        body -> new SendOutcome.ConfigFault(Fault.NOT_INGEST, "a login page", ""));
    rig.shipper.after(Duration.ofSeconds(16));
    assertThat(rig.shipper.destination().isKnown()).isFalse();
    rig.platform.databaseIsAway = false;
    rig.shipper.after(Duration.ofSeconds(16));
    rig.shipper.after(Duration.ofSeconds(16));
    rig.awaitRows(20);
    assertThat(rig.shipper.state()).isEqualTo(ShipperState.IDLE);
  }

  @Test
  void hostOfThePlatformThatIsNone_getsNoEntry() throws Exception {
    rig.shipper.with("ingest_url", "https://ingest.gt8004.xyz/v1/ingest");
    rig.shipper.ingest.always(new SendOutcome.Settled(1, 0, List.of(), false));
    rig.shipper.append(10);
    rig.shipper.settle();
    assertThat(rig.shipper.ingest.requests).containsExactly("ping");
    assertThat(rig.shipper.state()).isEqualTo(ShipperState.NOT_INGEST);
    rig.shipper.ingest.always(rig::overHttp);
    rig.shipper.after(Duration.ofSeconds(16));
    rig.awaitRows(10);
  }

  @Test
  void hostOfThePlatformThatRunsOurService_getsTheGuidesNames() throws Exception {
    rig.shipper.with("ingest_url", "https://analytics.gt8004.com/v1/ingest");
    rig.shipper.ingest.always(FakeIngestClient::accepted);
    rig.shipper.append(10);
    rig.shipper.settle();
    assertThat(rig.shipper.ingest.settled).hasSize(10);
    assertThat(rig.shipper.destination().dialect()).isEqualTo(Dialect.STANDARD);
  }

  @Test
  void replay_storesTwiceOnlyIfThatIsWanted() throws Exception {
    JournalDirectory journal = rig.shipper.append(10);
    rig.shipper.settle();
    rig.shipper.after(ShipperRig.SECOND);
    rig.awaitRows(10);
    Replay.Result refused = replayed(journal, false);
    assertThat(refused.complete()).isFalse();
    assertThat(refused.cause()).contains("no deduplication", "10 entries");
    assertThat(refused.cure()).contains("--yes");
    assertThat(rig.platform.rows).hasSize(10);
    assertThat(replayed(journal, true).complete()).isTrue();
    rig.awaitRows(20);
    assertThat(rig.platform.rows).allMatch(row -> row.get("status_code").equals(200L));
  }

  private Replay.Result replayed(JournalDirectory journal, boolean evenTwice) throws Exception {
    ShipperConfig config = ShipperConfig.load(
            null, Map.of("api_key", PlatformService.KEY), Map.of())
        .config();
    ReplayBuilder replay = Replay.builder(config, rig.shipper.queueDirectory())
        .journal(journal.id())
        .client(rig.http);
    return (evenTwice ? replay.evenTwice() : replay).build().run(progress -> {});
  }

  @Test
  void delivery_isAtLeastOnceAndSaysSo() throws Exception {
    rig.shipper.append(10);
    rig.shipper.settle();
    rig.awaitRows(10);
    assertThat(rig.shipper.queue().acknowledgesWholeBatches()).isTrue();
    assertThat(rig.shipper.destination().deduplicates()).isFalse();
  }

  @Test
  void entryThatIsCutForThePlatform_isCounted() throws Exception {
    try (var logger = rig.shipper.logger(ShipperRig.AGENT)) {
      for (int size : new int[] {100, 90_000, 100}) {
        logger.log(com.gt8004.sdk.RequestLogEntry.builder()
            .method("POST")
            .path("/")
            .statusCode(200)
            .responseMs(1)
            .requestBody("x".repeat(size))
            .build());
      }
    }
    rig.shipper.settle();
    rig.shipper.after(Duration.ofSeconds(6)).after(Duration.ofSeconds(6));
    rig.awaitRows(3);
    assertThat(rig.shipper.queue().counters().truncated).isEqualTo(1);
  }

  @Test
  void configuredProfile_needsNoPing() throws Exception {
    rig.shipper.with("profile", "platform");
    rig.shipper.append(10);
    rig.shipper.settle();
    assertThat(rig.shipper.ingest.requests).hasSize(1).noneMatch(id -> id.equals("ping"));
    rig.awaitRows(10);
  }

  @Test
  void databaseThatIsAway_answers401AndLosesNothing() throws Exception {
    rig.shipper.append(10);
    rig.platform.databaseIsAway = true;
    rig.shipper.settle();
    assertThat(rig.shipper.state()).isEqualTo(ShipperState.UNAUTHORIZED);
    rig.platform.databaseIsAway = false;
    rig.shipper.after(Duration.ofSeconds(16));
    rig.awaitRows(10);
    assertThat(rig.shipper.state()).isEqualTo(ShipperState.IDLE);
  }
}
