package com.gt8004.sdk.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {
  private static final UUID ID = UUID.fromString("0190a000-0000-7000-8000-000000000001");

  @TempDir
  Path folder;

  private JournalDirectory journal;

  @BeforeEach
  void create() throws IOException {
    journal = new JournalDirectory(folder, 1, ID);
    Files.write(journal.checkpointFile(), CheckpointFile.initial(ID));
  }

  @Test
  void read_ofANewFileSaysNothingIsSettled() throws IOException {
    assertThat(CheckpointFile.peek(journal)).isEqualTo(Checkpoint.at(ID, 0));
  }

  @Test
  void write_isReadBackWithItsRanges() throws IOException {
    Checkpoint checkpoint = new Checkpoint(
        ID, 7, List.of(new SequenceRange(9, 9), new SequenceRange(20, 5_000_000_000L)));
    write(checkpoint);
    assertThat(CheckpointFile.peek(journal)).isEqualTo(checkpoint);
    assertThat(checkpoint.settled(6)).isTrue();
    assertThat(checkpoint.settled(7)).isFalse();
    assertThat(checkpoint.settled(21)).isTrue();
  }

  @Test
  void write_tornAtAnyByteLeavesThePreviousPosition() throws IOException {
    write(Checkpoint.at(ID, 5));
    byte[] before = Files.readAllBytes(journal.checkpointFile());
    write(Checkpoint.at(ID, 8));
    byte[] after = Files.readAllBytes(journal.checkpointFile());
    int slot = changedSlot(before, after);
    for (int torn = 0; torn < CheckpointFile.SLOT_BYTES; torn++) {
      byte[] mixed = after.clone();
      System.arraycopy(before, slot + torn, mixed, slot + torn, CheckpointFile.SLOT_BYTES - torn);
      Files.write(journal.checkpointFile(), mixed);
      assertThat(CheckpointFile.peek(journal))
          .as("torn after byte %d", torn)
          .isIn(Checkpoint.at(ID, 5), Checkpoint.at(ID, 8));
    }
  }

  @Test
  void read_isNullWhereBothSlotsAreUnreadable() throws IOException {
    Files.write(journal.checkpointFile(), new byte[CheckpointFile.FILE_BYTES]);
    assertThat(CheckpointFile.peek(journal)).isNull();
    Files.write(journal.checkpointFile(), new byte[0]);
    assertThat(CheckpointFile.peek(journal)).isNull();
    write(Checkpoint.at(ID, 3));
    assertThat(CheckpointFile.peek(journal)).isEqualTo(Checkpoint.at(ID, 3));
  }

  @Test
  void read_refusesTheCheckpointOfAnotherJournal() throws IOException {
    Files.write(journal.checkpointFile(), CheckpointFile.initial(UUID.randomUUID()));
    assertThat(CheckpointFile.peek(journal)).isNull();
  }

  @Test
  void write_refusesToMoveBackwards() throws IOException {
    write(Checkpoint.at(ID, 5));
    assertThatThrownBy(() -> write(Checkpoint.at(ID, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 5 to 4");
    assertThat(CheckpointFile.peek(journal)).isEqualTo(Checkpoint.at(ID, 5));
  }

  @Test
  void checkpoint_refusesRangesThatTouchOrOverlap() {
    assertThatThrownBy(() -> new Checkpoint(ID, 7, List.of(new SequenceRange(7, 8))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new Checkpoint(ID, 0, List.of(new SequenceRange(3, 4), new SequenceRange(4, 5))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void write(Checkpoint checkpoint) throws IOException {
    try (CheckpointFile file = CheckpointFile.open(journal)) {
      file.write(checkpoint);
    }
  }

  private static int changedSlot(byte[] before, byte[] after) {
    for (int i = 0; i < before.length; i++) {
      if (before[i] != after[i]) {
        return i < CheckpointFile.SLOT_DISTANCE ? 0 : CheckpointFile.SLOT_DISTANCE;
      }
    }
    throw new AssertionError("nothing was written");
  }
}
