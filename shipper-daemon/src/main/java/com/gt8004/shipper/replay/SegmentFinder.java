package com.gt8004.shipper.replay;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is {@link Wanted} in a journal: settled entries, unless it says otherwise. Append times never decrease in a journal, so a time is
 * found by bisection: the cost does not grow with the entries.
 */
public final class SegmentFinder {
  /** Entries whose size stands for all others'. */
  private static final int SAMPLE = 16;

  private final Wanted wanted;

  /** Finds what is wanted here. */
  public SegmentFinder(Wanted wanted) {
    this.wanted = wanted;
  }

  /**
   * What was found in one journal.
   *
   * @param unsettled entries in the range that are not wanted because they are the shipper's to send
   * @param firstAppendMicros of the first settled entry, -1 if there is none
   * @param bytesPerEntry estimated from the first few
   */
  public record Found(
      List<Segment> segments,
      long unsettled,
      long firstAppendMicros,
      long lastAppendMicros,
      double bytesPerEntry) {
    /** Settled entries. */
    public long entries() {
      return segments.stream().mapToLong(segment -> segment.range().count()).sum();
    }
  }

  /** Looks into one journal; a journal that cannot be read where it must is an error. */
  public Found in(JournalDirectory journal) throws IOException {
    if (wanted.journalId() != null && !wanted.journalId().equals(journal.id())) {
      return new Found(List.of(), 0, -1, -1, 0);
    }
    Checkpoint checkpoint = CheckpointFile.peek(journal);
    try (JournalTailer tailer = JournalTailer.open(journal)) {
      Reader reader = new Reader(tailer);
      long first = Math.max(tailer.firstSequence(), wanted.firstSequence());
      long end = Math.min(tailer.endSequence(), wanted.lastSequence() + 1);
      if (wanted.limitsTime()) {
        long from = reader.firstAtOrAfter(wanted.fromMicros(), first, end);
        end = reader.firstAtOrAfter(wanted.toMicros(), from, end);
        first = from;
      }
      return found(journal, checkpoint, reader, first, end);
    }
  }

  private Found found(
      JournalDirectory journal,
      @Nullable Checkpoint checkpoint,
      Reader reader,
      long first,
      long end)
      throws IOException {
    List<Segment> segments = new ArrayList<>();
    long settled = 0;
    for (SequenceRange range : wantedWithin(checkpoint, first, end)) {
      segments.add(new Segment(journal, range));
      settled += range.count();
    }
    long unsettled = Math.max(0, end - first) - settled;
    if (segments.isEmpty()) {
      return new Found(segments, unsettled, -1, -1, 0);
    }
    SequenceRange head = segments.get(0).range();
    long last = segments.get(segments.size() - 1).range().last();
    long firstMicros = reader.appendMicrosFrom(head.first());
    long lastMicros = reader.appendMicrosFrom(last);
    return new Found(
        segments,
        unsettled,
        firstMicros,
        lastMicros == Reader.NEVER ? firstMicros : lastMicros,
        reader.meanPayloadLength(head.first(), (int) Math.min(head.count(), SAMPLE)));
  }

  private List<SequenceRange> wantedWithin(@Nullable Checkpoint checkpoint, long first, long end) {
    if (!wanted.unsettledToo()) {
      return settledWithin(checkpoint, first, end);
    }
    List<SequenceRange> all = new ArrayList<>();
    add(all, first, end);
    return all;
  }

  private static List<SequenceRange> settledWithin(
      @Nullable Checkpoint checkpoint, long first, long end) {
    List<SequenceRange> ranges = new ArrayList<>();
    if (checkpoint == null) {
      return ranges; // nobody knows what is settled: all of it is the shipper's
    }
    add(ranges, first, Math.min(end, checkpoint.firstUnsettled()));
    for (SequenceRange beyond : checkpoint.settledBeyond()) {
      add(ranges, Math.max(first, beyond.first()), Math.min(end, beyond.last() + 1));
    }
    return ranges;
  }

  private static void add(List<SequenceRange> ranges, long first, long end) {
    if (first < end) {
      ranges.add(new SequenceRange(first, end - 1));
    }
  }

  /** Reads single entries of one journal. */
  private static final class Reader {
    /** Later than any time. */
    static final long NEVER = Long.MAX_VALUE;

    private final JournalTailer tailer;
    private final TailedEntry entry = new TailedEntry();

    Reader(JournalTailer tailer) {
      this.tailer = tailer;
    }

    long firstAtOrAfter(long micros, long first, long end) throws IOException {
      long low = first;
      long high = Math.max(first, end);
      while (low < high) {
        long middle = (low + high) >>> 1;
        if (appendMicrosFrom(middle) < micros) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    /** Of the first entry from this sequence on that is whole; {@link #NEVER} if none is. */
    long appendMicrosFrom(long sequence) throws IOException {
      seek(sequence);
      return readOn(sequence) ? entry.appendMicros() : NEVER;
    }

    double meanPayloadLength(long first, int sample) throws IOException {
      long bytes = 0;
      int count = 0;
      seek(first);
      while (count < sample && readOn(first + count)) {
        bytes += entry.payloadLength();
        count++;
      }
      return count == 0 ? 0 : (double) bytes / count;
    }

    private void seek(long sequence) throws IOException {
      // Damage costs what it hit: whoever wants a time or a size takes the next entry's.
      if (!tailer.seek(sequence) && tailer.damage() == null) {
        throw unreadable(sequence);
      }
    }

    private boolean readOn(long sequence) throws IOException {
      TailStatus status = tailer.read(entry);
      while (status == TailStatus.DAMAGED && tailer.damage() != null) {
        tailer.passDamage();
        status = tailer.read(entry);
      }
      if (status == TailStatus.DAMAGED || status == TailStatus.NEWER_FORMAT) {
        throw unreadable(sequence);
      }
      return status == TailStatus.ENTRY;
    }

    private IOException unreadable(long sequence) {
      return new IOException("entry " + sequence + " of journal "
          + tailer.journal().path() + " cannot be read: " + tailer.trouble());
    }
  }
}
