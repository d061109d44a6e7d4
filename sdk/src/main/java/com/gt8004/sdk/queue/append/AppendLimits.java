package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.QueueLimits;
import java.time.Duration;
import java.util.Set;

/**
 * What bounds appending.
 *
 * @param entryBytesMax largest payload in bytes; 1 MiB unless set, which is also the most that the files
 *     take
 * @param queue what the queue may take of the disk, and who gives way at the limit
 * @param cycleBytes bytes after which the next cycle file is begun; 64 MiB unless set
 * @param cycleNanos time after which it is begun; 10 minutes unless set
 * @param stallNanos how long a caller waits for the append lock; 1 s unless set
 * @param blockNanos how long a caller waits for room where there is none; 0 unless set
 * @param allowedFileSystems types or families to append to although they keep no promise; none unless set
 */
public record AppendLimits(
    int entryBytesMax,
    QueueLimits queue,
    long cycleBytes,
    long cycleNanos,
    long stallNanos,
    long blockNanos,
    Set<String> allowedFileSystems) {
  /** What the design document states. */
  public static final AppendLimits DEFAULT = new AppendLimits(
      1 << 20,
      QueueLimits.DEFAULT,
      64L << 20,
      Duration.ofMinutes(10).toNanos(),
      Duration.ofSeconds(1).toNanos(),
      0,
      Set.of());

  public AppendLimits {
    allowedFileSystems = Set.copyOf(allowedFileSystems);
  }

  /** Bytes that must stay free on the disk. */
  public long diskFreeMin() {
    return queue.diskFreeMin();
  }

  public AppendLimits withEntryBytesMax(int bytes) {
    return new AppendLimits(
        bytes, queue, cycleBytes, cycleNanos, stallNanos, blockNanos, allowedFileSystems);
  }

  public AppendLimits withDiskFreeMin(long bytes) {
    return withQueue(queue.withDiskFreeMin(bytes));
  }

  public AppendLimits withQueue(QueueLimits limits) {
    return new AppendLimits(
        entryBytesMax, limits, cycleBytes, cycleNanos, stallNanos, blockNanos, allowedFileSystems);
  }

  public AppendLimits withCycleBytes(long bytes) {
    return new AppendLimits(
        entryBytesMax, queue, bytes, cycleNanos, stallNanos, blockNanos, allowedFileSystems);
  }

  public AppendLimits withBlockNanos(long nanos) {
    return new AppendLimits(
        entryBytesMax, queue, cycleBytes, cycleNanos, stallNanos, nanos, allowedFileSystems);
  }

  public AppendLimits withAllowedFileSystems(Set<String> types) {
    return new AppendLimits(
        entryBytesMax, queue, cycleBytes, cycleNanos, stallNanos, blockNanos, types);
  }
}
