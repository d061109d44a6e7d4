package com.gt8004.sdk;

/** When an append may be lost. In each case a crash of the process alone loses nothing. */
public enum Durability {
  /**
   * Default: forced to disk in the background once a second. A power failure may lose what was
   * appended since; {@code stats().unsyncedEntries()} tells how much that is.
   */
  INTERVAL,
  /** Never forced by the logger; a power failure may lose what the kernel had not yet written. */
  PAGE_CACHE,
  /** Forced before the append returns; one force serves all threads that wait for it. */
  SYNC
}
