package com.gt8004.cli.entry;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.append.AppendLimits;
import com.gt8004.sdk.queue.append.QueueAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueCountsTest {
  private static final byte[] PAYLOAD = "{}".getBytes(StandardCharsets.UTF_8);

  @TempDir
  Path folder;

  private JournalDirectory append(QueueDirectory queue, int entries) {
    try (QueueAppender appender =
        new QueueAppender(queue, "my-agent", "test", AppendLimits.DEFAULT, EpochClock.system())) {
      for (int i = 0; i < entries; i++) {
        byte[] entry = new byte[Envelope.HEADER_BYTES + PAYLOAD.length];
        System.arraycopy(PAYLOAD, 0, entry, Envelope.HEADER_BYTES, PAYLOAD.length);
        assertThat(appender.append(entry, PAYLOAD.length, 1, null)).isNotNegative();
      }
      return appender.appended().get(0).journal();
    }
  }

  @Test
  void checkpointBeyondTheEnd_hidesNoOtherJournal() throws Exception {
    QueueDirectory queue = new QueueRoot(folder).queue("my-agent");
    JournalDirectory cut = append(queue, 3);
    JournalDirectory waiting = append(queue, 4);
    try (CheckpointFile file = CheckpointFile.open(cut)) {
      file.write(Checkpoint.at(cut.id(), 100));
    }

    assertThat(QueueCounts.of(queue).backlog()).isEqualTo(4);
    assertThat(QueueCounts.of(queue).appended()).isEqualTo(7);
    assertThat(QueueCounts.of(queue).delivered()).isEqualTo(3);

    Files.delete(waiting.checkpointFile());

    assertThat(QueueCounts.of(queue).backlog())
        .as("nobody knows what is settled")
        .isEqualTo(4);
  }
}
