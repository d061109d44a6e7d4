package com.gt8004.sdk.queue;

/**
 * How much of the disk a queue may take, and who gives way at the limit. A writer says its own at the
 * birth of a journal, in {@code journal.json}, because the shipper is the one that can make room.
 *
 * @param queueBytesMax bytes that all journals of the queue may take; 10 GiB unless set
 * @param diskFreeMin bytes that must stay free on the disk; 512 MiB unless set
 * @param dropOldest whether the shipper may drop the oldest entries that are not settled, so that new
 *     ones find room; false unless set
 */
public record QueueLimits(long queueBytesMax, long diskFreeMin, boolean dropOldest) {
  /** What holds where nobody said anything. */
  public static final QueueLimits DEFAULT = new QueueLimits(10L << 30, 512L << 20, false);

  public QueueLimits withQueueBytesMax(long bytes) {
    return new QueueLimits(bytes, diskFreeMin, dropOldest);
  }

  public QueueLimits withDiskFreeMin(long bytes) {
    return new QueueLimits(queueBytesMax, bytes, dropOldest);
  }

  public QueueLimits withDropOldest(boolean wanted) {
    return new QueueLimits(queueBytesMax, diskFreeMin, wanted);
  }

  /** What satisfies both: several processes may write one queue, each with limits of its own. */
  public QueueLimits strictest(QueueLimits other) {
    return new QueueLimits(
        Math.min(queueBytesMax, other.queueBytesMax),
        Math.max(diskFreeMin, other.diskFreeMin),
        dropOldest || other.dropOldest);
  }
}
