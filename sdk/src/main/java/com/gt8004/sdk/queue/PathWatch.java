package com.gt8004.sdk.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a look at a file's content, or a folder's names, could show anything that the look before
 * did not: one {@code stat} in place of opening and reading. It compares time of modification, length, mode
 * and the file's number.
 *
 * <p>That time is coarse, a few milliseconds here and a second or two there: what changes in the same
 * tick as the look leaves no trace in it. So the same stamp counts only once it has stood for 2 s and was
 * looked at after that. Time is the monotonic clock's: a wall clock that jumps costs a look at most.
 *
 * <p>Blind to what a writer does through a mapping, and to what happens within the folders of a folder. Not
 * thread-safe.
 */
public final class PathWatch {
  /** No file system stamps coarser than that. */
  static final long TICK_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);

  /** Looks again though nothing seems to have changed: somebody may have set the time back. */
  static final long TRUST_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Path path;
  private final PathWatches all;
  private @Nullable Stamp stamp;
  private boolean settled;
  private long stampNanos;
  private long lookNanos;

  PathWatch(Path path, PathWatches all) {
    this.path = path;
    this.all = all;
  }

  /**
   * Whether to look now. The caller does so at once, and calls {@link #forget} if that fails. True also
   * where there is nothing at the path, or it cannot be asked.
   */
  public boolean isNews() {
    boolean news = compare(all.clock().nanoTime());
    all.count(news);
    return news;
  }

  private boolean compare(long now) {
    @Nullable Stamp before = stamp;
    stamp = stampOf(path);
    if (stamp == null || !stamp.equals(before)) {
      stampNanos = now;
      settled = false;
    } else if (settled && now - lookNanos < TRUST_NANOS) {
      return false;
    } else {
      settled = now - stampNanos >= TICK_NANOS_MAX;
    }
    lookNanos = now;
    return true;
  }

  /** What was seen does not count: the next answer is to look. */
  public void forget() {
    stamp = null;
  }

  private record Stamp(
      FileTime modified,
      long length,
      Set<PosixFilePermission> mode,
      @Nullable Object number) {}

  private static @Nullable Stamp stampOf(Path path) {
    try {
      PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class);
      return new Stamp(
          found.lastModifiedTime(), found.size(), found.permissions(), found.fileKey());
    } catch (IOException | UnsupportedOperationException unknown) {
      return null;
    }
  }
}
