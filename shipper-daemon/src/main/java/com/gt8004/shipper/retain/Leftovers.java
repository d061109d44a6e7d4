package com.gt8004.shipper.retain;

import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** What a crash left behind: journals half born and half removed, and files half written. */
public final class Leftovers {
  /** A birth, or writing a small file, takes milliseconds; an hour forgives a stopped virtual machine. */
  private static final Duration AGE_MAX = Duration.ofHours(1);

  /** A file that was to take another's place: {@code .<name>.<uuid>.tmp}. */
  private static final Pattern STAGING =
      Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

  private Leftovers() {}

  /**
   * Removes journals whose maker died before it gave them their name. They hold no entry. The caller
   * holds the queue's lock.
   *
   * @return how many were removed
   */
  public static int sweepBirths(QueueDirectory queue, EpochClock clock) throws IOException {
    int removed = 0;
    for (Path folder : named(queue.journalsFolder(), JournalDirectory.BIRTH_PREFIX)) {
      if (isAbandoned(folder, clock.now())) {
        DurableFiles.deleteRecursively(folder);
        removed++;
      }
    }
    return removed;
  }

  /**
   * Removes files that were written beside the one whose place they were to take, and never took it.
   *
   * @return how many were removed
   */
  public static int sweepStaging(QueueDirectory queue, EpochClock clock) throws IOException {
    int removed = 0;
    Instant oldest = clock.now().minus(AGE_MAX);
    for (Path folder : List.of(queue.path(), queue.deadLetters(), queue.replays())) {
      for (Path file : named(folder, ".")) {
        boolean staging = STAGING.matcher(String.valueOf(file.getFileName())).matches();
        if (staging && isOlder(file, oldest)) {
          Files.deleteIfExists(file);
          removed++;
        }
      }
    }
    return removed;
  }

  /** Journals that lost their name to a removal that did not end, under the path they have now. */
  public static List<JournalDirectory> halfRemoved(QueueDirectory queue) throws IOException {
    List<JournalDirectory> found = new ArrayList<>();
    for (Path folder : named(queue.journalsFolder(), JournalDirectory.REMOVAL_PREFIX)) {
      String name = String.valueOf(folder.getFileName());
      JournalDirectory journal = JournalDirectory.parse(
          folder.resolveSibling(name.substring(JournalDirectory.REMOVAL_PREFIX.length())));
      if (journal != null) {
        found.add(journal.at(folder));
      }
    }
    return found;
  }

  private static List<Path> named(Path folder, String prefix) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, prefix + "*")) {
        paths.forEach(found::add);
      }
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  /** False if it is gone meanwhile: whoever made it has given it its name. */
  private static boolean isOlder(Path path, Instant oldest) throws IOException {
    try {
      return Files.getLastModifiedTime(path).toInstant().isBefore(oldest);
    } catch (NoSuchFileException named) {
      return false;
    }
  }

  private static boolean isAbandoned(Path folder, Instant now) throws IOException {
    return isOlder(folder, now.minus(AGE_MAX)) && !OwnerLock.isHeld(folder.resolve("owner.lock"));
  }
}
