package com.gt8004.shipper.ledger;

import com.gt8004.sdk.queue.SequenceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of sequences, kept as ranges that neither touch nor overlap. Not thread-safe. */
final class LostRanges {
  private final TreeMap<Long, Long> lastOfFirst = new TreeMap<>();

  void add(SequenceRange range) {
    long first = range.first();
    long last = range.last();
    // Swallow every range that overlaps or touches the new one, from the right end downwards.
    for (Map.Entry<Long, Long> near = lastOfFirst.floorEntry(last + 1);
        near != null && near.getValue() >= first - 1;
        near = lastOfFirst.floorEntry(last + 1)) {
      first = Math.min(first, near.getKey());
      last = Math.max(last, near.getValue());
      lastOfFirst.remove(near.getKey());
    }
    lastOfFirst.put(first, last);
  }

  List<SequenceRange> all() {
    List<SequenceRange> ranges = new ArrayList<>();
    lastOfFirst.forEach((first, last) -> ranges.add(new SequenceRange(first, last)));
    return ranges;
  }

  /** What of this range is not in the set. */
  List<SequenceRange> gapsIn(SequenceRange range) {
    List<SequenceRange> gaps = new ArrayList<>();
    long next = range.first();
    for (SequenceRange held : all()) {
      if (held.first() > range.last()) {
        break;
      }
      if (held.first() > next) {
        gaps.add(new SequenceRange(next, held.first() - 1));
      }
      next = Math.max(next, held.last() + 1);
    }
    if (next <= range.last()) {
      gaps.add(new SequenceRange(next, range.last()));
    }
    return gaps;
  }
}
