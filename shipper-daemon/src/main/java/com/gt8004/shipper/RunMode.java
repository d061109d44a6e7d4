package com.gt8004.shipper;

/**
 * How a shipper runs, beside its settings.
 *
 * @param untilEmpty whether partial batches go at once, and it ends when nothing is left
 * @param standsBy whether it waits for queues that others hold, even if nothing else is left to it
 * @param adminServer whether it answers on the admin port
 * @param guest whether it lives in somebody else's process, which it must not keep alive
 */
record RunMode(boolean untilEmpty, boolean standsBy, boolean adminServer, boolean guest) {
  /** A service of its own. */
  static final RunMode SERVICE = new RunMode(false, false, true, false);

  /** Ships what is there, then ends. */
  static final RunMode UNTIL_EMPTY = new RunMode(true, false, true, false);
}
