package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.CliRun.Ended;
import com.gt8004.cli.console.Json;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OperatorPause;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** pause and resume where no shipper runs. */
class PauseResumeTest {
  private static final String LINE =
      "{\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1}\n";

  @TempDir
  Path folder;

  private CliRun cli;
  private QueueDirectory queue;

  @BeforeEach
  void setUp() {
    Path root = folder.resolve("queues");
    cli =
        new CliRun().with("GT8004_QUEUE_ROOT", root.toString()).with("GT8004_AGENT_ID", "my-agent");
    cli.input(LINE.repeat(10)).run("append");
    queue = new QueueRoot(root).queue("my-agent");
  }

  @Test
  void pause_isWrittenDown_shownByStatus_andEndedByResume() throws Exception {
    Ended paused = cli.run("pause", "--queue", "my-agent", "--reason", "the service moves");
    assertThat(paused.exitCode()).isZero();
    assertThat(paused.out())
        .startsWith("my-agent: paused by " + System.getProperty("user.name") + "@")
        .contains(": the service moves; gt8004 resume --queue my-agent ends it");
    assertThat(OperatorPause.of(queue).reason()).isEqualTo("the service moves");
    assertThat(cli.run("status").out()).contains("PAUSED", "the service moves", "gt8004 resume");

    Ended resumed = cli.run("resume", "--output", "json");
    assertThat(resumed.exitCode()).isZero();
    JsonNode json = Json.mapper().readTree(resumed.out());
    assertThat(json.path("queue").asText()).isEqualTo("my-agent");
    assertThat(json.path("state").asText()).isEqualTo("UNATTENDED");
    assertThat(queue.pausedFile()).doesNotExist();
    assertThat(cli.run("status").out()).contains("UNATTENDED").doesNotContain("PAUSED");
    assertThat(OwnerLock.isHeld(queue.shipperLockFile())).isFalse();
  }

  @Test
  void pause_tellsMachinesWhoAndWhen() throws Exception {
    JsonNode json = Json.mapper().readTree(cli.run("pause", "--output", "json").out());
    assertThat(json.path("state").asText()).isEqualTo("PAUSED");
    assertThat(json.path("by").asText()).contains("@");
    assertThat(json.path("at").asText()).endsWith("Z");
    assertThat(json.path("reason").isNull()).isTrue();
  }

  @Test
  void wrongUse_isToldAndChangesNothing() {
    cli.run("pause");
    assertThat(cli.run("resume", "--from", "3", "--rewind").exitCode()).isEqualTo(2);
    assertThat(cli.run("resume", "--from", "-3").exitCode()).isEqualTo(2);
    assertThat(cli.run("resume", "--journal", "01").exitCode()).isEqualTo(2);
    assertThat(cli.run("resume", "--from", "x").exitCode()).isEqualTo(2);
    assertThat(cli.run("pause", "--queue", "nobody").exitCode()).isEqualTo(1);
    Ended noneLost = cli.run("resume", "--rewind");
    assertThat(noneLost.exitCode()).isEqualTo(1);
    assertThat(noneLost.err()).contains("no journal of my-agent has lost its checkpoint");
    assertThat(queue.pausedFile()).exists();
  }

  @Test
  void lostCheckpoint_goesOnWhereItIsTold() throws Exception {
    JournalDirectory journal = queue.journals().get(0);
    Files.write(journal.checkpointFile(), new byte[8_192]);
    Ended outside = cli.run("resume", "--from", "11");
    assertThat(outside.exitCode()).isEqualTo(2);
    assertThat(outside.err()).contains("can go on at 0 to 10, not at 11");
    assertThat(CheckpointFile.peek(journal)).isNull();
    assertThat(cli.run(
                "resume", "--from", "7", "--journal", journal.id().toString().substring(0, 8))
            .exitCode())
        .isZero();
    assertThat(CheckpointFile.peek(journal).firstUnsettled()).isEqualTo(7);
    assertThat(cli.run("resume", "--from", "8").exitCode())
        .as("not lost any more")
        .isEqualTo(1);

    Files.write(journal.checkpointFile(), new byte[8_192]);
    assertThat(cli.run("resume", "--rewind").exitCode()).isZero();
    assertThat(CheckpointFile.peek(journal).firstUnsettled()).isZero();
  }

  @Test
  void severalLostCheckpoints_needTheirJournalNamed() throws Exception {
    cli.input(LINE).run("append");
    for (JournalDirectory journal : queue.journals()) {
      Files.write(journal.checkpointFile(), new byte[8_192]);
    }
    Ended ended = cli.run("resume", "--from", "0");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("--journal", queue.journals().get(1).id().toString());
  }
}
