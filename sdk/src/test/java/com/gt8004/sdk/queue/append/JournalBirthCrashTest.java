package com.gt8004.sdk.queue.append;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.CrashPoint;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies between any two steps of a birth: nobody sees half a journal, and births go on. */
class JournalBirthCrashTest {
  private static final List<String> UNSEEN = List.of(
      "birth.after-queue",
      "birth.after-folder",
      "birth.after-lock",
      "birth.after-descriptor",
      "birth.before-rename");
  private static final List<String> SEEN = List.of("birth.after-rename", "birth.before-chronicle");

  @TempDir
  Path root;

  @Test
  void deathAtEachStep_leavesWholeJournalsAndHiddenOnes() throws Exception {
    Map<String, Process> dying = new LinkedHashMap<>();
    // All at once: they race for the making of the queue, too.
    for (String point : Stream.concat(UNSEEN.stream(), SEEN.stream()).toList()) {
      dying.put(point, start(point));
    }
    for (Map.Entry<String, Process> process : dying.entrySet()) {
      assertThat(process.getValue().waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.getValue().exitValue())
          .as(process.getKey())
          .isEqualTo(CrashPoint.EXIT_CODE);
    }
    assertThat(queue().descriptor().agentId()).isEqualTo("my-agent");
    assertThat(queue().journals()).hasSize(SEEN.size()).allSatisfy(this::isWholeAndFree);
    // One died before it had made a folder.
    assertThat(hidden()).hasSize(UNSEEN.size() - 1).allSatisfy(cradle -> assertThat(
            OwnerLock.isHeld(cradle.resolve("owner.lock")))
        .isFalse());

    JournalBirth.Born born = birth(queue());
    assertThat(queue().journals()).hasSize(SEEN.size() + 1).contains(born.directory());
    assertThat(OwnerLock.isHeld(born.directory().ownerLockFile())).isTrue();
    born.lock().close();
    isWholeAndFree(born.directory());
  }

  private void isWholeAndFree(JournalDirectory journal) {
    try {
      assertThat(OwnerLock.isHeld(journal.ownerLockFile())).isFalse();
      assertThat(CheckpointFile.peek(journal)).isEqualTo(Checkpoint.at(journal.id(), 0));
      assertThat(FlushRequest.read(journal)).isZero();
      assertThat(JournalDescriptor.read(journal).writerVersion()).isEqualTo("java-test");
      assertThat(journal.chronicle()).doesNotExist();
    } catch (IOException e) {
      throw new AssertionError(journal.path() + " is not whole", e);
    }
  }

  private List<Path> hidden() throws IOException {
    List<Path> found = new ArrayList<>();
    try (var folders = Files.newDirectoryStream(queue().journalsFolder(), ".*")) {
      folders.forEach(found::add);
    }
    return found;
  }

  private QueueDirectory queue() {
    return new QueueDirectory(root.resolve("my-agent"));
  }

  private static JournalBirth.Born birth(QueueDirectory queue) throws IOException {
    return JournalBirth.in(
        queue, "my-agent", "java-test", QueueLimits.DEFAULT, EpochClock.system());
  }

  private Process start(String crashAt) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Dying.class.getName(),
            queue().path().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("GT8004_CRASH_AT", crashAt);
    return builder.start();
  }

  /** The process that dies. */
  static final class Dying {
    public static void main(String[] args) throws IOException {
      birth(new QueueDirectory(Path.of(args[0])));
    }
  }
}
