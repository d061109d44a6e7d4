package com.gt8004.sdk.queue.append;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether enough of the disk is free to append. Asks the file system once a second or once a MiB, not
 * at each append. Not thread-safe: used under the append lock.
 */
final class DiskSpace {
  private static final long ASK_AFTER_BYTES = 1 << 20;
  private static final long ASK_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** While there is not enough: so that entries are taken again as soon as there is. */
  private static final long TRY_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** A write that failed while less than this was free failed for want of space. */
  private static final long NEXT_TO_NOTHING_BYTES = 8 << 20;

  private final Path folder;
  private final long freeMin;

  private long bytesSinceAsked = Long.MAX_VALUE;
  private long askedAtNanos;
  private boolean enough;
  private boolean refused;
  private long refusedAtNanos;
  private volatile @Nullable FileStore disk;

  DiskSpace(Path folder, long freeMin) {
    this.folder = folder;
    this.freeMin = freeMin;
  }

  /** Whether {@code bytes} more may be written. */
  boolean allows(int bytes, long nowNanos) throws IOException {
    bytesSinceAsked = bytesSinceAsked > ASK_AFTER_BYTES ? bytesSinceAsked : bytesSinceAsked + bytes;
    long askAfter = enough ? ASK_AFTER_NANOS : TRY_AGAIN_NANOS;
    if (bytesSinceAsked > ASK_AFTER_BYTES || nowNanos - askedAtNanos >= askAfter) {
      bytesSinceAsked = 0;
      askedAtNanos = nowNanos;
      enough = free() >= freeMin;
    }
    refused &= nowNanos - refusedAtNanos < TRY_AGAIN_NANOS;
    return enough && !refused;
  }

  /** The disk refused a write, whatever it says of free space: not every caller need find that out. */
  void refused(long nowNanos) {
    refused = true;
    refusedAtNanos = nowNanos;
  }

  /** Whether a journal may be begun, which needs this many bytes. Asks the file system in any case. */
  boolean allowsBirth(long bytes) throws IOException {
    bytesSinceAsked = Long.MAX_VALUE;
    return free() >= Math.max(freeMin, bytes);
  }

  /** Whether as much is free as is demanded. Asks the file system; thread-safe. */
  boolean hasFree() throws IOException {
    return free() >= freeMin;
  }

  /**
   * Bytes free to us on the disk of the queue. The disk is looked up once: that takes a file
   * descriptor, of which the host may have none left while an open journal still takes entries.
   */
  long free() throws IOException {
    FileStore known = disk;
    if (known == null) {
      return lookedUp().getUsableSpace();
    }
    try {
      return known.getUsableSpace();
    } catch (NoSuchFileException e) {
      // A store is asked through the folder that it was looked up for, and that one was removed.
      // The
      // next journal makes it again, on the disk of the nearest parent that is left.
      return lookedUp().getUsableSpace();
    }
  }

  private FileStore lookedUp() throws IOException {
    FileStore found = Files.getFileStore(existing(folder));
    disk = found;
    return found;
  }

  /** Whether a write failed because the disk, or what we may have of it, is full. */
  boolean isWhy(Throwable failure) {
    if (!(failure instanceof IOException)) {
      return false;
    }
    // By its words, in case space has come back since; they may be in any language.
    String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (words.contains("no space left") || words.contains("quota exceeded")) {
      return true;
    }
    try {
      return free() < NEXT_TO_NOTHING_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path existing(Path folder) {
    @Nullable Path path = folder;
    while (path != null && !Files.exists(path)) {
      path = path.getParent();
    }
    return path == null ? folder : path;
  }
}
