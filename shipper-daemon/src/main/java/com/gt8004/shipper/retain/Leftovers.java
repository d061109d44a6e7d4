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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a crash left behind: journals half born and half removed. */
public final class Leftovers {
  /** A birth takes milliseconds; an hour forgives a stopped virtual machine. */
  private static final Duration BIRTH_AGE_MAX = Duration.ofHours(1);

  private Leftovers() {}

  /**
   * Removes journals whose maker died before it gave them their name. They hold no entry. The caller
   * holds the queue's lock.
   *
   * @return how many were removed
   */
  public static int sweepBirths(QueueDirectory queue, EpochClock clock) throws IOException {
    int removed = 0;
    for (Path folder : named(queue, JournalDirectory.BIRTH_PREFIX)) {
      if (isAbandoned(folder, clock.now())) {
        DurableFiles.deleteRecursively(folder);
        removed++;
      }
    }
    return removed;
  }

  /** Journals that lost their name to a removal that did not end, under the path they have now. */
  public static List<JournalDirectory> halfRemoved(QueueDirectory queue) throws IOException {
    List<JournalDirectory> found = new ArrayList<>();
    for (Path folder : named(queue, JournalDirectory.REMOVAL_PREFIX)) {
      String name = String.valueOf(folder.getFileName());
      JournalDirectory journal = JournalDirectory.parse(
          folder.resolveSibling(name.substring(JournalDirectory.REMOVAL_PREFIX.length())));
      if (journal != null) {
        found.add(journal.at(folder));
      }
    }
    return found;
  }

  private static List<Path> named(QueueDirectory queue, String prefix) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(queue.journalsFolder())) {
      try (DirectoryStream<Path> folders =
          Files.newDirectoryStream(queue.journalsFolder(), prefix + "*")) {
        folders.forEach(found::add);
      }
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  private static boolean isAbandoned(Path folder, Instant now) throws IOException {
    return Files.getLastModifiedTime(folder).toInstant().isBefore(now.minus(BIRTH_AGE_MAX))
        && !OwnerLock.isHeld(folder.resolve("owner.lock"));
  }
}
