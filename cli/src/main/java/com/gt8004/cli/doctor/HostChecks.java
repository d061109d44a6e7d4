package com.gt8004.cli.doctor;

import com.gt8004.cli.console.Quantity;
import com.gt8004.sdk.queue.FileSystemKind;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueLimits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The JVM, and the disk that a queue lies on. */
public final class HostChecks {
  private static final List<String> OPENINGS =
      List.of("java.base/java.lang.reflect", "java.base/sun.nio.ch");

  private HostChecks() {}

  /** The JVM and its flags. */
  public static Answer java() {
    return java(ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  static Answer java(List<String> flags) {
    boolean denied =
        flags.stream().anyMatch(flag -> flag.equals("--sun-misc-unsafe-memory-access=deny"));
    String seen =
        "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor")
            + "), heap at most " + Quantity.bytes(Runtime.getRuntime().maxMemory());
    if (denied) {
      return Answer.fail(
          null,
          "java",
          seen + ", with --sun-misc-unsafe-memory-access=deny, under which no queue can be opened",
          "leave that flag out, here and in the application");
    }
    boolean given = OPENINGS.stream()
        .allMatch(opening -> flags.stream().anyMatch(flag -> flag.contains(opening)));
    return Answer.ok(
        null,
        "java",
        seen
            + (given
                ? ", module openings by flags"
                : ", module openings by the manifest or in code"));
  }

  /** Room, file system and rights of a queue's disk. */
  public static List<Answer> disk(QueueDirectory queue, List<String> allowedFileSystems)
      throws IOException {
    List<Answer> answers = new ArrayList<>();
    answers.add(space(queue, Files.getFileStore(queue.path()).getUsableSpace()));
    answers.add(fileSystem(queue, FileSystemKind.of(queue.path()), allowedFileSystems));
    answers.add(writable(queue));
    return answers;
  }

  static Answer space(QueueDirectory queue, long free) {
    long min = QueueLimits.DEFAULT.diskFreeMin();
    String seen = Quantity.bytes(free) + " free";
    String cure =
        "free the disk that holds " + queue.path() + ", or move the queue root to a larger one";
    if (free < min) {
      return Answer.fail(
          queue.name(),
          "disk_space",
          seen + "; below " + Quantity.bytes(min) + " loggers refuse entries",
          cure);
    }
    return free < 2 * min
        ? Answer.warn(
            queue.name(),
            "disk_space",
            seen + "; at " + Quantity.bytes(min) + " loggers refuse entries",
            cure)
        : Answer.ok(queue.name(), "disk_space", seen);
  }

  static Answer fileSystem(QueueDirectory queue, FileSystemKind kind, List<String> allowed) {
    if (kind.refused(allowed)) {
      return Answer.fail(queue.name(), "file_system", kind.refusal(queue.path()), kind.cure());
    }
    return switch (kind.promise()) {
      case WHOLE -> Answer.ok(queue.name(), "file_system", kind.type());
      case WEAKENED, UNTRIED, NONE ->
        Answer.warn(
            queue.name(),
            "file_system",
            kind.type() + ": " + kind.withdrawn(),
            "put the queue root on ext4 or xfs for the full promise");
    };
  }

  static Answer writable(QueueDirectory queue) {
    Path probe = queue.path().resolve(".doctor-" + UUID.randomUUID());
    try {
      Files.createFile(probe);
      Files.delete(probe);
      return Answer.ok(
          queue.name(),
          "queue_writable",
          queue.path() + " as user " + System.getProperty("user.name"));
    } catch (IOException e) {
      return Answer.fail(
          queue.name(),
          "queue_writable",
          "user " + System.getProperty("user.name") + " cannot make a file in " + queue.path()
              + " (" + e.getClass().getSimpleName() + ")",
          "run this, application and shipper as the queue's owner, or as members of its group; gt8004 verify names"
              + " every file whose mode is not right");
    }
  }
}
