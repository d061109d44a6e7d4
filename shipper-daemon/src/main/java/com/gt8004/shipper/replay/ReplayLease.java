package com.gt8004.shipper.replay;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Each {@link ReplayFile} keeps retention from what its replay is about to read. It counts for a day
 * after it was last touched, so that a replay which was killed does not fill the disk. A queue that runs
 * full is pruned nevertheless: what is not yet sent goes before what is sent again.
 */
public final class ReplayLease {
  /** How long a lease counts that nobody renews. */
  static final Duration LASTS = Duration.ofDays(1);

  private ReplayLease() {}

  /** Whether any replay of this queue has a lease that counts. */
  public static boolean isHeld(QueueDirectory queue, EpochClock clock) throws IOException {
    if (!Files.isDirectory(queue.replays())) {
      return false;
    }
    Instant oldest = clock.now().minus(LASTS);
    try (DirectoryStream<Path> leases = Files.newDirectoryStream(queue.replays(), "*.json")) {
      for (Path lease : leases) {
        if (counts(lease, oldest)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean counts(Path lease, Instant oldest) throws IOException {
    try {
      return Files.getLastModifiedTime(lease).toInstant().isAfter(oldest);
    } catch (NoSuchFileException justEnded) {
      return false;
    }
  }
}
