package com.gt8004.shipper.retain;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.PathWatches;
import com.gt8004.sdk.queue.QueueBytes;
import com.gt8004.sdk.queue.QueueDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettledCyclesTest {
  @TempDir
  Path folder;

  private JournalDirectory journal;
  private SettledCycles cycles;

  @BeforeEach
  void setUp() throws Exception {
    journal = JournalDirectory.in(
        new QueueDirectory(folder), 1, UUID.fromString("01a203e8-09b0-7276-b464-f25aad96a7ca"));
    Files.createDirectories(journal.chronicle());
    file(1, 0);
    file(2, 10);
    file(3, 20);
    cycles = new SettledCycles(journal, new PathWatches(EpochClock.system()));
  }

  @Test
  void look_countsFilesBeforeOneThatBeginsSettled() throws Exception {
    cycles.look(19, 1);
    assertThat(cycles.all()).extracting(SettledCycle::end).containsExactly(10L);
    cycles.look(20, 2);
    assertThat(cycles.all()).extracting(SettledCycle::settledNanos).containsExactly(1L, 2L);
    assertThat(cycles.all()).extracting(SettledCycle::end).containsExactly(10L, 20L);
  }

  @Test
  void look_passesOverAFileMadeBeforehandAndOneWhoseHeadIsDamaged() throws Exception {
    Files.write(CycleNames.file(journal, 4), new byte[4_096]);
    cycles.look(1_000, 1);
    assertThat(cycles.all()).hasSize(2);
    Files.write(CycleNames.file(journal, 2), new byte[4_096]);
    SettledCycles damaged = new SettledCycles(journal, new PathWatches(EpochClock.system()));
    damaged.look(19, 1);
    assertThat(damaged.all()).isEmpty();
    damaged.look(20, 1);
    assertThat(damaged.all()).hasSize(2);
  }

  @Test
  void lookAtFinished_countsTheLastFileWithAllElseThatIsTheJournals() throws Exception {
    cycles.lookAtFinished(30, 1);
    assertThat(cycles.all()).extracting(SettledCycle::last).containsExactly(false, false, true);
    assertThat(cycles.all().stream().mapToLong(SettledCycle::bytes).sum())
        .isEqualTo(QueueBytes.ofJournal(journal));
  }

  @Test
  void look_takesBackWhatWasTakenForFinished() throws Exception {
    cycles.lookAtFinished(30, 1);
    file(4, 30);
    cycles.look(25, 2);
    assertThat(cycles.all()).hasSize(2);
    cycles.lookAtFinished(40, 3);
    assertThat(cycles.all())
        .extracting(SettledCycle::last)
        .containsExactly(false, false, false, true);
  }

  private void file(int number, long sequence) throws Exception {
    byte[] entry = new byte[Envelope.HEADER_BYTES + 2];
    Envelope.seal(entry, 2, sequence, 0, 0, new CRC32C());
    Files.write(CycleNames.file(journal, number), entry);
  }

  /** Names as the writer gives them. */
  private static final class CycleNames {
    static Path file(JournalDirectory journal, int number) {
      return journal.chronicle().resolve("19700101-00" + number + "0X.cq4");
    }
  }
}
