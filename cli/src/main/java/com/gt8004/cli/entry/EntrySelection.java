package com.gt8004.cli.entry;

import com.gt8004.sdk.queue.EpochClock;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted. Times are append times: those never decrease in a journal, so that a range
 * is found without reading what lies before it.
 *
 * @param journal beginning of the journal id; null for all journals
 * @param firstSequence 0 for all
 * @param lastSequence included; {@link Long#MAX_VALUE} for all
 * @param fromMicros included; {@link Long#MIN_VALUE} for all
 * @param toMicros not included; {@link Long#MAX_VALUE} for all
 * @param requestId null for all
 */
public record EntrySelection(
    @Nullable String journal,
    long firstSequence,
    long lastSequence,
    long fromMicros,
    long toMicros,
    @Nullable String requestId) {

  /** Every entry. */
  public static final EntrySelection ALL =
      new EntrySelection(null, 0, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, null);

  /** This selection within the range from {@code from} to {@code to}; a sequence as its end is included, a time is not. */
  public EntrySelection between(@Nullable RangePoint from, @Nullable RangePoint to) {
    long first = firstSequence;
    long last = lastSequence;
    long fromTime = fromMicros;
    long toTime = toMicros;
    if (from != null) {
      first = from.sequence() != null ? from.sequence() : first;
      fromTime = from.time() != null ? EpochClock.microsOf(from.time()) : fromTime;
    }
    if (to != null) {
      last = to.sequence() != null ? to.sequence() : last;
      toTime = to.time() != null ? EpochClock.microsOf(to.time()) : toTime;
    }
    return new EntrySelection(journal, first, last, fromTime, toTime, requestId);
  }

  /** This selection of one journal. */
  public EntrySelection ofJournal(@Nullable String journalIdPrefix) {
    return new EntrySelection(
        journalIdPrefix, firstSequence, lastSequence, fromMicros, toMicros, requestId);
  }

  /** This selection of one request. */
  public EntrySelection ofRequest(@Nullable String id) {
    return new EntrySelection(journal, firstSequence, lastSequence, fromMicros, toMicros, id);
  }

  boolean isPast(long sequence, long appendMicros) {
    return sequence > lastSequence || appendMicros >= toMicros;
  }

  boolean holds(long appendMicros, byte[] payload) {
    return appendMicros >= fromMicros && (requestId == null || names(payload, requestId));
  }

  /** Looks for the id as it stands in JSON before anything is parsed; a body may hold the same text, so the parser decides. */
  private static boolean names(byte[] payload, String requestId) {
    String text = new String(payload, StandardCharsets.UTF_8);
    return text.contains("\"request_id\"")
        && PayloadMember.text(text, "request_id").equals(requestId);
  }
}
