package com.gt8004.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.gt8004.sdk.queue.JournalDescriptor;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.append.AppendLimits;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes of one agent that cannot see one another's ids, as in containers that share a volume.
 * Skipped where the machine lets nobody make a PID namespace.
 */
class PidNamespaceTest {
  private static final int TOGETHER = 10_000;

  @TempDir
  Path root;

  private final List<Process> children = new ArrayList<>();

  @AfterEach
  void tearDown() throws InterruptedException {
    for (Process child : children) {
      child.destroyForcibly().waitFor();
    }
  }

  @Test
  void twoProcessesAtOnceAndARestartAsTheSamePid_neverDisturbOneAnother() throws Exception {
    try (GT8004Logger here = logger(root)) {
      append(here, 1);
      Process there = contained("1");
      BufferedReader answers = there.inputReader();
      assertThat(answers.readLine()).isEqualTo("appended 1");
      say(there, Integer.toString(TOGETHER));
      append(here, TOGETHER);
      assertThat(answers.readLine()).isEqualTo("appended " + TOGETHER);
      List<JournalDirectory> journals = queue().journals();
      assertThat(journals).hasSize(2);
      for (JournalDirectory journal : journals) {
        assertThat(OwnerLock.isHeld(journal.ownerLockFile())).isTrue();
        assertThat(readable(journal)).isEqualTo(TOGETHER + 1L);
      }

      there.destroyForcibly().waitFor(); // and with it, by SIGKILL, the process with id 1
      Process again = contained("50");
      assertThat(again.inputReader().readLine()).isEqualTo("appended 50");
      end(again);
      append(here, 1);

      List<JournalDirectory> after = queue().journals();
      assertThat(after).hasSize(3).startsWith(journals.toArray(JournalDirectory[]::new));
      assertThat(JournalDescriptor.read(journals.get(1)).pid()).isEqualTo(1);
      assertThat(JournalDescriptor.read(after.get(2)).pid()).isEqualTo(1);
      assertThat(OwnerLock.isHeld(journals.get(1).ownerLockFile())).isFalse();
      assertThat(readable(journals.get(0))).isEqualTo(TOGETHER + 2L);
      assertThat(readable(journals.get(1))).isEqualTo(TOGETHER + 1L);
      assertThat(readable(after.get(2))).isEqualTo(50);
    }
  }

  private Process contained(String entries) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(unshare());
    command.addAll(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData", // its file is named after the process id
        "-cp",
        System.getProperty("java.class.path"),
        Contained.class.getName(),
        root.toString()));
    Process child = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    children.add(child);
    say(child, entries);
    return child;
  }

  /** A command that makes the next one process 1 of a namespace, and kills it with itself. */
  private static List<String> unshare() throws IOException, InterruptedException {
    List<String> asRoot =
        List.of("unshare", "--pid", "--fork", "--kill-child=SIGKILL", "--mount-proc");
    List<String> asUser = new ArrayList<>(asRoot);
    asUser.add(1, "-Ur");
    for (List<String> command : List.of(asRoot, asUser)) {
      if (works(command)) {
        return command;
      }
    }
    assumeTrue(false, "unshare is missing, or may not make a PID namespace here");
    return asRoot;
  }

  private static boolean works(List<String> command) throws InterruptedException {
    List<String> trial = new ArrayList<>(command);
    trial.add("true");
    try {
      Process process = new ProcessBuilder(trial)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      return process.waitFor() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  private static void say(Process child, String line) throws IOException {
    child.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    child.getOutputStream().flush();
  }

  private static void end(Process child) throws IOException, InterruptedException {
    child.getOutputStream().close();
    assertThat(child.waitFor()).isZero();
  }

  private static long readable(JournalDirectory journal) {
    long count = 0;
    try (JournalTailer tailer = JournalTailer.open(journal)) {
      TailedEntry entry = new TailedEntry();
      while (tailer.read(entry) == TailStatus.ENTRY) {
        assertThat(entry.sequence()).isEqualTo(count);
        count++;
      }
      assertThat(tailer.trouble()).isEmpty();
    }
    return count;
  }

  private QueueDirectory queue() {
    return new QueueRoot(root).queue("shared");
  }

  private static GT8004Logger logger(Path root) {
    return GT8004Logger.builder()
        .agentId("shared")
        .queueRoot(root)
        .with(AppendLimits.DEFAULT.withDiskFreeMin(0), Map.of())
        .build();
  }

  private static void append(GT8004Logger logger, int entries) {
    RequestLogEntry entry = RequestLogEntry.builder()
        .method("GET")
        .path("/n")
        .statusCode(200)
        .responseMs(1)
        .build();
    for (int i = 0; i < entries; i++) {
      AppendResult result = logger.log(entry);
      if (!result.appended()) {
        throw new AssertionError("entry " + i + ": " + result);
      }
    }
  }

  /** The process that takes itself for number 1: appends as many entries as each line of input says. */
  static final class Contained {
    public static void main(String[] args) throws IOException {
      try (GT8004Logger logger = logger(Path.of(args[0]));
          BufferedReader orders = new BufferedReader(new java.io.InputStreamReader(System.in))) {
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
          append(logger, Integer.parseInt(line));
          System.out.println("appended " + line);
        }
      }
    }
  }
}
