package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailedEntry;
import com.gt8004.shipper.batch.Dialect;
import com.gt8004.shipper.replay.ReplayLease;
import com.gt8004.shipper.send.Fault;
import com.gt8004.shipper.send.SendOutcome;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  @TempDir
  Path folder;

  private ShipperRig rig;
  private JournalDirectory journal;
  private final FakeIngestClient again = new FakeIngestClient();
  private final List<Replay.Progress> progress = new ArrayList<>();

  @BeforeEach
  void setUp() throws Exception {
    rig = new ShipperRig(folder);
    journal = rig.append(25);
    rig.settle(); // 0-19 are settled, 20-24 wait for company
    rig.after(ShipperRig.SECOND);
  }

  @AfterEach
  void tearDown() {
    rig.close();
  }

  @Test
  void plan_countsSettledEntriesAndNamesWhatIsLeft() throws Exception {
    Replay.Plan plan = replay().build().plan();
    assertThat(plan.entries()).isEqualTo(20);
    assertThat(plan.unsettledLeft()).isEqualTo(5);
    assertThat(plan.bytesEstimate()).isBetween(20L * 50, 20L * 400);
    assertThat(plan.firstAppended()).isEqualTo(appendedAt(0));
    assertThat(plan.lastAppended()).isEqualTo(appendedAt(19));
  }

  @Test
  void sequences_areBothIncluded() throws Exception {
    assertThat(replay().sequences(5, 7).build().plan().entries()).isEqualTo(3);
    assertThat(replay().sequences(18, 22).build().plan()).satisfies(plan -> {
      assertThat(plan.entries()).isEqualTo(2);
      assertThat(plan.unsettledLeft()).isEqualTo(3);
    });
    assertThat(replay().journal(new java.util.UUID(1, 1)).build().plan().entries())
        .isZero();
  }

  @Test
  void times_includeTheirFirstAndExcludeTheirLast() throws Exception {
    for (int from = 0; from < 20; from += 7) {
      for (int to = from; to < 20; to += 5) {
        Instant first = appendedAt(from);
        Instant end = appendedAt(to);
        long expected = LongStream.range(0, 20)
            .filter(i -> !appendedAt(i).isBefore(first) && appendedAt(i).isBefore(end))
            .count();
        assertThat(replay().appended(first, end).build().plan().entries()).isEqualTo(expected);
      }
    }
    assertThat(replay().appended(null, null).build().plan().entries()).isEqualTo(20);
    assertThat(replay()
            .appended(appendedAt(24).plusSeconds(1), null)
            .build()
            .plan()
            .entries())
        .isZero();
  }

  @Test
  void plan_goesByTheNextEntryWhereOneIsDamaged() throws Exception {
    Instant first = appendedAt(0);
    Instant second = appendedAt(1);
    Instant end = appendedAt(20);
    for (int sequence :
        new int[] {0, 10, 12, 19}) { // the first, two that bisections meet, the last
      ShipperSalvageTest.flip(journal, "/n/" + sequence);
    }
    Replay.Plan plan = replay().sequences(0, 19).build().plan();
    assertThat(plan.entries()).isEqualTo(20);
    assertThat(plan.firstAppended()).isEqualTo(second);
    assertThat(plan.lastAppended()).isEqualTo(end);
    assertThat(plan.bytesEstimate()).isBetween(20L * 50, 20L * 400);
    assertThat(replay().appended(first, end).build().plan().entries())
        .as("all but what is damaged at its ends")
        .isBetween(17L, 20L);
  }

  @Test
  void run_sendsSettledEntriesAgainAndLeavesTheCheckpointAlone() throws Exception {
    long before = rig.checkpoint(journal);
    Replay.Result result = run();
    assertThat(again.settled)
        .isEqualTo(LongStream.range(0, 20).mapToObj(i -> journal.id() + ":" + i).toList());
    assertThat(result).isEqualTo(done(20, 0, 0));
    assertThat(rig.checkpoint(journal)).isEqualTo(before);
    assertThat(progress).last().isEqualTo(new Replay.Progress(20, 20, 20, 0, 0, null));
  }

  @Test
  void configurationFault_endsTheRunWithItsCure() throws Exception {
    again.always(FakeIngestClient.fault(Fault.UNAUTHORIZED));
    Replay.Result result = run();
    assertThat(result.complete()).isFalse();
    assertThat(result.cause()).isEqualTo("the server says UNAUTHORIZED");
    assertThat(result.cure()).isEqualTo("mend it");
    assertThat(result.accepted()).isZero();
  }

  @Test
  void busyServer_isWaitedFor() throws Exception {
    again.then(new SendOutcome.Transient("busy", Duration.ofMillis(1)));
    assertThat(run().complete()).isTrue();
    assertThat(progress.get(0).waiting()).isEqualTo("busy");
  }

  @Test
  void cancel_endsTheRun() throws Exception {
    again.always(FakeIngestClient.away());
    Replay replay = replay().build();
    replay.cancel();
    Replay.Result result = replay.run(progress::add);
    assertThat(result.complete()).isFalse();
    assertThat(result.cause()).isEqualTo("cancelled");
  }

  @Test
  void rejections_areCountedAndQuoted() throws Exception {
    again.then(body -> FakeIngestClient.rejecting(body, 0, "expired: too old"));
    Replay.Result result = run();
    assertThat(result.complete()).isTrue();
    assertThat(result.rejected()).isEqualTo(1);
    assertThat(result.cause()).isNull();
    assertThat(result.refusals())
        .containsExactly(new Replay.Refusal(journal.entryId(0), "expired: too old"));
  }

  @Test
  void withoutAKey_nothingIsSent() throws Exception {
    ShipperConfig config = ShipperConfig.load(null, Map.of(), Map.of()).config();
    Replay.Result result = Replay.builder(config, rig.queueDirectory()).build().run(progress::add);
    assertThat(result.complete()).isFalse();
    assertThat(result.cause()).contains("no API key");
  }

  @Test
  void lease_isHeldWhileItSendsAndGivenBack() throws Exception {
    List<Boolean> held = new ArrayList<>();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 1);
    server.createContext("/", exchange -> {
      held.add(ReplayLease.isHeld(rig.queueDirectory(), EpochClock.system()));
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/ingest";
      Map<String, String> settings =
          Map.of("api_key", "key", "profile", "standard", "ingest_url", url);
      ShipperConfig config = ShipperConfig.load(null, settings, Map.of()).config();
      Replay replay = Replay.builder(config, rig.queueDirectory()).evenTwice().build();
      assertThat(replay.run(progress::add).accepted()).isEqualTo(20);
    } finally {
      server.stop(0);
    }
    assertThat(held).isNotEmpty().doesNotContain(false);
    assertThat(ReplayLease.isHeld(rig.queueDirectory(), EpochClock.system())).isFalse();
  }

  @Test
  void configuredProfile_saysNothingOfDeduplication_whichIsAsked() throws Exception {
    again.always(body -> new SendOutcome.Settled(body.count(), 0, List.of(), false));
    Replay.Result refused = asking().build().run(progress::add);
    assertThat(refused.complete()).isFalse();
    assertThat(refused.cause())
        .isEqualTo(
            "http://localhost:9093/v1/ingest has no deduplication: 20 entries would be stored there a second time");
    assertThat(refused.cure()).contains("--yes");
    assertThat(again.requests).containsExactly("ping");
    assertThat(asking().evenTwice().build().run(progress::add).accepted()).isEqualTo(20);
    assertThat(again.batches()).isNotEmpty();
  }

  @Test
  void receiverThatRefusesThePing_hasNoDeduplicationAsFarAsAnybodyKnows() throws Exception {
    again.then(new SendOutcome.EntryFault(400, "answered 400"));
    assertThat(asking().build().run(progress::add).cause()).contains("has no deduplication");
    assertThat(again.batches()).isEmpty();
  }

  @Test
  void configuredProfile_isSpokenWhoeverAnswers() throws Exception {
    List<Dialect> spoken = new ArrayList<>();
    again.always(body -> {
      spoken.add(body.dialect());
      return new SendOutcome.Settled(body.count(), 0, List.of(), true, true);
    });
    assertThat(asking().build().run(progress::add).accepted()).isEqualTo(20);
    assertThat(spoken).hasSizeGreaterThan(1).containsOnly(Dialect.STANDARD);
  }

  /** Asks nobody first, so that the server's script is about batches. */
  private ReplayBuilder replay() {
    return asking().evenTwice();
  }

  private ReplayBuilder asking() {
    return Replay.builder(config(), rig.queueDirectory()).client(again);
  }

  private static ShipperConfig config() {
    return ShipperConfig.load(null, Map.of("api_key", "key", "profile", "standard"), Map.of())
        .config();
  }

  private static Replay.Result done(long accepted, long duplicates, long rejected) {
    return new Replay.Result(
        true, 20, accepted, duplicates, rejected, 0, 5, List.of(), List.of(), null, null, null);
  }

  private Replay.Result run() throws Exception {
    return replay().build().run(progress::add);
  }

  private Instant appendedAt(long sequence) {
    try (JournalTailer tailer = JournalTailer.open(journal)) {
      TailedEntry entry = new TailedEntry();
      tailer.seek(sequence);
      tailer.read(entry);
      return EpochClock.instantOf(entry.appendMicros());
    }
  }
}
