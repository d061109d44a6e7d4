package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.cli.console.Console;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.QueueStatus;
import com.gt8004.shipper.ShipperState;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  private static final Path ROOT = Path.of("/queues");

  @Test
  void lostEntries_areToldThoughTheQueueIsWell() {
    assertThat(text(status(3, 1_000)))
        .contains("my-agent: lost since the shipper started: 3 damaged, 1,000 dropped for want of"
            + " room; each range is in /queues/my-agent/ledger.ndjson");
    assertThat(StatusJson.of(status(3, 7)).path("live").path("dropped").asLong())
        .isEqualTo(7);
    assertThat(text(status(0, 0))).doesNotContain("lost");
  }

  private static String text(QueueStatus status) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console console = new Console(
        InputStream.nullInputStream(), out, OutputStream.nullOutputStream(), Map.of(), false);
    new StatusText(console, false).print(new QueueRoot(ROOT), List.of(status));
    console.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  static QueueStatus status(long damaged, long dropped) {
    QueueStatus.Live live = new QueueStatus.Live(
        "http://localhost/v1/ingest",
        "CLOSED",
        0,
        false,
        1,
        null,
        2,
        0,
        2,
        0,
        0,
        0,
        0,
        damaged,
        dropped,
        true,
        null);
    return new QueueStatus(
        "my-agent",
        "my-agent",
        ROOT.resolve("my-agent"),
        ShipperState.IDLE,
        null,
        null,
        null,
        0,
        0,
        0,
        List.of(),
        0,
        0,
        1L << 30,
        null,
        live);
  }
}
