package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import com.gt8004.sdk.queue.QueueBytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that dies and is started again, over and over, each time with one entry. */
@Tag("torture")
class CrashLoopIT {
  private static final int PROCESSES = 300;
  private static final int AT_ONCE = 2;

  @TempDir
  Path folder;

  @Test
  void manyShortLivedProcesses_pileUpNeitherJournalsNorBytes() throws Exception {
    try (ShipperRig rig = new ShipperRig(folder)) {
      ArrayDeque<Process> running = new ArrayDeque<>();
      for (int started = 0; started < PROCESSES; started++) {
        running.add(start(rig.root().path()));
        if (running.size() == AT_ONCE) {
          assertThat(running.remove().waitFor()).isEqualTo(137);
          rig.after(ShipperRig.SECOND);
          assertThat(rig.queueDirectory().journals()).hasSizeLessThanOrEqualTo(110);
        }
      }
      for (Process last : running) {
        last.waitFor();
      }
      rig.after(ShipperRig.SECOND) // finds the last ones
          .after(Duration.ofMinutes(1)) // sends them
          .after(Duration.ofMinutes(1)); // closes them, and the oldest go
      assertThat(rig.ingest.settled).hasSize(PROCESSES).doesNotHaveDuplicates();
      assertThat(rig.queueDirectory().journals()).hasSizeLessThanOrEqualTo(100);
      assertThat(QueueBytes.ofQueue(rig.queueDirectory()) / 100)
          .as("bytes of one journal")
          .isLessThan(3L << 20);
    }
  }

  private static Process start(Path root) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            OneEntry.class.getName(),
            root.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Logs once and dies without closing anything. */
  static final class OneEntry {
    public static void main(String[] args) {
      GT8004Logger logger = GT8004Logger.builder()
          .agentId(ShipperRig.AGENT)
          .queueRoot(Path.of(args[0]))
          .build();
      boolean appended = logger
          .log(RequestLogEntry.builder()
              .method("GET")
              .path("/n")
              .statusCode(200)
              .responseMs(1)
              .build())
          .appended();
      Runtime.getRuntime().halt(appended ? 137 : 1);
    }
  }
}
