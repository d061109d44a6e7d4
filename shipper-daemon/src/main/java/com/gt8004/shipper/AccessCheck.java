package com.gt8004.shipper;

import com.gt8004.sdk.queue.FileSystemKind;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether the shipper can do in a queue what it must: read entries, write checkpoints, remove files.
 * Asked before the queue is taken, so that the answer names path, owner, mode and cure, and not the
 * first call that failed.
 */
final class AccessCheck {
  private final Predicate<Path> readable;
  private final Predicate<Path> writable;
  private final List<String> allowedFileSystems;

  AccessCheck(Predicate<Path> readable, Predicate<Path> writable, List<String> allowedFileSystems) {
    this.readable = readable;
    this.writable = writable;
    this.allowedFileSystems = allowedFileSystems;
  }

  /** Asks the operating system for the rights of this process. */
  static AccessCheck ofThisProcess(List<String> allowedFileSystems) {
    return new AccessCheck(Files::isReadable, Files::isWritable, allowedFileSystems);
  }

  /** What is in the way; null if nothing is. */
  @Nullable
  Condition problemOf(QueueDirectory queue) throws IOException {
    Condition refused = fileSystemProblem(queue.path());
    if (refused != null) {
      return refused;
    }
    if (!readable.test(queue.descriptorFile())) {
      return denied(queue.descriptorFile(), "read");
    }
    for (Path folder : List.of(queue.path(), queue.journalsFolder(), queue.deadLetters())) {
      Condition denied = Files.exists(folder) ? folderProblem(folder) : null;
      if (denied != null) {
        return denied;
      }
    }
    for (JournalDirectory journal : queue.journals()) {
      Condition denied = folderProblem(journal.path());
      if (denied == null
          && Files.exists(journal.checkpointFile())
          && !writable.test(journal.checkpointFile())) {
        denied = denied(journal.checkpointFile(), "write");
      }
      if (denied != null) {
        return denied;
      }
    }
    return null;
  }

  private @Nullable Condition folderProblem(Path folder) {
    if (!readable.test(folder)) {
      return denied(folder, "read");
    }
    return writable.test(folder) ? null : denied(folder, "write");
  }

  /** What to say when {@code path} may not be used. */
  static Condition denied(Path path, String action) {
    String user = System.getProperty("user.name");
    return new Condition(
        ShipperState.NO_PERMISSION,
        "user " + user + " may not " + action + " " + path + " (" + ownership(path) + ")",
        "run the shipper as the queue's owner, or give both one group: sudo usermod -aG $(stat -c %G "
            + path + ") " + user + " && sudo chmod -R g+rwX " + path);
  }

  private static String ownership(Path path) {
    try {
      Map<String, Object> unix = Files.readAttributes(path, "unix:uid,gid,mode");
      int mode = (Integer) unix.getOrDefault("mode", 0);
      return "uid %s, gid %s, mode %04o".formatted(unix.get("uid"), unix.get("gid"), mode & 07777);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
      return "owner unknown";
    }
  }

  private @Nullable Condition fileSystemProblem(Path path) {
    FileSystemKind kind = FileSystemKind.of(path);
    return kind.refused(allowedFileSystems)
        ? new Condition(ShipperState.FILE_SYSTEM, kind.refusal(path), kind.cure())
        : null;
  }
}
