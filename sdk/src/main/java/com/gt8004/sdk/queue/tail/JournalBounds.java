package com.gt8004.sdk.queue.tail;

import com.gt8004.sdk.queue.JournalDirectory;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the entries of a journal begin and end, from the bytes of its files. What is not whole any more
 * counts where Chronicle has left a trace of it. Not thread-safe.
 */
final class JournalBounds implements AutoCloseable {
  /** An excerpt: a length of four bytes, a header of forty. */
  static final int EXCERPT_BYTES_MIN = 44;

  /** The cycle that a journal begins with; without its file the start was removed. */
  private static final int FIRST_CYCLE = 1;

  /** The first whole entry of a file. */
  record First(long sequence, long offset) {}

  /**
   * The end of a journal.
   *
   * @param whole one past the last whole entry; -1 if there is none
   * @param lost entries behind it of which there is a trace
   */
  private record End(long whole, long lost) {}

  private final CycleFiles files;
  private final boolean finished;
  private final TailedEntry probe = new TailedEntry();
  private final Map<Integer, First> firsts = new HashMap<>();
  private @Nullable End end;

  /** Bounds of this journal; {@code finished} if nobody writes to it any more. */
  JournalBounds(JournalDirectory journal, boolean finished) {
    this.files = new CycleFiles(journal.chronicle());
    this.finished = finished;
  }

  /** The first sequence on disk, whole or not; 0 where there is nothing. */
  long first() {
    int[] cycles = files.cycles();
    if (cycles.length == 0 || cycles[0] <= FIRST_CYCLE) {
      return 0;
    }
    for (int cycle : cycles) {
      First first = first(cycle);
      CycleFile file = files.open(cycle);
      if (first != null && file != null) {
        long lostBefore = cycle == cycles[0]
            ? ExcerptChain.follow(file, 0, first.offset() - Integer.BYTES).entries()
            : 0;
        return Math.max(0, first.sequence() - lostBefore);
      }
    }
    return 0;
  }

  /** The first whole entry of a cycle; null if it has none, or none yet. */
  @Nullable
  First first(int cycle) {
    First known = firsts.get(cycle);
    CycleFile file = known == null ? files.open(cycle) : null;
    if (file != null) {
      file.forget();
      long at = file.next(0, probe);
      if (at >= 0) {
        known = new First(probe.sequence(), at);
        firsts.put(cycle, known);
      }
    }
    return known;
  }

  /**
   * One past the last sequence on disk.
   *
   * @param begin the first sequence that can be there; counts where no entry is whole and the start of
   *     the journal was removed
   */
  long end(long begin) {
    End found = end;
    if (found == null || !finished) {
      found = findEnd();
      end = found;
    }
    if (found.whole() >= 0) {
      return found.whole() + found.lost();
    }
    int[] cycles = files.cycles();
    boolean fromTheStart = cycles.length == 0 || cycles[0] <= FIRST_CYCLE;
    return (fromTheStart ? 0 : begin) + found.lost();
  }

  private End findEnd() {
    files.forget();
    int[] cycles = files.cycles();
    long lost = 0;
    for (int i = cycles.length - 1; i >= 0; i--) {
      CycleFile file = files.open(cycles[i]);
      if (file != null) {
        long last = file.last(probe);
        if (last >= 0) {
          long whole = probe.sequence() + 1;
          lost += finished ? lostBehind(cycles[i], file, last + probe.length(), whole) : 0;
          return new End(whole, lost);
        }
        lost += finished ? lostIn(file) : 0;
      }
    }
    return new End(-1, lost);
  }

  /** Entries of a file in which none is whole. */
  private static long lostIn(CycleFile file) {
    StoreHeader header = StoreHeader.of(file);
    boolean credible = header.entries() <= header.lastPosition() / EXCERPT_BYTES_MIN + 1;
    long chained = ExcerptChain.follow(file, 0, file.length()).entries();
    return Math.max(chained, credible ? header.entries() : 0);
  }

  /** Entries of a file behind its last whole one, which ends at {@code offset}. */
  private long lostBehind(int cycle, CycleFile file, long offset, long end) {
    long chained = ExcerptChain.follow(file, offset, file.length()).entries();
    StoreHeader header = StoreHeader.of(file);
    First first = first(cycle);
    if (first == null || header.lastPosition() < offset) {
      return chained;
    }
    long data = first.offset() - Integer.BYTES;
    ExcerptChain before = ExcerptChain.follow(file, 0, data);
    if (before.end() != data) {
      return chained; // nobody knows which number in its file the first whole entry has
    }
    long noted = first.sequence() - before.entries() + header.entries() - end;
    boolean credible = noted <= (header.lastPosition() - offset) / EXCERPT_BYTES_MIN + 1;
    return Math.max(chained, credible ? noted : 0);
  }

  @Override
  public void close() {
    files.close();
  }
}
