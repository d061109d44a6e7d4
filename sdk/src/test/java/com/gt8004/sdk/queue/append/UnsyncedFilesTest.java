package com.gt8004.sdk.queue.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsyncedFilesTest {
  @TempDir
  Path folder;

  private Path cycle;
  private UnsyncedFiles files;

  @BeforeEach
  void begin() throws IOException {
    JournalDirectory journal = new JournalDirectory(folder, 1, UUID.randomUUID());
    Files.createDirectory(journal.chronicle());
    Path metadata = Files.createFile(journal.chronicle().resolve("metadata.cq4t"));
    cycle = Files.createFile(journal.chronicle().resolve("1.cq4"));
    files = new UnsyncedFiles(journal, metadata, EpochClock.system());
    files.newFile(cycle);
    append(3);
  }

  @Test
  void force_coversWhatWasAppendedBefore() throws IOException {
    assertThat(files.unsyncedEntries()).isEqualTo(3);
    assertThat(files.force()).isTrue();
    assertThat(files.unsyncedEntries()).isZero();
    append(2);
    assertThat(files.unsyncedEntries()).isEqualTo(2);
  }

  @Test
  void force_thatFailedIsNeverTriedAgain() throws IOException {
    Files.delete(cycle);
    assertThatThrownBy(files::force).isInstanceOf(IOException.class);
    // Now it would succeed, as a second fsync does after the kernel has dropped the pages.
    Files.createFile(cycle);
    assertThatThrownBy(files::force)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("earlier force");
    assertThat(files.unsyncedEntries()).isEqualTo(3);
  }

  @Test
  void force_passesOverAnOlderCycleThatWasPruned() throws IOException {
    Path newer = Files.createFile(cycle.resolveSibling("2.cq4"));
    files.newFile(newer);
    Files.delete(cycle);
    assertThat(files.force()).isTrue();
  }

  @Test
  void force_isNotDoneBeforeTheFolderIsForced() throws IOException {
    Path place = folder.resolve("journal");
    UnsyncedFiles unsynced = in(place);
    Files.createSymbolicLink(place, place); // there, but not to be opened: as without descriptors
    assertThat(unsynced.force()).isFalse();
    assertThat(unsynced.unsyncedEntries()).isEqualTo(1);
    Files.delete(place);
    Files.createDirectories(place.resolve("chronicle"));
    assertThat(unsynced.force()).isTrue();
    assertThat(unsynced.unsyncedEntries()).isZero();
  }

  @Test
  void force_ofAFolderThatFailedIsNeverTriedAgain() throws IOException {
    Path place = folder.resolve("journal");
    UnsyncedFiles unsynced = in(place);
    assertThatThrownBy(unsynced::force).isInstanceOf(IOException.class);
    Files.createDirectories(place.resolve("chronicle"));
    assertThatThrownBy(unsynced::force).hasMessageContaining("earlier force");
    assertThat(unsynced.unsyncedEntries()).isEqualTo(1);
  }

  @Test
  void force_isInterruptedByNobody() throws IOException {
    Thread.currentThread().interrupt();
    boolean forced = files.force();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(forced).isTrue();
  }

  /** With one entry, in a cycle file that is in its place whatever becomes of the folder. */
  private UnsyncedFiles in(Path place) {
    JournalDirectory journal = new JournalDirectory(place, 1, UUID.randomUUID());
    UnsyncedFiles unsynced = new UnsyncedFiles(journal, cycle, EpochClock.system());
    unsynced.newFile(cycle.resolveSibling("metadata.cq4t"));
    unsynced.appended(100, System.nanoTime());
    return unsynced;
  }

  private void append(int entries) {
    for (int i = 0; i < entries; i++) {
      files.appended(100, System.nanoTime());
    }
  }
}
