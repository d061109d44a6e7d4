package com.gt8004.shipper.retain;

import com.gt8004.sdk.queue.QueueLimits;

/**
 * How near a queue is to what it may take of the disk. Room is made in good time, and past the mark at
 * which it began, so that it does not begin again at once.
 *
 * @param bytes that the queue takes
 * @param free bytes on its disk
 * @param limits as the writers want them
 */
public record Pressure(long bytes, long free, QueueLimits limits) {
  /** What a queue is under that takes nothing. */
  public static final Pressure NONE = new Pressure(0, Long.MAX_VALUE, QueueLimits.DEFAULT);

  /** From here on settled entries go, whatever their age. */
  public boolean isHigh() {
    return exceeds(80, 2.0);
  }

  /** Whether more settled entries are to go once it has begun, were {@code freed} bytes gone already. */
  public boolean isHighAfter(long freed) {
    return after(freed).exceeds(75, 2.0);
  }

  /** From here on entries that are not settled go, where a writer prefers that to refusals. */
  public boolean isFull() {
    return limits.dropOldest() && exceeds(95, 1.25);
  }

  /** Whether more of them are to go, once it has begun. */
  public boolean isStillFull() {
    return limits.dropOldest() && exceeds(90, 1.5);
  }

  /** What it were if these bytes were gone. */
  public Pressure after(long freed) {
    long more = free > Long.MAX_VALUE - freed ? Long.MAX_VALUE : free + freed;
    return new Pressure(bytes - freed, more, limits);
  }

  private boolean exceeds(int percent, double timesFreeMin) {
    return bytes > limits.queueBytesMax() / 100.0 * percent
        || free < limits.diskFreeMin() * timesFreeMin;
  }
}
