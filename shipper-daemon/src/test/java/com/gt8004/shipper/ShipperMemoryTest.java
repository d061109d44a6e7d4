package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.shipper.send.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in memory is bounded over all queues and journals, and the bound holds nobody up for good. */
class ShipperMemoryTest {
  private static final int BODY = 100_000;
  private static final int MEMORY = 400_000;
  private static final Duration PROBE = Duration.ofSeconds(15);

  @TempDir
  Path folder;

  private ShipperRig rig;

  @BeforeEach
  void setUp() throws IOException {
    Path keys = Files.createDirectories(folder.resolve("keys"));
    for (String agent : new String[] {"a-agent", "b-agent", "c-agent"}) {
      TestFiles.secret(keys.resolve(agent), "key-" + agent);
    }
    rig = new ShipperRig(folder)
        .with("agent_id", "somebody-else")
        .with("keys_dir", keys.toString())
        .memory(MEMORY);
  }

  @AfterEach
  void tearDown() {
    rig.close();
  }

  @Test
  void outage_takesNoMoreMemoryHoweverManyJournalsWait() throws Exception {
    for (int journal = 0; journal < 4; journal++) {
      append("a-agent", 1);
      append("b-agent", 1);
      append("c-agent", 1);
    }
    rig.ingest.always(FakeIngestClient.away());
    for (int round = 0; round < 10; round++) {
      rig.after(Duration.ofSeconds(6));
      assertThat(rig.destination().memory().held()).isBetween((long) BODY, (long) MEMORY + BODY);
    }
    rig.ingest.acceptsAgain();
    for (int round = 0; round < 20; round++) {
      rig.after(Duration.ofSeconds(6));
    }
    assertThat(rig.ingest.settled).hasSize(12).doesNotHaveDuplicates();
    assertThat(rig.destination().memory().held()).isZero();
  }

  @Test
  void pausedQueue_leavesTheOthersTheirShare() throws Exception {
    for (int journal = 0; journal < 6; journal++) {
      append("a-agent", 1);
    }
    rig.ingest.always(FakeIngestClient.fault(Fault.UNAUTHORIZED));
    rig.after(Duration.ofSeconds(6)).after(PROBE);
    assertThat(rig.destination().memory().held()).isGreaterThan(MEMORY / 2);
    for (int journal = 0; journal < 3; journal++) {
      append("b-agent", 3);
    }
    rig.ingest.always(body -> body.id().equals("ping") || isOf(body, "b-agent")
        ? FakeIngestClient.accepted(body)
        : FakeIngestClient.fault(Fault.UNAUTHORIZED));
    for (int round = 0; round < 10; round++) {
      rig.after(Duration.ofSeconds(6));
    }
    assertThat(rig.ingest.settled).hasSize(9).doesNotHaveDuplicates();
  }

  private static boolean isOf(com.gt8004.shipper.batch.RequestBody body, String agent) {
    return agent.equals(FakeIngestClient.json(body).path("agent_id").textValue());
  }

  private void append(String agent, int entries) {
    try (GT8004Logger logger = rig.logger(agent)) {
      for (int i = 0; i < entries; i++) {
        var result = logger.log(RequestLogEntry.builder()
            .method("POST")
            .path("/n/" + i)
            .statusCode(200)
            .responseMs(1.5)
            .requestBody("x".repeat(BODY))
            .build());
        assertThat(result.appended()).isTrue();
      }
    }
  }
}
