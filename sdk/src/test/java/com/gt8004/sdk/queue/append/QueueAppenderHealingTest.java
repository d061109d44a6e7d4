package com.gt8004.sdk.queue.append;

import static com.gt8004.sdk.queue.append.Appending.LIMITS;
import static com.gt8004.sdk.queue.append.Appending.append;
import static com.gt8004.sdk.queue.append.Appending.appendAll;
import static com.gt8004.sdk.queue.append.Appending.entry;
import static com.gt8004.sdk.queue.append.Appending.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.ChronicleFiles;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an appender whose journal, clock or caller misbehaves. */
class QueueAppenderHealingTest {
  @TempDir
  Path root;

  private final ManualClock clock = new ManualClock();

  @Test
  void checkup_movesToANewJournalWhenTheCycleFileWasDeleted() throws IOException {
    try (QueueAppender appender = appender()) {
      appendAll(appender, 3, 100);
      appender.checkup();
      assertThat(appender.appended()).as("nothing wrong").hasSize(1);

      Files.delete(currentFile(appender));
      appender.checkup();
      assertThat(append(appender, entry(100))).isZero();
      assertThat(appender.appended()).hasSize(2);
      assertThat(read(appender.appended().get(1).journal())).hasSize(1);
    }
  }

  @Test
  void checkup_movesToANewJournalWhenTheFileWasReplaced() throws IOException {
    try (QueueAppender appender = appender()) {
      appendAll(appender, 3, 100);
      Path copy = Files.copy(currentFile(appender), root.resolve("restored"));
      Files.move(copy, currentFile(appender), StandardCopyOption.REPLACE_EXISTING);
      appender.checkup();
      assertThat(append(appender, entry(100))).isZero();
      assertThat(appender.appended()).hasSize(2);
    }
  }

  @Test
  void checkup_movesToANewJournalWhenTheFolderWasRemoved() throws IOException {
    try (QueueAppender appender = appender()) {
      appendAll(appender, 3, 100);
      Path journals = new QueueDirectory(root.resolve("q")).journalsFolder();
      Files.move(journals, root.resolve("gone"));
      appender.checkup();
      assertThat(append(appender, entry(100))).isZero();
      assertThat(read(appender.appended().get(1).journal())).hasSize(1);
    }
  }

  @Test
  void checkup_movesToANewJournalWhenAQueueOfLongAgoWasRemoved() throws IOException {
    try (QueueAppender before = appender()) {
      appendAll(before, 1, 100);
    }
    try (QueueAppender appender = appender()) {
      appendAll(appender, 3, 100);
      Files.move(root.resolve("q"), root.resolve("gone"));
      appender.checkup();
      clock.pass(Duration.ofSeconds(6));
      assertThat(append(appender, entry(100))).isZero();
      assertThat(read(appender.appended().get(1).journal())).hasSize(1);
    }
  }

  @Test
  void append_atARollWhoseFolderIsGoneCostsOneEntry() throws IOException {
    try (QueueAppender appender = Appending.to(root, LIMITS.withCycleBytes(10_000), clock)) {
      appendAll(appender, 72, 100);
      Files.move(appender.appended().get(0).journal().path(), root.resolve("gone"));
      assertThat(append(appender, entry(100))).isEqualTo(Refusal.UNUSABLE.code());
      assertThat(append(appender, entry(100))).isZero();
    }
  }

  @Test
  void append_beginsANewJournalWhenTheClockWasSetBackAtMostOnceAnHour() {
    try (QueueAppender appender = appender()) {
      appendAll(appender, 2, 100);
      clock.setWall(Duration.ofSeconds(-59));
      appendAll(appender, 1, 100);
      assertThat(appender.appended()).as("a minute is tolerated").hasSize(1);
      clock.setWall(Duration.ofDays(-1));
      appendAll(appender, 1, 100);
      assertThat(appender.appended()).hasSize(2);
      clock.setWall(Duration.ofDays(-1));
      clock.pass(Duration.ofMinutes(59));
      appendAll(appender, 1, 100);
      assertThat(appender.appended()).as("within the hour").hasSize(2);
      clock.pass(Duration.ofMinutes(2));
      appendAll(appender, 1, 100);
      assertThat(appender.appended()).hasSize(3);
      assertThat(entriesPerJournal(appender)).containsExactly(3, 2, 1);
    }
  }

  @Test
  void append_goesOnThroughJumpsOfADayAndHidesNothing() {
    try (QueueAppender appender = Appending.to(root, LIMITS.withCycleBytes(5_000), clock)) {
      for (int jump = 0; jump < 10; jump++) {
        clock.setWall(Duration.ofDays(jump % 2 == 0 ? 1 : -1));
        clock.pass(Duration.ofSeconds(1));
        appendAll(appender, 100, 100);
      }
      assertThat(appender.appended()).hasSize(2);
      assertThat(entriesPerJournal(appender).stream().mapToInt(n -> n).sum()).isEqualTo(1_000);
      for (JournalSpan span : appender.appended()) {
        assertThat(read(span.journal())).isSorted();
      }
    }
  }

  @Test
  void append_doesNotMindInterrupts() throws InterruptedException {
    try (QueueAppender appender =
        Appending.to(root, LIMITS.withCycleBytes(300_000), EpochClock.system())) {
      Thread caller = Thread.currentThread();
      Thread pest = new Thread(() -> {
        while (!Thread.currentThread().isInterrupted()) {
          caller.interrupt();
          LockSupport.parkNanos(50_000);
        }
      });
      pest.start();
      appendAll(appender, 2_000, 1_000);
      pest.interrupt();
      while (pest.isAlive()) {
        Thread.onSpinWait();
      }
      assertThat(Thread.interrupted()).isTrue();
      assertThat(appender.appended()).hasSize(1);
      assertThat(read(appender.appended().get(0).journal())).hasSize(2_000);
    }
  }

  @Test
  void close_leavesNoFileThatWasMadeBeforehand() throws IOException {
    QueueAppender appender = Appending.to(root, LIMITS.withCycleBytes(10_000), clock);
    appendAll(appender, 60, 100);
    assertThat(files(".precreated")).isEqualTo(1);
    appender.close();
    assertThat(files(".precreated")).isZero();
    assertThat(files(".cq4")).isEqualTo(1);
  }

  @Test
  void append_thatNeverCameToPassLeavesNoJournal() throws IOException {
    Path journals = new QueueDirectory(root.resolve("q")).journalsFolder();
    try (QueueAppender appender = appender()) {
      Files.createDirectories(root.resolve("q"));
      Files.writeString(journals, "not a folder");
      for (int i = 0; i < 5; i++) {
        assertThat(append(appender, entry(100))).isEqualTo(Refusal.UNUSABLE.code());
        clock.pass(Duration.ofSeconds(6));
      }
      Files.delete(journals);
      assertThat(append(appender, entry(100))).isZero();
    }
    try (Stream<Path> left = Files.list(journals)) {
      assertThat(left).hasSize(1);
    }
  }

  private QueueAppender appender() {
    return Appending.to(root, LIMITS, clock);
  }

  private static List<Integer> entriesPerJournal(QueueAppender appender) {
    return appender.appended().stream().map(span -> read(span.journal()).size()).toList();
  }

  private static Path currentFile(QueueAppender appender) {
    JournalDirectory journal = appender.appended().get(0).journal();
    return ChronicleFiles.file(journal.chronicle(), 1);
  }

  private long files(String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(suffix)).count();
    }
  }
}
