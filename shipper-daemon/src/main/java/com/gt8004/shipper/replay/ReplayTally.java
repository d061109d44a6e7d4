package com.gt8004.shipper.replay;

/**
 * What came of the entries that a replay has gone past.
 *
 * @param passed entries of its range, wanted or not
 * @param accepted that were new to the server
 * @param duplicates that it had
 * @param rejected that it refused
 * @param unreadable that are damaged or gone
 */
public record ReplayTally(
    long passed, long accepted, long duplicates, long rejected, long unreadable) {
  /** Nothing yet. */
  public static final ReplayTally NONE = new ReplayTally(0, 0, 0, 0, 0);

  /** Entries that the server answered for. */
  public long answered() {
    return accepted + duplicates + rejected;
  }

  /** Both together. */
  public ReplayTally plus(ReplayTally other) {
    return new ReplayTally(
        passed + other.passed,
        accepted + other.accepted,
        duplicates + other.duplicates,
        rejected + other.rejected,
        unreadable + other.unreadable);
  }
}
