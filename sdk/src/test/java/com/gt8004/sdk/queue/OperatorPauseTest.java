package com.gt8004.sdk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorPauseTest {
  private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

  @TempDir
  Path folder;

  private QueueDirectory queue;

  @BeforeEach
  void setUp() {
    queue = new QueueDirectory(folder);
  }

  @Test
  void pause_isReadAsItWasWritten_andRemovedOnce() throws Exception {
    assertThat(OperatorPause.of(queue)).isNull();
    OperatorPause pause = new OperatorPause("alice@host-1", NINE, "the service moves house");
    pause.write(queue);
    assertThat(OperatorPause.of(queue)).isEqualTo(pause);
    new OperatorPause("bob@host-1", null, null).write(queue);
    assertThat(OperatorPause.of(queue)).isEqualTo(new OperatorPause("bob@host-1", null, null));
    assertThat(OperatorPause.remove(queue)).isTrue();
    assertThat(OperatorPause.of(queue)).isNull();
    assertThat(OperatorPause.remove(queue)).isFalse();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void fileThatCannotBeRead_pausesAsWell() throws Exception {
    for (String content : new String[] {
      "", "no JSON", "{}", "{\"format_version\":2}", "{\"format_version\":1,\"at\":7}"
    }) {
      Files.writeString(queue.pausedFile(), content);
      assertThat(OperatorPause.of(queue)).as(content).hasToString("paused by an operator");
    }
    Files.delete(queue.pausedFile());
    Files.createSymbolicLink(queue.pausedFile(), folder.resolve("nowhere"));
    assertThat(OperatorPause.of(queue)).isNotNull();
  }

  @Test
  void texts_areKeptOnOneLineAndCut() {
    OperatorPause pause =
        new OperatorPause(" alice ", NINE, "one\n\u001b[31mtwo" + "x".repeat(999));
    assertThat(pause.by()).isEqualTo("alice");
    assertThat(pause.reason()).startsWith("one [31mtwo").hasSize(501);
    assertThat(new OperatorPause(null, null, " \n").reason()).isNull();
  }
}
