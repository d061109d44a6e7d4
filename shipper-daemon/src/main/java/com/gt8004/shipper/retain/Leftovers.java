package com.gt8004.shipper.retain;

import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Sweeps what a crash left behind: journals half born and half removed. Both hold no entry. */
public final class Leftovers {
  /** A birth takes milliseconds; an hour forgives a stopped virtual machine. */
  private static final Duration BIRTH_AGE_MAX = Duration.ofHours(1);

  private Leftovers() {}

  /**
   * Removes them from a queue whose lock the caller holds.
   *
   * @return how many were removed
   */
  public static int sweep(QueueDirectory queue, EpochClock clock) throws IOException {
    if (!Files.isDirectory(queue.journalsFolder())) {
      return 0;
    }
    int removed = 0;
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(queue.journalsFolder(), ".*")) {
      for (Path folder : folders) {
        if (isLeftover(folder, clock.now())) {
          DurableFiles.deleteRecursively(folder);
          removed++;
        }
      }
    }
    return removed;
  }

  private static boolean isLeftover(Path folder, Instant now) throws IOException {
    String name = String.valueOf(folder.getFileName());
    if (name.startsWith(JournalDirectory.REMOVAL_PREFIX)) {
      return true;
    }
    return name.startsWith(JournalDirectory.BIRTH_PREFIX)
        && Files.getLastModifiedTime(folder).toInstant().isBefore(now.minus(BIRTH_AGE_MAX))
        && !OwnerLock.isHeld(folder.resolve("owner.lock"));
  }
}
