package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.gt8004.sdk.Durability;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look at a backlog reads the places that it needs, not the backlog: counted by the bytes that this process reads. */
class CostTest {
  private static final Path COUNTS = Path.of("/proc/self/io");
  private static final int ENTRIES = 25_000;
  private static final int BODY_CHARACTERS = 3_000;

  /** Beside some windows of the files it is the zeros ahead of the last entry, which lie in wait for more. */
  private static final long BYTES_MAX = (long) ENTRIES * BODY_CHARACTERS / 3;

  @TempDir
  Path folder;

  private static long bytesRead() throws Exception {
    return Files.readAllLines(COUNTS).stream()
        .filter(line -> line.startsWith("rchar: "))
        .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void look_readsFarLessThanTheBacklog() throws Exception {
    assumeTrue(Files.exists(COUNTS), "this machine does not count bytes read");
    try (GT8004Logger logger = GT8004Logger.builder()
        .agentId("my-agent")
        .queueRoot(folder)
        .durability(Durability.PAGE_CACHE)
        .build()) {
      RequestLogEntry entry = RequestLogEntry.builder()
          .method("POST")
          .path("/chat")
          .statusCode(200)
          .responseMs(1)
          .requestBody("x".repeat(BODY_CHARACTERS))
          .build();
      for (int i = 0; i < ENTRIES; i++) {
        assertThat(logger.log(entry).appended()).isTrue();
      }
    }
    CliRun cli = new CliRun().with("GT8004_QUEUE_ROOT", folder.toString());
    for (String command :
        new String[] {"status", "status --journals", "inspect --sequence " + ENTRIES / 2, "tail"}) {
      cli.run(command.split(" ")); // classes are read too
      long before = bytesRead();
      CliRun.Ended ended = cli.run(command.split(" "));
      long read = bytesRead() - before;

      assertThat(ended.exitCode()).isZero();
      assertThat(read).as("bytes that %s read", command).isBetween(1_000L, BYTES_MAX);
    }
  }
}
