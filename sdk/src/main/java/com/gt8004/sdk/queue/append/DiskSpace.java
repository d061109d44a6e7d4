package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.EpochClock;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether enough of the disk is free to append. Asks the file system once a second or once a MiB, not
 * at each append. Not thread-safe: used under the append lock.
 */
final class DiskSpace {
  private static final long ASK_AFTER_BYTES = 1 << 20;
  private static final long ASK_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path folder;
  private final long freeMin;
  private final EpochClock clock;

  private long bytesSinceAsked = Long.MAX_VALUE;
  private long askedAtNanos;
  private boolean enough;
  private @Nullable FileStore disk;

  DiskSpace(Path folder, long freeMin, EpochClock clock) {
    this.folder = folder;
    this.freeMin = freeMin;
    this.clock = clock;
  }

  /** Whether {@code bytes} more may be written. */
  boolean allows(int bytes) throws IOException {
    bytesSinceAsked = bytesSinceAsked > ASK_AFTER_BYTES ? bytesSinceAsked : bytesSinceAsked + bytes;
    if (bytesSinceAsked > ASK_AFTER_BYTES || clock.nanoTime() - askedAtNanos >= ASK_AFTER_NANOS) {
      return allowsNow();
    }
    return enough;
  }

  /** As {@link #allows}, asking the file system in any case: before a new file is begun. */
  boolean allowsNow() throws IOException {
    bytesSinceAsked = 0;
    askedAtNanos = clock.nanoTime();
    enough = free() >= freeMin;
    return enough;
  }

  /**
   * Bytes free to us on the disk of the queue. The disk is looked up once: that takes a file
   * descriptor, of which the host may have none left while an open journal still takes entries.
   */
  long free() throws IOException {
    FileStore store = disk;
    if (store == null) {
      store = Files.getFileStore(existing(folder));
      disk = store;
    }
    return store.getUsableSpace();
  }

  private static Path existing(Path folder) {
    @Nullable Path path = folder;
    while (path != null && !Files.exists(path)) {
      path = path.getParent();
    }
    return path == null ? folder : path;
  }
}
