package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gt8004.sdk.queue.OperatorPause;
import com.gt8004.shipper.admin.AdminDesk.Answer;
import com.gt8004.shipper.admin.AdminDesk.Order;
import com.gt8004.shipper.send.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's word: nothing is sent, over restarts, until it is taken back. */
class OperatorPauseTest {
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

  private Answer order(Order order, String body) {
    return new QueueOrders(rig.clock).carryOut(order, rig.queue(), body);
  }

  private JsonNode status() throws Exception {
    String json =
        new StatusReport(rig.roster(), rig.destination(), rig.clock, new HashMap<>()).json();
    return new ObjectMapper().readTree(json).path("queues").path(0);
  }

  @Test
  void pausedQueue_sendsNothing_saysWhoAndWhy_andShipsAllOnceResumed() throws Exception {
    rig.append(10);
    rig.settle();
    assertThat(rig.ingest.batches()).hasSize(1);
    Answer paused = order(Order.PAUSE, "{\"by\":\"alice@host\",\"reason\":\"the server moves\"}");
    assertThat(paused).isEqualTo(Answer.json(200, "{\"state\":\"PAUSED\"}"));
    rig.append(20);
    rig.after(Duration.ofSeconds(30)).after(Duration.ofSeconds(30));
    assertThat(rig.ingest.batches()).hasSize(1);
    assertThat(rig.queueDirectory().pausedFile()).exists();
    JsonNode status = status();
    assertThat(status.path("state").asText()).isEqualTo("PAUSED");
    assertThat(status.path("cause").asText())
        .isEqualTo("paused by alice@host at 2026-11-22T09:00:00Z: the server moves");
    assertThat(status.path("cure").asText()).isEqualTo("gt8004 resume --queue my-agent");
    assertThat(status.path("paused").asBoolean()).isTrue();
    assertThat(status.path("backlog_entries").asLong()).isEqualTo(20);
    assertThat(status.path("lag_seconds").isNumber()).isTrue();

    assertThat(order(Order.RESUME, "").status()).isEqualTo(200);
    rig.settle();
    assertThat(rig.ingest.settled).hasSize(30);
    assertThat(rig.queueDirectory().pausedFile()).doesNotExist();
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
  }

  @Test
  void pause_outlivesARestart_andIsObeyedBeforeTheFirstRequest() throws Exception {
    rig.append(10);
    rig.after(Duration.ofSeconds(1));
    order(Order.PAUSE, "");
    rig.append(10);
    rig.crashAndRestart();
    rig.after(Duration.ofSeconds(1)).after(Duration.ofSeconds(10));
    assertThat(rig.ingest.batches()).hasSize(1);
    assertThat(rig.state()).isEqualTo(ShipperState.PAUSED);
  }

  @Test
  void fileThatSomebodyMakesOrRemoves_isObeyedWithinASecond() throws Exception {
    rig.append(10);
    rig.settle();
    Files.createFile(rig.queueDirectory().pausedFile());
    rig.append(10);
    rig.after(Duration.ofSeconds(1)).after(Duration.ofSeconds(9));
    assertThat(rig.state()).isEqualTo(ShipperState.PAUSED);
    assertThat(rig.ingest.settled).hasSize(10);
    OperatorPause.remove(rig.queueDirectory());
    rig.after(Duration.ofSeconds(1));
    assertThat(rig.ingest.settled).hasSize(20);
  }

  @Test
  void requestThatIsOut_isSettledUnderThePause() throws Exception {
    var journal = rig.append(10);
    rig.ingest.hold();
    rig.settle();
    order(Order.PAUSE, "");
    rig.ingest.release(FakeIngestClient.accepted(10));
    rig.after(Duration.ofSeconds(1));
    assertThat(rig.checkpoint(journal)).isEqualTo(10);
    assertThat(rig.state()).isEqualTo(ShipperState.PAUSED);
  }

  @Test
  void otherQueues_goOn_alsoWhereThePausedOneCameFirst() throws Exception {
    rig.with("profile", "auto").with("keys_dir", keys("first", "second").toString());
    rig.append("first", 10);
    new OperatorPause("a", null, null).write(rig.root().queue("first"));
    rig.after(Duration.ofSeconds(1));
    rig.append("second", 10);
    rig.after(Duration.ofSeconds(1)).after(Duration.ofSeconds(1));
    assertThat(rig.ingest.requests).startsWith("ping").hasSize(2);
    assertThat(rig.ingest.settled).hasSize(10);
  }

  private Path keys(String... queues) throws Exception {
    Path keys = Files.createDirectories(folder.resolve("keys"));
    for (String queue : queues) {
      TestFiles.secret(keys.resolve(queue), "key-of-" + queue);
    }
    return keys;
  }

  @Test
  void resume_triesAtOnceWhatAFaultPaused_andEndsAStorm() throws Exception {
    rig.append(10);
    rig.ingest.then(FakeIngestClient.fault(Fault.WRONG_URL));
    rig.settle();
    assertThat(rig.state()).isEqualTo(ShipperState.WRONG_URL);
    rig.settle();
    assertThat(rig.ingest.settled).as("the next probe is 15 s away").isEmpty();
    order(Order.RESUME, "{}");
    rig.settle();
    assertThat(rig.ingest.settled).hasSize(10);
    assertThat(rig.state()).isEqualTo(ShipperState.IDLE);

    rig.queue().gate().pause(new Condition(ShipperState.DEAD_LETTER_STORM, "many", "look"), null);
    order(Order.RESUME, "{}");
    assertThat(rig.queue().gate().isPaused()).isFalse();
  }

  @Test
  void pauseAndFault_areApart() throws Exception {
    rig.append(10);
    rig.ingest.then(FakeIngestClient.fault(Fault.UNAUTHORIZED));
    rig.settle();
    order(Order.PAUSE, "");
    rig.after(Duration.ofSeconds(40));
    assertThat(rig.ingest.batches()).as("no probe either").hasSize(1);
    OperatorPause.remove(rig.queueDirectory());
    rig.ingest.always(FakeIngestClient.fault(Fault.UNAUTHORIZED));
    rig.after(Duration.ofSeconds(1));
    assertThat(rig.state()).as("still to be mended").isEqualTo(ShipperState.UNAUTHORIZED);
  }

  @Test
  void pausedQueue_isNoFault_butIsNotEmptyEither() throws Exception {
    rig.untilEmpty();
    rig.append(10);
    new OperatorPause("a", null, "why").write(rig.queueDirectory());
    EndWatch watch = new EndWatch(rig.root(), rig.roster(), List.of(), true);
    rig.settle();
    assertThat(
            new StatusReport(rig.roster(), rig.destination(), rig.clock, new HashMap<>()).isReady())
        .isTrue();
    assertThat(watch.look().exitCode()).isEqualTo(1);
    assertThat(watch.look().message()).contains("PAUSED: paused by a: why");
  }

  @Test
  void orderThatMakesNoSense_isRefused() throws Exception {
    rig.append(1);
    rig.settle();
    assertThat(order(Order.PAUSE, "no JSON").status()).isEqualTo(400);
    assertThat(order(Order.PAUSE, "[]").status()).isEqualTo(400);
    assertThat(rig.queueDirectory().pausedFile()).doesNotExist();
  }
}
