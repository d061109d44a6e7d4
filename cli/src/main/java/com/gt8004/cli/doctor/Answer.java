package com.gt8004.cli.doctor;

import org.jspecify.annotations.Nullable;

/**
 * What one check came to.
 *
 * @param queue null for what concerns the host or all queues
 * @param check its name, stable
 * @param seen what was found
 * @param cure what mends it; null where nothing need be mended
 */
public record Answer(
    @Nullable String queue,
    String check,
    Verdict verdict,
    String seen,
    @Nullable String cure) {
  /** How it stands. */
  public enum Verdict {
    OK,
    /** Works, and will perhaps not for long, or not as well as it might. */
    WARN,
    /** Keeps entries from being kept or delivered. */
    FAIL
  }

  static Answer ok(@Nullable String queue, String check, String seen) {
    return new Answer(queue, check, Verdict.OK, seen, null);
  }

  static Answer warn(@Nullable String queue, String check, String seen, String cure) {
    return new Answer(queue, check, Verdict.WARN, seen, cure);
  }

  static Answer fail(@Nullable String queue, String check, String seen, String cure) {
    return new Answer(queue, check, Verdict.FAIL, seen, cure);
  }
}
