package com.gt8004.shipper.checkpoint;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.SequenceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What of one journal is settled: everything below {@link #firstUnsettled()}, and some ranges beyond
 * it. Grows only. Not thread-safe.
 */
final class Frontier {
  private long firstUnsettled;
  private long highestSettled;
  private final TreeMap<Long, Long> beyond =
      new TreeMap<>(); // first → last, apart from one another

  Frontier(Checkpoint from) {
    firstUnsettled = from.firstUnsettled();
    highestSettled = firstUnsettled - 1;
    from.settledBeyond().forEach(this::settle);
  }

  long firstUnsettled() {
    return firstUnsettled;
  }

  /** Where the settled entries end that this one is among; itself if it is not settled. */
  long endOfSettled(long sequence) {
    if (sequence > highestSettled) {
      return sequence; // asked for each entry that is read, which is mostly ahead of all answers
    }
    Map.Entry<Long, Long> range = beyond.floorEntry(sequence);
    long end = range == null ? 0 : range.getValue() + 1;
    return Math.max(sequence, Math.max(firstUnsettled, end));
  }

  /** Whether any of these is not settled yet. */
  boolean settles(SequenceRange range) {
    long first = Math.max(range.first(), firstUnsettled);
    Map.Entry<Long, Long> around = beyond.floorEntry(first);
    long next = around == null ? first : Math.max(first, around.getValue() + 1);
    return next <= range.last();
  }

  void settle(SequenceRange range) {
    long first = Math.max(range.first(), firstUnsettled);
    long last = range.last();
    if (last < first) {
      return;
    }
    highestSettled = Math.max(highestSettled, last);
    // Swallow every range that overlaps or touches the new one, from the right end downwards.
    for (Map.Entry<Long, Long> near = beyond.floorEntry(last + 1);
        near != null && near.getValue() >= first - 1;
        near = beyond.floorEntry(last + 1)) {
      first = Math.min(first, near.getKey());
      last = Math.max(last, near.getValue());
      beyond.remove(near.getKey());
    }
    if (first == firstUnsettled) {
      firstUnsettled = last + 1;
    } else {
      beyond.put(first, last);
    }
  }

  /** What is not settled of all below {@code end}, ascending and apart. */
  List<SequenceRange> unsettledBelow(long end) {
    List<SequenceRange> gaps = new ArrayList<>();
    long next = firstUnsettled;
    for (Map.Entry<Long, Long> range : beyond.headMap(end).entrySet()) {
      gaps.add(new SequenceRange(next, range.getKey() - 1));
      next = range.getValue() + 1;
    }
    if (next < end) {
      gaps.add(new SequenceRange(next, end - 1));
    }
    return gaps;
  }

  /** What is not settled of these, ascending and apart. */
  List<SequenceRange> unsettledOf(SequenceRange range) {
    return unsettledBelow(range.last() + 1).stream()
        .filter(gap -> gap.last() >= range.first())
        .map(gap -> new SequenceRange(Math.max(gap.first(), range.first()), gap.last()))
        .toList();
  }

  /** The position to write down: of the ranges beyond, as many as a slot takes, nearest first. */
  Checkpoint checkpoint(UUID journalId) {
    List<SequenceRange> ranges = new ArrayList<>();
    beyond.forEach((first, last) -> ranges.add(new SequenceRange(first, last)));
    int kept = Math.min(ranges.size(), Checkpoint.RANGES_MAX);
    return new Checkpoint(journalId, firstUnsettled, ranges.subList(0, kept));
  }

  /** Ranges settled beyond {@link #firstUnsettled()}. */
  int rangesBeyond() {
    return beyond.size();
  }

  /** Entries settled beyond {@link #firstUnsettled()}. */
  long countBeyond() {
    long count = 0;
    for (Map.Entry<Long, Long> range : beyond.entrySet()) {
      count += range.getValue() - range.getKey() + 1;
    }
    return count;
  }
}
