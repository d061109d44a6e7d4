package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.gt8004.cli.CliRun.Ended;
import com.gt8004.cli.console.Json;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
  @TempDir
  Path folder;

  private CliRun cli;
  private QueueDirectory queue;
  private JournalDirectory journal;

  @BeforeEach
  void setUp() throws Exception {
    Path root = folder.resolve("queues");
    cli =
        new CliRun().with("GT8004_QUEUE_ROOT", root.toString()).with("GT8004_AGENT_ID", "my-agent");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      lines.append("{\"method\":\"GET\",\"path\":\"/n/" + i
          + "\",\"status_code\":200,\"response_ms\":1,\"request_body\":\"secret\"}\n");
    }
    cli.input(lines.toString()).run("append");
    queue = new QueueRoot(root).queue("my-agent");
    journal = queue.journals().get(0);
  }

  private void flip(String text) throws Exception {
    Path file = journal.chronicle().resolve("19700101-0010X.cq4");
    String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    try (RandomAccessFile cycle = new RandomAccessFile(file.toFile(), "rw")) {
      cycle.seek(bytes.indexOf(text) + 1L);
      cycle.write('?');
    }
  }

  @Test
  void soundQueue_isSaidToBeSound() {
    Ended ended = cli.run("verify");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .startsWith("my-agent: 30 whole entries in 1 journal (")
        .endsWith(" s), nothing is wrong\n");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void damage_isTold_plannedAndMended() throws Exception {
    flip("/n/17");

    Ended found = cli.run("verify", "--journal", journal.id().toString().substring(0, 8));
    assertThat(found.exitCode()).isEqualTo(3);
    assertThat(found.out())
        .contains("29 whole entries in 1 journal")
        .contains("DAMAGE   journals/")
        .contains("where sequence 17 belongs; not delivered")
        .contains("gt8004 verify --queue my-agent --repair says what it would do")
        .doesNotContain("secret");

    Ended planned = cli.run("verify", "--repair");
    assertThat(planned.exitCode()).isEqualTo(3);
    assertThat(planned.out())
        .contains("would: copy the bytes to damaged/ and give the entries up in the ledger")
        .contains("nothing was changed; gt8004 verify --queue my-agent --repair --apply does it");
    assertThat(queue.ledgerFile()).doesNotExist();

    Ended mended = cli.run("verify", "--repair", "--apply");
    assertThat(mended.exitCode()).isZero();
    assertThat(mended.out()).contains("    mended: copy the bytes").contains("the queue ships");
    assertThat(queue.ledgerFile())
        .content()
        .contains("\"first\":17,\"last\":17,\"reason\":\"damaged\"");
    assertThat(queue.damaged()).isDirectoryContaining("glob:**-17-18.bin");

    Ended after = cli.run("verify", "--output", "json");
    assertThat(after.exitCode()).isZero();
    JsonNode json = Json.mapper().readTree(after.out()).at("/queues/0");
    assertThat(json.path("damaged").asBoolean()).isFalse();
    assertThat(json.at("/findings/0/severity").asText()).isEqualTo("note");
    assertThat(json.at("/findings/0/kind").asText()).isEqualTo("entries");
    assertThat(json.at("/findings/0/first").asLong()).isEqualTo(17);
    assertThat(after.out()).doesNotContain("secret");
  }

  @Test
  void queueThatAShipperHolds_isVerifiedAndNotRepaired() throws Exception {
    flip("/n/3");
    try (OwnerLock held = OwnerLock.tryAcquire(queue.shipperLockFile())) {
      assertThat(held).isNotNull();
      assertThat(cli.run("verify").exitCode()).isEqualTo(3);
      Ended ended = cli.run("verify", "--repair", "--apply");
      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.err()).contains("a shipper holds my-agent").contains("stop it");
    }
  }

  @Test
  void queueThatCannotBeRepaired_doesNotHideWhatWasRepairedBefore() throws Exception {
    flip("/n/3");
    cli.input("{\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1}\n")
        .run("append", "--agent-id", "zeta");
    QueueDirectory zeta = new QueueRoot(folder.resolve("queues")).queue("zeta");
    try (OwnerLock held = OwnerLock.tryAcquire(zeta.shipperLockFile())) {
      assertThat(held).isNotNull();
      Ended ended = cli.run(
          "verify",
          "--repair",
          "--apply",
          "--output",
          "json",
          "--queue",
          "my-agent",
          "--queue",
          "zeta");
      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.err()).contains("a shipper holds zeta");
      JsonNode json = Json.mapper().readTree(ended.out());
      assertThat(json.path("queues")).hasSize(1);
      assertThat(json.at("/queues/0/findings/0/mended").asBoolean()).isTrue();
    }
  }

  @Test
  void wrongUse_isSaidInOneLine() {
    assertThat(cli.run("verify", "--apply").exitCode()).isEqualTo(2);
    assertThat(cli.run("verify", "--journal", "ffff").err()).contains("no journal");
    assertThat(cli.run("verify", "--queue", "nobody").exitCode()).isEqualTo(1);
  }
}
