package com.gt8004.sdk.queue.append;

import java.time.Duration;

/**
 * What bounds appending.
 *
 * @param entryBytesMax largest payload in bytes; 1 MiB unless set, which is also the most that the files
 *     take
 * @param diskFreeMin bytes that must stay free on the disk; 512 MiB unless set
 * @param cycleBytes bytes after which the next cycle file is begun; 64 MiB unless set
 * @param cycleNanos time after which it is begun; 10 minutes unless set
 * @param stallNanos how long a caller waits for the append lock; 1 s unless set
 */
public record AppendLimits(
    int entryBytesMax, long diskFreeMin, long cycleBytes, long cycleNanos, long stallNanos) {
  /** What the design document states. */
  public static final AppendLimits DEFAULT = new AppendLimits(
      1 << 20,
      512L << 20,
      64L << 20,
      Duration.ofMinutes(10).toNanos(),
      Duration.ofSeconds(1).toNanos());

  public AppendLimits withDiskFreeMin(long bytes) {
    return new AppendLimits(entryBytesMax, bytes, cycleBytes, cycleNanos, stallNanos);
  }

  public AppendLimits withCycleBytes(long bytes) {
    return new AppendLimits(entryBytesMax, diskFreeMin, bytes, cycleNanos, stallNanos);
  }
}
