package com.gt8004.shipper.retain;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  @TempDir
  Path folder;

  private final ManualClock clock = new ManualClock();

  /** A link to nowhere is listed, and then not there: as a journal that gets its name in between. */
  @Test
  void whatVanishesDuringTheSweep_keepsNothingElse() throws Exception {
    QueueDirectory queue = new QueueRoot(folder).queue("my-agent");
    Files.createDirectories(queue.journalsFolder());
    Files.createSymbolicLink(birth(queue, "1"), folder.resolve("nowhere"));
    Path abandoned = Files.createDirectory(birth(queue, "2"));
    Files.setLastModifiedTime(abandoned, FileTime.from(clock.now().minus(Duration.ofDays(2))));
    assertThat(Leftovers.sweepBirths(queue, clock)).isEqualTo(1);
    assertThat(abandoned).doesNotExist();
  }

  private static Path birth(QueueDirectory queue, String name) {
    return queue.journalsFolder().resolve(JournalDirectory.BIRTH_PREFIX + name);
  }
}
