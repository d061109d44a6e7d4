package com.gt8004.cli.entry;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.AppendResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class LineAppendTest {
  private static final String GOOD =
      "{\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1}\n";

  private final List<String> rejections = new ArrayList<>();
  private final List<String> paths = new ArrayList<>();
  private final Queue<AppendResult> results = new ArrayDeque<>();
  private final LineAppend append = new LineAppend(
      new EntryLine(false), (number, reason) -> rejections.add(number + ": " + reason));

  private void run(String input) throws IOException {
    append.run(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        entry -> {
          paths.add(entry.path());
          AppendResult next = results.poll();
          return next == null ? AppendResult.APPENDED : next;
        },
        count -> {});
  }

  @Test
  void badLines_areToldByNumber_andTheGoodOnesAppended() throws Exception {
    run(GOOD + "nonsense\n\n" + GOOD + "{}\n" + GOOD);

    assertThat(append.appended()).isEqualTo(3);
    assertThat(append.rejected()).isEqualTo(2);
    assertThat(rejections).hasSize(2);
    assertThat(rejections.get(0)).startsWith("2: not JSON");
    assertThat(rejections.get(1)).startsWith("5: method is required");
    assertThat(append.stopped()).isNull();
  }

  @Test
  void tooLargeEntry_isRejected_andTheRestAppended() throws Exception {
    results.add(AppendResult.REFUSED_TOO_LARGE);

    run(GOOD + GOOD);

    assertThat(rejections).containsExactly("1: the entry is larger than 1 MiB when encoded");
    assertThat(append.appended()).isEqualTo(1);
  }

  @Test
  void queueThatTakesNothingMore_endsTheRun_andSaysHowToGoOn() throws Exception {
    results.addAll(List.of(AppendResult.APPENDED, AppendResult.REFUSED_DISK_FULL));

    run(GOOD + GOOD + GOOD);

    assertThat(paths).hasSize(2);
    assertThat(append.appended()).isEqualTo(1);
    assertThat(append.stopped())
        .contains("at line 2")
        .contains("less disk is free")
        .contains("tail -n +2 FILE");
  }
}
