package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.append.AppendLimits;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Death of an appending process, half of the times by SIGKILL and half at a chosen place of a roll: what
 * it said was appended is there, and nothing is damaged.
 */
class AppendCrashTest {
  private static final int KILLS = Torture.rounds(5, 50);
  private static final List<String> PLACES = List.of(
      "append.after-roll:7",
      "append.before-roll:5",
      "append.before-acknowledgement:2500",
      "append.next-file-step:16",
      "append.after-roll:1",
      "append.before-chronicle:1");
  private static final int ACKNOWLEDGED_BEFORE_KILL = 3_000;
  private static final Pattern PATH = Pattern.compile("\"path\":\"/n/(\\d+-\\d+)\"");

  @TempDir
  Path root;

  @Test
  void sigkill_losesNothingThatWasAcknowledged() throws Exception {
    Set<String> acknowledged = new HashSet<>();
    for (int run = 0; run < KILLS; run++) {
      String place = run % 2 == 0 ? "" : PLACES.get(run / 2 % PLACES.size());
      acknowledged.addAll(appendUntilKilled(run, place));
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS / 2 * ACKNOWLEDGED_BEFORE_KILL);

    Set<String> readable = new HashSet<>();
    QueueDirectory queue = new QueueRoot(root).queue("crashing");
    assertThat(queue.journals()).hasSize(KILLS);
    for (JournalDirectory journal : queue.journals()) {
      assertThat(OwnerLock.isHeld(journal.ownerLockFile())).isFalse();
      readAll(journal, readable);
    }
    Set<String> lost = new HashSet<>(acknowledged);
    lost.removeAll(readable);
    assertThat(lost).as("of %d acknowledged", acknowledged.size()).isEmpty();
  }

  @Test
  void death_betweenTheStepsOfABirthLeavesNoHalfJournal() throws Exception {
    List<String> steps = List.of(
        "birth.after-rename",
        "birth.after-folder",
        "birth.after-lock",
        "birth.after-descriptor",
        "birth.before-rename",
        "append.before-chronicle");
    QueueDirectory queue = new QueueRoot(root).queue("crashing");
    for (int run = 0; run < Torture.rounds(1, steps.size()); run++) {
      assertThat(appendUntilKilled(run, steps.get(run))).isEmpty();
      for (JournalDirectory journal : queue.journals()) {
        assertThat(journal.descriptorFile()).isNotEmptyFile();
        assertThat(journal.checkpointFile()).isNotEmptyFile();
        assertThat(journal.flushFile()).isNotEmptyFile();
        assertThat(OwnerLock.isHeld(journal.ownerLockFile())).isFalse();
        Set<String> readable = new HashSet<>();
        readAll(journal, readable);
        assertThat(readable).isEmpty();
      }
    }
    assertThat(appendUntilKilled(99, "append.before-acknowledgement:10")).hasSizeLessThan(10);
  }

  private Set<String> appendUntilKilled(int run, String place)
      throws IOException, InterruptedException {
    Process writer = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-DGT8004_CRASH_AT=" + place,
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            root.toString(),
            Integer.toString(run))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    Set<String> acknowledged = new HashSet<>();
    try (BufferedReader lines = writer.inputReader(StandardCharsets.US_ASCII)) {
      String line;
      while ((line = lines.readLine()) != null) {
        // The kill may cut the last line; only whole numbers were acknowledged.
        if (line.endsWith(";")) {
          acknowledged.add(line.substring(0, line.length() - 1));
        }
        if (acknowledged.size() == ACKNOWLEDGED_BEFORE_KILL) {
          // By its handle: Process.destroyForcibly would close the pipe that still holds
          // acknowledgements.
          assertThat(writer.toHandle().destroyForcibly()).isTrue();
        }
      }
    }
    assertThat(writer.waitFor()).as("exit by SIGKILL").isEqualTo(137);
    return acknowledged;
  }

  private static void readAll(JournalDirectory journal, Set<String> into) {
    try (JournalTailer tailer = JournalTailer.open(journal)) {
      TailedEntry entry = new TailedEntry();
      while (tailer.read(entry) == TailStatus.ENTRY) {
        Matcher path = PATH.matcher(entry.payloadText());
        assertThat(path.find()).isTrue();
        into.add(path.group(1));
      }
      assertThat(tailer.trouble()).isEmpty();
    }
  }

  /** The process that is killed: eight threads, small cycles so that kills meet rolls. */
  static final class Writer {
    public static void main(String[] args) {
      GT8004Logger logger = GT8004Logger.builder()
          .agentId("crashing")
          .queueRoot(Path.of(args[0]))
          .with(AppendLimits.DEFAULT.withDiskFreeMin(0).withCycleBytes(200_000), Map.of())
          .build();
      AtomicInteger next = new AtomicInteger();
      for (int i = 0; i < 8; i++) {
        new Thread(() -> append(logger, args[1], next)).start();
      }
    }

    private static void append(GT8004Logger logger, String run, AtomicInteger next) {
      // One write a line, straight to the pipe: what was written left the process before any kill.
      try (FileOutputStream out = new FileOutputStream(java.io.FileDescriptor.out)) {
        while (true) {
          String number = run + "-" + next.getAndIncrement();
          RequestLogEntry entry = RequestLogEntry.builder()
              .method("GET")
              .path("/n/" + number)
              .statusCode(200)
              .responseMs(1)
              .requestBody("x".repeat(next.get() % 2_000))
              .build();
          if (logger.log(entry).appended()) {
            out.write((number + ";\n").getBytes(StandardCharsets.US_ASCII));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
