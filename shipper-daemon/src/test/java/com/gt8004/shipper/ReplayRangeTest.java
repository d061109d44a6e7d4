package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.shipper.batch.RequestBody;
import com.gt8004.shipper.send.SendOutcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay does with servers that refuse, entries that are damaged, and interruptions. */
class ReplayRangeTest {
  private static final int SETTLED = 200;

  @TempDir
  Path folder;

  private ShipperRig rig;
  private JournalDirectory journal;
  private final FakeIngestClient again = new FakeIngestClient();
  private final List<Replay.Progress> progress = new ArrayList<>();

  @BeforeEach
  void setUp() throws Exception {
    rig = new ShipperRig(folder);
    journal = rig.append(SETTLED + 5);
    rig.settle();
    rig.after(ShipperRig.SECOND);
    assertThat(rig.checkpoint(journal)).isEqualTo(SETTLED);
  }

  @AfterEach
  void tearDown() {
    rig.close();
  }

  private static ShipperConfig config() {
    return ShipperConfig.load(
            null,
            Map.of(
                "api_key",
                "key",
                "profile",
                "standard",
                "batch_size",
                "10",
                "batch_size_catch_up",
                "20"),
            Map.of())
        .config();
  }

  /** Asks nobody first, so that the server's script is about batches. */
  private ReplayBuilder replay() {
    return Replay.builder(config(), rig.queueDirectory()).client(again).evenTwice();
  }

  private String id(long sequence) {
    return journal.entryId(sequence).toString();
  }

  private List<String> ids(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(this::id).toList();
  }

  private static SendOutcome refusing(RequestBody body, Set<String> refused) {
    return FakeIngestClient.entryIds(body).stream().anyMatch(refused::contains)
        ? new SendOutcome.EntryFault(400, "answered 400: odd")
        : FakeIngestClient.accepted(body);
  }

  @Test
  void refusedEntries_areFoundListedAndPassed() throws Exception {
    Set<String> odd = Set.of(id(0), id(77), id(78), id(199));
    again.always(body -> refusing(body, odd));

    Replay.Result result = replay().build().run(progress::add);

    assertThat(result.complete()).isTrue();
    assertThat(result.accepted()).isEqualTo(SETTLED - 4);
    assertThat(result.rejected()).isEqualTo(4);
    assertThat(result.refusals())
        .extracting(refusal -> refusal.id().toString())
        .hasSameElementsAs(odd);
    assertThat(result.refusals())
        .extracting(Replay.Refusal::words)
        .containsOnly("answered 400: odd");
    assertThat(new HashSet<>(again.settled)).hasSize(SETTLED - 4);
    assertThat(again.settled).hasSize(SETTLED - 4);
  }

  @Test
  void serverThatRefusesEverything_stopsTheReplay_andNothingCountsAsRefused() throws Exception {
    again.always(new SendOutcome.EntryFault(403, "answered 403"));

    Replay.Result result = replay().build().run(progress::add);

    assertThat(result.complete()).isFalse();
    assertThat(result.rejected()).isZero();
    assertThat(result.cause()).contains("answered 403", "what else was sent is refused as well");
    assertThat(again.requests.size()).isLessThan(100);
    again.acceptsAgain();
    again.settled.clear();
    Replay.Result rest = replay().resume(result.resumeId()).build().run(progress::add);
    assertThat(rest.complete()).isTrue();
    assertThat(again.settled).hasSameElementsAs(ids(0, SETTLED - 1));
  }

  @Test
  void tooLargeBatches_areHalvedUntilTheyPass() throws Exception {
    again.always(body -> body.length() > 5_000
        ? new SendOutcome.TooLarge("answered 413")
        : FakeIngestClient.accepted(body));
    Map<String, String> settings =
        Map.of("api_key", "key", "profile", "standard", "batch_size_catch_up", "100");
    ShipperConfig large = ShipperConfig.load(null, settings, Map.of()).config();

    Replay.Result result =
        Replay.builder(large, rig.queueDirectory()).client(again).build().run(progress::add);

    assertThat(result.complete()).isTrue();
    assertThat(again.settled).doesNotHaveDuplicates().hasSize(SETTLED);
    assertThat(again.requests.size()).as("it learns").isLessThan(40);
  }

  @Test
  void tooSmallALimit_stopsTheReplay() throws Exception {
    again.always(new SendOutcome.TooLarge("answered 413"));

    Replay.Result result = replay().build().run(progress::add);

    assertThat(result.complete()).isFalse();
    assertThat(result.cause()).contains("answered 413", "less than 4096 bytes");
    assertThat(result.rejected()).isZero();
  }

  @Test
  void damage_isToldAndPassed() throws Exception {
    ShipperSalvageTest.flip(journal, "/n/100");
    ShipperSalvageTest.flip(journal, "/n/199");

    Replay.Result result = replay().sequences(90, 199).build().run(progress::add);

    assertThat(result.complete()).isTrue();
    assertThat(result.unreadable()).isEqualTo(2);
    assertThat(result.accepted()).isEqualTo(108);
    assertThat(result.findings())
        .hasSize(2)
        .allMatch(finding -> finding.contains("100") || finding.contains("199"));
    assertThat(again.settled).doesNotContain(id(100), id(199)).hasSize(108);
  }

  @Test
  void filter_leavesTheRestOut_andIsResumedWithIt() throws Exception {
    EntryFilter sevens = (bytes, offset, length) ->
        new String(bytes, offset, length, StandardCharsets.UTF_8).contains("7\",\"status_code");

    Replay.Plan plan = replay().where("path~7", sevens).build().plan();
    Replay.Result result = replay().where("path~7", sevens).build().run(progress::add);

    assertThat(plan.entries()).isEqualTo(20);
    assertThat(plan.sample())
        .extracting(entry -> entry.id().sequence())
        .containsExactly(7L, 17L, 27L, 37L, 47L);
    assertThat(result.accepted()).isEqualTo(20);
    assertThat(result.total()).isEqualTo(SETTLED);
    assertThat(again.settled).hasSize(20).allMatch(id -> id.endsWith("7"));
    assertThat(again.requests).as("one batch of entries that are no neighbours").hasSize(1);
  }

  @Test
  void namedEntries_areAllThatGoes() throws Exception {
    List<EntryId> named = List.of(
        journal.entryId(3),
        journal.entryId(150),
        journal.entryId(SETTLED + 1),
        new EntryId(UUID.randomUUID(), 0));

    Replay.Result result = replay().entries(named).build().run(progress::add);

    assertThat(again.settled).containsExactly(id(3), id(150));
    assertThat(result.total()).isEqualTo(2);
    assertThat(result.unsettledLeft()).isEqualTo(1);
  }

  @Test
  void otherDestination_getsWhatIsNotSettled_withItsOwnKey() throws Exception {
    Path key = Files.writeString(folder.resolve("other.key"), "other");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

    Replay.Result result = replay().toOther(key).build().run(progress::add);

    assertThat(result.accepted()).isEqualTo(SETTLED + 5);
    assertThat(rig.checkpoint(journal)).isEqualTo(SETTLED);
    Files.delete(key);
    assertThat(replay().toOther(key).build().run(progress::add).cause())
        .contains("other.key does not exist");
  }

  @Test
  void rate_isKept() throws Exception {
    long begun = EpochClock.system().nanoTime();

    Replay.Result result = replay().sequences(0, 59).rate(40).build().run(progress::add);

    double seconds = (EpochClock.system().nanoTime() - begun) / 1e9;
    assertThat(result.accepted()).isEqualTo(60);
    assertThat(seconds).as("three batches of 20, half a second apart").isBetween(0.99, 5.0);
  }

  @Test
  void interruptedReplay_goesOnWhereItWas_andCountsAllOfIt() throws Exception {
    Replay first = replay().build();
    again.always(body -> {
      if (again.settled.size() >= 100) {
        first.cancel();
      }
      return FakeIngestClient.accepted(body);
    });
    Replay.Result cut = first.run(progress::add);
    assertThat(cut.complete()).isFalse();
    assertThat(cut.cause()).isEqualTo("cancelled");
    int sent = again.settled.size();
    assertThat(sent).isBetween(100, 160);
    assertThat(cut.accepted()).isEqualTo(sent);
    List<StoredReplay> stored = StoredReplay.of(rig.queueDirectory());
    assertThat(stored).hasSize(1);
    assertThat(stored.get(0).running()).isFalse();
    assertThat(stored.get(0).passed()).isEqualTo(sent);
    assertThat(stored.get(0).id()).isEqualTo(cut.resumeId());

    Replay.Result rest = replay().resume(cut.resumeId()).build().run(progress::add);

    assertThat(rest.complete()).isTrue();
    assertThat(rest.accepted()).isEqualTo(SETTLED);
    assertThat(again.settled).doesNotHaveDuplicates().hasSameElementsAs(ids(0, SETTLED - 1));
    assertThat(StoredReplay.of(rig.queueDirectory())).isEmpty();
    try (var left = Files.list(rig.queueDirectory().replays())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void recordGoesNoFurtherThanTheFirstRequestThatIsNotAnswered() throws Exception {
    Map<String, String> settings = Map.of(
        "api_key", "key", "profile", "standard", "batch_size", "2", "batch_size_catch_up", "2");
    ShipperConfig small = ShipperConfig.load(null, settings, Map.of()).config();
    Replay first = Replay.builder(small, rig.queueDirectory())
        .client(again)
        .evenTwice()
        .clock(new FastClock(1_000))
        .build();
    again.hold(50);
    again.always(body -> {
      if (again.requests.size() == 60) {
        first.cancel();
      }
      return FakeIngestClient.accepted(body);
    });

    Replay.Result cut = first.run(progress::add);

    assertThat(again.settled).as("answers behind the one that is missing").contains(id(118));
    assertThat(cut.accepted()).isEqualTo(98);
    assertThat(StoredReplay.of(rig.queueDirectory()).get(0).passed()).isEqualTo(98);
    FakeIngestClient rest = new FakeIngestClient();
    Replay.Result whole = replay().client(rest).resume(cut.resumeId()).build().run(progress::add);
    assertThat(rest.settled).containsExactlyInAnyOrderElementsOf(ids(98, SETTLED - 1));
    assertThat(whole.accepted()).isEqualTo(SETTLED);
  }

  @Test
  void givenUpReplay_isGone() throws Exception {
    Replay first = replay().build();
    first.cancel();
    UUID id = first.run(progress::add).resumeId();

    assertThat(StoredReplay.cancel(rig.queueDirectory(), id)).isTrue();

    assertThat(StoredReplay.of(rig.queueDirectory())).isEmpty();
  }
}
