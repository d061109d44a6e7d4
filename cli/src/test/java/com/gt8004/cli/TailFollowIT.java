package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.RequestLogEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tail --follow} beside applications that come and go. */
class TailFollowIT {
  @TempDir
  Path folder;

  private static RequestLogEntry entry(String path) {
    return RequestLogEntry.builder()
        .method("GET")
        .path(path)
        .statusCode(200)
        .responseMs(1)
        .build();
  }

  @Test
  void follow_showsEntriesOfJournalsThatComeLater_andEndsOnSigterm() throws Exception {
    Path out = folder.resolve("out");
    Path root = folder.resolve("queues");
    try (GT8004Logger first =
        GT8004Logger.builder().agentId("first").queueRoot(root).build()) {
      first.log(entry("/one"));
      first.log(entry("/two"));
      Process tail = ChildCli.of("tail", "--follow", "--last", "1", "--queue-root", root.toString())
          .redirectOutput(out.toFile())
          .start();
      try {
        Poll.until("the entry before", () -> lines(out).size() == 1);
        first.log(entry("/three"));
        Poll.until("the entry of a journal that was there", () -> lines(out).size() == 2);
        try (GT8004Logger second =
            GT8004Logger.builder().agentId("second").queueRoot(root).build()) {
          second.log(entry("/four"));
          Poll.until("the entry of a new queue", () -> lines(out).size() == 3);
        }
      } finally {
        tail.toHandle().destroy();
      }
      assertThat(tail.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(lines(out))
        .satisfiesExactly(
            line -> assertThat(line).contains("GET /two "),
            line -> assertThat(line).contains("GET /three "),
            line -> assertThat(line).contains("GET /four "));
  }

  private static List<String> lines(Path file) throws Exception {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
