package com.gt8004.sdk.queue.tail;

import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.JournalDirectory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal from the bytes of its cycle files: what is whole is found wherever it stands, what is
 * missing is told by the sequences. Not thread-safe.
 *
 * <p>Costs: one pass over the bytes to read all, two windows of memory; to seek, the starts of the
 * cycle files and a bisection in one of them; for the end, the last bytes of the last file.
 */
final class RawReader implements JournalReader {
  /** A stretch that is read through rather than bisected. */
  private static final long BISECT_BYTES_MIN = 128 << 10;

  private static final long NOT_PASSED = -1;

  private final JournalDirectory journal;
  private final boolean finished;
  private final CycleFiles files;
  private final JournalBounds bounds;
  private final TailedEntry probe = new TailedEntry();

  private Place place = Place.START;
  private Place found = Place.START;
  private long begin;
  private long endPassed = NOT_PASSED;
  private long next;
  private boolean positioned;
  private boolean entryFollows;
  private @Nullable DamagedSpan damage;
  private String trouble = "";

  /** Where to read on, or where an entry was found: behind it in its file no earlier entry stands. */
  private record Place(int cycle, long offset) {
    static final Place START = new Place(Integer.MIN_VALUE, 0);
  }

  /** Reads what is in the folder; {@code finished} if nobody writes to it any more. */
  RawReader(JournalDirectory journal, boolean finished) {
    this.journal = journal;
    this.finished = finished;
    this.files = new CycleFiles(journal.chronicle());
    this.bounds = new JournalBounds(journal, finished);
  }

  @Override
  public long firstSequence() {
    return bounds.first();
  }

  @Override
  public long endSequence() {
    // Where no entry is whole, the end is reckoned from where reading began: once it is passed it
    // stays where it is, or each new beginning would lay the same lost entries behind itself again.
    return endPassed == NOT_PASSED ? bounds.end(begin) : endPassed;
  }

  @Override
  public long next() {
    return next;
  }

  @Override
  public boolean seek(long sequence) {
    damage = null;
    trouble = "";
    begin = Math.max(sequence, bounds.first());
    next = begin;
    place = placeOf(next);
    positioned = true;
    return switch (look(probe)) {
      case ENTRY, NEWER_FORMAT -> true;
      case NOTHING_NEW -> next == endSequence();
      case DAMAGED -> false;
    };
  }

  @Override
  public TailStatus read(TailedEntry into) {
    if (!positioned) {
      boolean unused = seek(firstSequence());
    }
    TailStatus status = look(into);
    if (status == TailStatus.ENTRY) {
      place = new Place(found.cycle(), found.offset() + into.length());
      next++;
    }
    return status;
  }

  /** What comes next, copied into the given room; stays before it. */
  private TailStatus look(TailedEntry into) {
    if (damage != null) {
      return TailStatus.DAMAGED;
    }
    if (finished && next >= endSequence()) {
      return TailStatus.NOTHING_NEW; // known for good: the zeros behind are not read at each call
    }
    TailStatus status = find(into);
    if (status == TailStatus.NOTHING_NEW) {
      files.forget();
      status = find(into);
    }
    if (status == TailStatus.DAMAGED) {
      // A living writer was perhaps still at it when it was read; now that a later one is there, it
      // is not.
      files.forget();
      status = find(into);
    }
    if (status == TailStatus.DAMAGED) {
      damaged(into.sequence(), true);
    } else if (status == TailStatus.NOTHING_NEW && finished && endSequence() > next) {
      damaged(endSequence(), false);
      status = TailStatus.DAMAGED;
    }
    return status;
  }

  private void damaged(long end, boolean follows) {
    entryFollows = follows;
    SpanBytes between = new SpanBytes(files);
    damage = follows
        ? between
            .add(place.cycle(), place.offset(), found.cycle(), found.offset())
            .missing(next, end)
        : between.add(place.cycle(), place.offset(), Integer.MAX_VALUE, 0).missing(next, end);
    int cycle = place.cycle() == Place.START.cycle() ? found.cycle() : place.cycle();
    trouble = (cycle == Place.START.cycle() ? journal.chronicle() : files.path(cycle)) + ": "
        + damage.describe();
  }

  /** Finds the next whole entry; DAMAGED if it is not the one that comes next. */
  private TailStatus find(TailedEntry into) {
    int[] cycles = files.cycles();
    int at =
        Arrays.binarySearch(cycles, place.cycle()); // a long journal has many, asked each entry
    for (int i = at < 0 ? -at - 1 : at; i < cycles.length; i++) {
      TailStatus status = findIn(cycles[i], into);
      if (status != TailStatus.NOTHING_NEW) {
        return status;
      }
    }
    return TailStatus.NOTHING_NEW;
  }

  private TailStatus findIn(int cycle, TailedEntry into) {
    CycleFile file = files.open(cycle);
    boolean same = cycle == place.cycle();
    long from = same ? place.offset() : 0;
    for (long at = file == null ? -1 : file.next(from, into);
        file != null && at >= 0;
        at = file.next(at + into.length(), into)) {
      found = new Place(cycle, at);
      if (file.found() == Envelope.Check.NEWER_FORMAT) {
        return TailStatus.NEWER_FORMAT;
      }
      long missing = into.sequence() - next;
      // Each of those that are missing took its room in the file.
      if (missing == 0
          || (missing > 0 && (!same || missing <= (at - from) / JournalBounds.EXCERPT_BYTES_MIN))) {
        return missing == 0 ? TailStatus.ENTRY : TailStatus.DAMAGED;
      }
    }
    return TailStatus.NOTHING_NEW;
  }

  private Place placeOf(long sequence) {
    files.forget();
    int[] cycles = files.cycles();
    for (int i = cycles.length - 1; i >= 0; i--) {
      JournalBounds.First first = bounds.first(cycles[i]);
      CycleFile file = files.open(cycles[i]);
      if (first != null && file != null && first.sequence() <= sequence) {
        long near = bisect(file, first.offset(), sequence);
        return new Place(cycles[i], offsetOf(file, near, sequence));
      }
    }
    return Place.START;
  }

  /** An entry at or before the sequence, near it. */
  private long bisect(CycleFile file, long first, long sequence) {
    long low = first;
    long high = file.length();
    while (high - low > BISECT_BYTES_MIN) {
      long middle = low + (high - low) / 2;
      long at = file.next(middle, high, probe);
      boolean before =
          at >= 0 && file.found() == Envelope.Check.GOOD && probe.sequence() <= sequence;
      if (before) {
        low = at;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Where the entry begins, or where the last one before it ends. */
  private long offsetOf(CycleFile file, long near, long sequence) {
    long offset = near;
    for (long at = file.next(near, probe);
        at >= 0 && file.found() == Envelope.Check.GOOD && probe.sequence() <= sequence;
        at = file.next(offset, probe)) {
      if (probe.sequence() == sequence) {
        return at;
      }
      offset = at + probe.length();
    }
    return offset;
  }

  @Override
  public String trouble() {
    return trouble;
  }

  @Override
  public @Nullable DamagedSpan damage() {
    return damage;
  }

  @Override
  public void passDamage() {
    if (damage == null) {
      throw new IllegalStateException("no damage was met at " + next);
    }
    next = damage.endSequence();
    if (entryFollows) {
      place = found;
    } else {
      endPassed = next;
    }
    damage = null;
    trouble = "";
  }

  @Override
  public void close() {
    files.close();
    bounds.close();
  }
}
