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
 * @param unsettledToo whether what is not settled is wanted as well
 */
public record Wanted(
    @Nullable UUID journalId,
    long fromMicros,
    long toMicros,
    long firstSequence,
    long lastSequence,
    boolean unsettledToo) {
  /** Everything. */
  public static final Wanted ALL =
      new Wanted(null, Long.MIN_VALUE, Long.MAX_VALUE, 0, Long.MAX_VALUE - 1, false);

  /** Of this journal only. */
  public Wanted ofJournal(UUID id) {
    return new Wanted(id, fromMicros, toMicros, firstSequence, lastSequence, unsettledToo);
  }

  /** Appended within these times only. */
  public Wanted appended(long from, long to) {
    return new Wanted(journalId, from, to, firstSequence, lastSequence, unsettledToo);
  }

  /** Within these sequences only. */
  public Wanted sequences(long first, long last) {
    return new Wanted(journalId, fromMicros, toMicros, first, last, unsettledToo);
  }

  /** With what is not settled, or without it. */
  public Wanted withUnsettled(boolean too) {
    return new Wanted(journalId, fromMicros, toMicros, firstSequence, lastSequence, too);
  }

  boolean limitsTime() {
    return fromMicros != Long.MIN_VALUE || toMicros != Long.MAX_VALUE;
  }
}
