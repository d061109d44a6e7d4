package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.shipper.send.Breaker;
import com.gt8004.shipper.send.Fault;
import com.gt8004.shipper.send.SendOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each fault does to a queue, and how it ends. */
class ShipperFaultsTest {
  private static final Duration PROBE = Duration.ofSeconds(15);
  private static final Duration ROUND = Duration.ofSeconds(5); // 4 s and its jitter

  @TempDir
  Path folder;

  private ShipperRig rig;

  @BeforeEach
  void setUp() {
    rig = new ShipperRig(folder);
  }

  @AfterEach
  void tearDown() {
    rig.close();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void configurationFault_pausesAndResumesWhenAProbePasses(Fault fault) throws Exception {
    JournalDirectory journal = rig.append(30);
    rig.ingest.always(FakeIngestClient.fault(fault));
    rig.settle();
    assertThat(rig.state()).isEqualTo(ShipperState.of(fault));
    assertThat(rig.queue().gate().isPaused()).isTrue();
    assertThat(rig.condition().cure()).isEqualTo("mend it");
    assertThat(rig.ingest.requests).hasSize(1);

    rig.after(PROBE.minusMillis(1));
    assertThat(rig.ingest.requests).hasSize(1);
    rig.after(Duration.ofMillis(1));
    assertThat(rig.ingest.requests).hasSize(2);
    assertThat(rig.checkpoint(journal)).isZero();

    rig.ingest.acceptsAgain();
    rig.after(PROBE);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
    assertThat(rig.ingest.settled).hasSize(30).doesNotHaveDuplicates();
  }

  @Test
  void pause_letsOnlyTheProbeOutHoweverManyJournalsThereAre() throws Exception {
    rig.append(10);
    rig.append(10);
    rig.append(10);
    rig.ingest.always(FakeIngestClient.fault(Fault.UNAUTHORIZED));
    rig.settle();
    int atFirst = rig.ingest.requests.size();
    assertThat(atFirst).isLessThanOrEqualTo(3);
    rig.after(PROBE);
    assertThat(rig.ingest.requests).hasSize(atFirst + 1);
  }

  @Test
  void entryFault_pausesLoudlyAndDropsNothing() throws Exception {
    JournalDirectory journal = rig.append(10);
    rig.ingest.always(
        new SendOutcome.EntryFault(422, "http://ingest answered 422: entry 3 is odd"));
    rig.settle();
    assertThat(rig.state()).isEqualTo(ShipperState.ENTRY_FAULT);
    assertThat(rig.condition().cause()).contains("entry 3 is odd", journal.id() + ":0-9");
    assertThat(rig.checkpoint(journal)).isZero();
    assertThat(rig.queue().deadLetters().count()).isZero();
    rig.ingest.acceptsAgain();
    rig.after(PROBE);
    assertThat(rig.ingest.settled).hasSize(10);
  }

  @Test
  void tooLarge_pausesLoudlyAndDropsNothing() throws Exception {
    JournalDirectory journal = rig.append(10);
    rig.ingest.always(new SendOutcome.TooLarge("http://ingest answered 413 to 2000 bytes"));
    rig.settle();
    assertThat(rig.state()).isEqualTo(ShipperState.TOO_LARGE);
    assertThat(rig.condition().cause()).contains("2000 bytes", journal.id() + ":0-9");
    rig.ingest.acceptsAgain();
    rig.after(PROBE);
    assertThat(rig.ingest.settled).hasSize(10);
  }

  @Test
  void outage_isRetriedEveryRoundAndNothingIsDropped() throws Exception {
    JournalDirectory journal = rig.append(30);
    rig.ingest.always(FakeIngestClient.away());
    rig.settle();
    assertThat(rig.state()).isEqualTo(ShipperState.RETRYING);
    assertThat(rig.queue().gate().isPaused()).isFalse();
    for (int round = 2; round <= 50; round++) {
      rig.after(ROUND);
      assertThat(rig.ingest.requests).hasSize(round);
    }
    assertThat(rig.checkpoint(journal)).isZero();
    rig.ingest.acceptsAgain();
    rig.after(ROUND);
    assertThat(rig.ingest.settled).hasSize(30).doesNotHaveDuplicates();
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
  }

  @Test
  void outage_leavesOneRequestAtATimeForAllJournals() throws Exception {
    for (int i = 0; i < 5; i++) {
      rig.append(10);
    }
    rig.ingest.always(FakeIngestClient.away());
    rig.settle();
    rig.ingest.hold();
    rig.after(ROUND);
    assertThat(rig.ingest.held()).hasSize(1);
  }

  @Test
  void openBreaker_letsNothingOutUntilItIsDue() throws Exception {
    rig.append(10);
    rig.ingest.then(new SendOutcome.BreakerOpen(Duration.ofSeconds(30)));
    rig.ingest.opens(Duration.ofSeconds(30));
    rig.settle();
    assertThat(rig.state()).isEqualTo(ShipperState.OFFLINE);
    rig.after(Duration.ofSeconds(29));
    assertThat(rig.ingest.requests).hasSize(1);
    rig.ingest.breaker(Breaker.CLOSED);
    rig.after(Duration.ofSeconds(1));
    assertThat(rig.ingest.settled).hasSize(10);
  }

  @Test
  void retryAfter_isWaitedForByAllJournals() throws Exception {
    rig.append(10);
    rig.append(10);
    rig.ingest.then(new SendOutcome.Transient("busy", Duration.ofSeconds(60)));
    rig.settle();
    rig.after(Duration.ofSeconds(59));
    assertThat(rig.ingest.requests).hasSize(1);
    rig.after(Duration.ofSeconds(2)); // up to a second more than asked
    assertThat(rig.ingest.settled).hasSize(20);
  }

  @Test
  void sickBatch_doesNotHoldUpOtherJournals() throws Exception {
    JournalDirectory sick = rig.append(10);
    rig.append(10);
    for (int i = 0; i < 200; i++) {
      rig.ingest.then(body -> body.id().startsWith(sick.id().toString())
          ? FakeIngestClient.away()
          : FakeIngestClient.accepted(body));
    }
    rig.settle();
    rig.after(ROUND).after(ROUND);
    assertThat(rig.ingest.settled)
        .hasSize(10)
        .noneMatch(id -> id.startsWith(sick.id().toString()));
  }

  @Test
  void missingKey_pausesAndTheNewFileIsReadAtOnce() throws Exception {
    Path keys = Files.createDirectories(folder.resolve("keys"));
    rig.with("agent_id", "somebody-else").with("keys_dir", keys.toString());
    rig.append(10);
    rig.settle();
    assertThat(rig.state()).isEqualTo(ShipperState.NO_KEY);
    assertThat(rig.condition().cure()).contains(keys.resolve(ShipperRig.AGENT).toString());
    TestFiles.secret(keys.resolve(ShipperRig.AGENT), "new-key");
    rig.after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(10);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
  }

  @Test
  void changedKey_isTriedWithoutWaitingForTheProbe() throws Exception {
    Path keys = Files.createDirectories(folder.resolve("keys"));
    TestFiles.secret(keys.resolve(ShipperRig.AGENT), "old-key");
    rig.with("keys_dir", keys.toString());
    rig.append(10);
    rig.ingest.then(FakeIngestClient.fault(Fault.UNAUTHORIZED));
    rig.settle();
    assertThat(rig.state()).isEqualTo(ShipperState.UNAUTHORIZED);
    TestFiles.secret(keys.resolve(ShipperRig.AGENT), "new-key");
    rig.after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(10);
  }

  @Test
  void unknownUrl_isAskedByOnePingBeforeAnyEntryGoes() throws Exception {
    rig.with("profile", "auto");
    rig.append(10);
    rig.append(10);
    rig.settle();
    assertThat(rig.ingest.requests).hasSize(3).first().isEqualTo("ping");
    assertThat(rig.ingest.batches()).hasSize(2);
  }

  @Test
  void queueThatLostItsKeyWhileGreeting_letsAnotherGreet() throws Exception {
    Path keys = greetingThatFails();
    Files.delete(keys.resolve("a-agent"));
    rig.after(ROUND).after(ShipperRig.SECOND);
    assertThat(rig.roster().held("a-agent").gate().isPaused()).isTrue();
    assertThat(rig.ingest.settled).hasSize(10);
  }

  @Test
  void queueThatVanishedWhileGreeting_letsAnotherGreet() throws Exception {
    greetingThatFails();
    DurableFiles.deleteRecursively(rig.root().queue("a-agent").path());
    rig.after(ROUND).after(ShipperRig.SECOND);
    assertThat(rig.ingest.settled).hasSize(10);
  }

  /** Two queues; the first has sent a ping that nobody answered. Where their keys are. */
  private Path greetingThatFails() throws Exception {
    Path keys = Files.createDirectories(folder.resolve("keys"));
    TestFiles.secret(keys.resolve("a-agent"), "key-a");
    TestFiles.secret(keys.resolve("b-agent"), "key-b");
    rig.with("profile", "auto").with("agent_id", "somebody-else").with("keys_dir", keys.toString());
    rig.append("a-agent", 10);
    rig.append("b-agent", 10);
    rig.ingest.then(FakeIngestClient.away());
    rig.settle();
    assertThat(rig.ingest.requests).containsExactly("ping");
    assertThat(rig.roster().held("a-agent").greeting()).isNotNull();
    return keys;
  }

  @Test
  void pingThatAReceiverRefuses_doesNotKeepEntriesBack() throws Exception {
    rig.with("profile", "auto");
    rig.append(10);
    rig.ingest.then(new SendOutcome.EntryFault(400, "no such source"));
    rig.settle();
    assertThat(rig.ingest.settled).hasSize(10);
  }

  @Test
  void receiverThatAcknowledgesWholeBatches_settlesThem() throws Exception {
    JournalDirectory journal = rig.append(10);
    rig.ingest.always(new SendOutcome.Settled(10, 0, List.of(), false));
    rig.settle();
    rig.after(ShipperRig.SECOND);
    assertThat(rig.checkpoint(journal)).isEqualTo(10);
    assertThat(rig.queue().acknowledgesWholeBatches()).isTrue();
  }
}
