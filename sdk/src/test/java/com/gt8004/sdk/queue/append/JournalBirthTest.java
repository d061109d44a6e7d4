package com.gt8004.sdk.queue.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.FlushRequest;
import com.gt8004.sdk.queue.JournalDescriptor;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalBirthTest {
  @TempDir
  Path root;

  @Test
  void in_makesAWholeJournalWithItsLockHeld() throws IOException {
    QueueDirectory queue = queue();
    JournalBirth.Born born =
        JournalBirth.in(queue, "my-agent", "java-test", QueueLimits.DEFAULT, EpochClock.system());
    JournalDirectory journal = born.directory();
    assertThat(queue.journals()).containsExactly(journal);
    assertThat(queue.descriptor().agentId()).isEqualTo("my-agent");
    assertThat(CheckpointFile.peek(journal)).isEqualTo(Checkpoint.at(journal.id(), 0));
    assertThat(FlushRequest.read(journal)).isZero();
    assertThat(JournalDescriptor.read(journal).pid())
        .isEqualTo(ProcessHandle.current().pid());
    assertThat(journal.chronicle()).doesNotExist();
    assertThat(OwnerLock.isHeld(journal.ownerLockFile())).isTrue();
    born.lock().close();
    assertThat(OwnerLock.isHeld(journal.ownerLockFile())).isFalse();
  }

  @Test
  void in_leavesNothingBehindWhenItFails() throws IOException {
    QueueDirectory queue = queue();
    queue.create("my-agent", EpochClock.system());
    EpochClock broken = new EpochClock() {
      @Override
      public long epochMicros() {
        throw new IllegalStateException("no time");
      }

      @Override
      public long nanoTime() {
        return 0;
      }
    };
    assertThatThrownBy(
            () -> JournalBirth.in(queue, "my-agent", "java-test", QueueLimits.DEFAULT, broken))
        .hasMessage("no time");
    assertThat(queue.journalsFolder()).isEmptyDirectory();
  }

  @Test
  void undo_leavesNeitherFolderNorLock() throws IOException {
    JournalBirth.Born born =
        JournalBirth.in(queue(), "my-agent", "java-test", QueueLimits.DEFAULT, EpochClock.system());
    JournalBirth.undo(born);
    assertThat(queue().journalsFolder()).isEmptyDirectory();
    assertThat(OwnerLock.isHeld(born.directory().ownerLockFile())).isFalse();
  }

  @Test
  void in_refusesAQueueOfAnotherAgent() throws IOException {
    queue().create("somebody-else", EpochClock.system());
    assertThatThrownBy(() -> JournalBirth.in(
            queue(), "my-agent", "java-test", QueueLimits.DEFAULT, EpochClock.system()))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("somebody-else", "my-agent");
  }

  @Test
  void in_setsModesByCode() throws IOException {
    JournalBirth.Born born =
        JournalBirth.in(queue(), "my-agent", "java-test", QueueLimits.DEFAULT, EpochClock.system());
    born.lock().close();
    assertThat(mode(born.directory().path())).isEqualTo("rwx------");
    assertThat(mode(born.directory().checkpointFile())).isEqualTo("rw-------");
    assertThat(mode(born.directory().ownerLockFile())).isEqualTo("rw-------");
  }

  @Test
  void in_sharesWithTheGroupBelowASetgidRoot() throws IOException {
    Files.setAttribute(root, "unix:mode", 02770);
    JournalBirth.Born born =
        JournalBirth.in(queue(), "my-agent", "java-test", QueueLimits.DEFAULT, EpochClock.system());
    born.lock().close();
    assertThat((Integer) Files.getAttribute(born.directory().path(), "unix:mode") & 07777)
        .isEqualTo(02770);
    assertThat(mode(born.directory().checkpointFile())).isEqualTo("rw-rw----");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private QueueDirectory queue() {
    return new QueueDirectory(root.resolve("my-agent"));
  }
}
