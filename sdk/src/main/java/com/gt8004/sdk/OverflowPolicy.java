package com.gt8004.sdk;

/**
 * What {@link GT8004Logger#log} does when the queue has no room: it takes {@code queueBytesMax} bytes, or
 * less than {@code diskFreeMin} of the disk is free. In each case what was refused is counted by reason.
 */
public enum OverflowPolicy {
  /** Default: the new entry is refused at once. What is in the queue stays until it is delivered. */
  DROP_NEWEST,
  /**
   * The caller waits for room, 100 ms unless {@code overflowBlock} says otherwise; then the new entry is
   * refused. An interrupt ends the wait, and the thread's flag stays set.
   */
  BLOCK,
  /**
   * The shipper drops the oldest entries that are not settled, a cycle file at a time, with a line in the
   * ledger for each range, from 95 % of {@code queueBytesMax} down to 90 %. So {@code awaitDelivered}
   * answers {@code LOST} for them. Where no shipper is alive, or it does not keep up, the new entry is
   * refused as with {@link #DROP_NEWEST}.
   */
  DROP_OLDEST
}
