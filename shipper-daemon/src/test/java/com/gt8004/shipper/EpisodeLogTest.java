package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.shipper.send.Breaker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An outage, however long, is two lines in the log: where it began and where it ended. */
class EpisodeLogTest {
  private static final Logger SHIPPER = Logger.getLogger("com.gt8004.shipper");

  @TempDir
  Path folder;

  private final List<String> lines = new ArrayList<>();
  private final Handler listener = new Handler() {
    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() >= Level.INFO.intValue()) {
        lines.add(record.getLevel() + " " + record.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  };

  @BeforeEach
  void listen() {
    SHIPPER.setLevel(Level.INFO);
    SHIPPER.addHandler(listener);
    SHIPPER.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    SHIPPER.removeHandler(listener);
    SHIPPER.setUseParentHandlers(true);
    SHIPPER.setLevel(null);
  }

  @Test
  void outageOfAThousandRounds_isTwoLines() throws Exception {
    try (ShipperRig rig = new ShipperRig(folder)) {
      rig.append(25);
      rig.settle();
      lines.clear();
      rig.ingest.always(FakeIngestClient.away());
      rig.append(25);
      for (int round = 0; round < 1_000; round++) {
        boolean open = round % 7 > 2; // the breaker opens and closes: RETRYING, OFFLINE, RETRYING …
        rig.ingest.breaker(
            open ? new Breaker(Breaker.State.OPEN, Duration.ofMillis(500)) : Breaker.CLOSED);
        rig.clock.advance(Duration.ofSeconds(5));
        rig.step();
      }
      assertThat(rig.ingest.requests).as("it was tried all the time").hasSizeGreaterThan(300);
      assertThat(lines)
          .singleElement()
          .asString()
          .contains("WARNING", "ingest refuses connections");
      rig.ingest.breaker(Breaker.CLOSED);
      rig.ingest.acceptsAgain();
      rig.after(Duration.ofMinutes(1)).after(Duration.ofSeconds(10));
      assertThat(rig.ingest.settled).hasSize(50);
      assertThat(lines).hasSize(2);
      assertThat(lines.get(1)).contains("INFO", "well again");
    }
  }

  @Test
  void serverThatFailsEveryTenthBatch_isOneEpisode() throws Exception {
    try (ShipperRig rig =
        new ShipperRig(folder).with("batch_size_catch_up", "10").untilEmpty()) {
      int[] requests = {0};
      rig.ingest.always(body ->
          ++requests[0] % 10 == 0 ? FakeIngestClient.away() : FakeIngestClient.accepted(body));
      for (int burst = 0; burst < 10; burst++) {
        rig.append(100);
        for (int round = 0; round < 20; round++) {
          rig.after(Duration.ofMillis(250));
        }
      }
      assertThat(requests[0]).isGreaterThan(100);
      assertThat(lines).filteredOn(line -> line.contains("refuses connections")).hasSize(1);
      assertThat(lines).noneMatch(line -> line.contains("well again"));
      rig.ingest.acceptsAgain();
      rig.after(Duration.ofSeconds(5)).after(Duration.ofSeconds(6));
      assertThat(lines).filteredOn(line -> line.contains("well again")).hasSize(1);
      assertThat(rig.state()).isEqualTo(ShipperState.IDLE);
    }
  }

  @Test
  void faultOfAThousandProbes_isTwoLines() throws Exception {
    try (ShipperRig rig = new ShipperRig(folder)) {
      rig.append(25);
      rig.after(Duration.ofSeconds(5));
      lines.clear();
      rig.append(5);
      rig.ingest.always(FakeIngestClient.fault(com.gt8004.shipper.send.Fault.UNAUTHORIZED));
      for (int probe = 0; probe < 1_000; probe++) {
        rig.clock.advance(Duration.ofSeconds(15));
        rig.step();
      }
      assertThat(rig.ingest.requests).hasSizeGreaterThan(500);
      assertThat(lines).singleElement().asString().contains("WARNING", "UNAUTHORIZED");
    }
  }
}
