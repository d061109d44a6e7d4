package com.gt8004.shipper.replay;

import com.gt8004.sdk.queue.DurableFiles;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in {@code replays/} that keeps retention from what a replay is about to read. It counts for a
 * day after it was last renewed, so that a replay which was killed does not fill the disk. A queue that
 * runs full is pruned nevertheless: what is not yet sent goes before what is sent again. Not thread-safe.
 */
public final class ReplayLease implements AutoCloseable {
  /** How long a lease counts that nobody renews. */
  static final Duration LASTS = Duration.ofDays(1);

  private static final long RENEWAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final Logger log = LoggerFactory.getLogger(ReplayLease.class);

  private final Path file;
  private final EpochClock clock;
  private long renewedNanos;

  private ReplayLease(Path file, EpochClock clock) {
    this.file = file;
    this.clock = clock;
    this.renewedNanos = clock.nanoTime();
  }

  /** Takes a lease on all that is in the queue now. */
  public static ReplayLease take(QueueDirectory queue, UUID id, EpochClock clock)
      throws IOException {
    Path file = queue.replays().resolve(id + ".json");
    DurableFiles.createFolders(queue.replays());
    String content =
        "{\"pid\":%d,\"started_at\":\"%s\"}".formatted(ProcessHandle.current().pid(), clock.now());
    DurableFiles.replace(file, content.getBytes(StandardCharsets.US_ASCII));
    return new ReplayLease(file, clock);
  }

  /** The replay goes on. Cheap: touches the file no more than every 10 s. */
  public void renew() {
    long now = clock.nanoTime();
    if (now - renewedNanos < RENEWAL_NANOS) {
      return;
    }
    renewedNanos = now;
    try {
      Files.setLastModifiedTime(file, FileTime.from(clock.now()));
    } catch (IOException gone) {
      log.warn("the lease {} cannot be renewed; retention may overtake this replay", file, gone);
    }
  }

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

  /** Gives it back. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
