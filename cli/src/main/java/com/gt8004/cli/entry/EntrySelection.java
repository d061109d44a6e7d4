package com.gt8004.cli.entry;

import com.gt8004.sdk.queue.EntryId;
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
 * @param filter of payloads; null for all
 */
public record EntrySelection(
    @Nullable String journal,
    long firstSequence,
    long lastSequence,
    long fromMicros,
    long toMicros,
    @Nullable PayloadFilter filter) {

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
    return new EntrySelection(journal, first, last, fromTime, toTime, filter);
  }

  /** This selection of one journal. */
  public EntrySelection ofJournal(@Nullable String journalIdPrefix) {
    return new EntrySelection(
        journalIdPrefix, firstSequence, lastSequence, fromMicros, toMicros, filter);
  }

  /** One entry. */
  public static EntrySelection of(EntryId id) {
    return new EntrySelection(
        id.journalId().toString(),
        id.sequence(),
        id.sequence(),
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        null);
  }

  /** What this selection and the filter both want. */
  public EntrySelection and(PayloadFilter other) {
    PayloadFilter mine = filter;
    return new EntrySelection(
        journal,
        firstSequence,
        lastSequence,
        fromMicros,
        toMicros,
        mine == null ? other : payload -> mine.test(payload) && other.test(payload));
  }

  /** A filter for the entries of one request. */
  public static PayloadFilter ofRequest(String requestId) {
    return payload -> names(payload, requestId);
  }

  /** Whether a range begins somewhere, instead of at the oldest entry. */
  public boolean hasBeginning() {
    return firstSequence > 0 || fromMicros != Long.MIN_VALUE;
  }

  /** Whether a range ends somewhere, instead of at the newest entry. */
  public boolean hasEnd() {
    return lastSequence != Long.MAX_VALUE || toMicros != Long.MAX_VALUE;
  }

  boolean isPast(long sequence, long appendMicros) {
    return sequence > lastSequence || appendMicros >= toMicros;
  }

  boolean holds(long appendMicros, byte[] payload) {
    return appendMicros >= fromMicros && (filter == null || filter.test(payload));
  }

  boolean holdsJournal(String journalId) {
    return journal == null || journalId.startsWith(journal);
  }

  /** Looks for the id as it stands in JSON before anything is parsed; a body may hold the same text, so the parser decides. */
  private static boolean names(byte[] payload, String requestId) {
    String text = new String(payload, StandardCharsets.UTF_8);
    return text.contains("\"request_id\"")
        && PayloadMember.text(text, "request_id").equals(requestId);
  }
}
