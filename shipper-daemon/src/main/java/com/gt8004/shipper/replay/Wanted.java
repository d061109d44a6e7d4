package com.gt8004.shipper.replay;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be sent again; everything that is left open is unlimited.
 *
 * @param journalId null for all journals
 * @param fromMicros first append time, epoch microseconds
 * @param toMicros append time that is no longer wanted
 * @param firstSequence first sequence
 * @param lastSequence last sequence
 */
public record Wanted(
    @Nullable UUID journalId,
    long fromMicros,
    long toMicros,
    long firstSequence,
    long lastSequence) {
  /** Everything. */
  public static final Wanted ALL =
      new Wanted(null, Long.MIN_VALUE, Long.MAX_VALUE, 0, Long.MAX_VALUE - 1);

  boolean limitsTime() {
    return fromMicros != Long.MIN_VALUE || toMicros != Long.MAX_VALUE;
  }
}
