package com.gt8004.sdk.queue.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListedCycleTest {
  @TempDir
  Path folder;

  @Test
  void newestFileThatIsEmptied_leavesATrace() throws Exception {
    DamagedJournal journal = DamagedJournal.write(folder, 40, new SplittableRandom(8004));
    Path newest = journal.files.get(journal.files.size() - 1);
    assertThat(ListedCycle.lost(journal.directory)).isNull();

    try (RandomAccessFile file = new RandomAccessFile(newest.toFile(), "rw")) {
      file.setLength(0);
    }
    assertThat(ListedCycle.lost(journal.directory)).isEqualTo(newest);

    Files.delete(newest);
    assertThat(ListedCycle.lost(journal.directory)).isEqualTo(newest);

    Files.write(journal.directory.chronicle().resolve("metadata.cq4t"), new byte[100]);
    assertThat(ListedCycle.lost(journal.directory)).as("nothing is known").isNull();
  }
}
