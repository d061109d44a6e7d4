package com.gt8004.sdk.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of sequences, kept as ranges that neither touch nor overlap. Not thread-safe. */
public final class SequenceSet {
  private final TreeMap<Long, Long> lastOfFirst = new TreeMap<>();

  /** The sequences of these ranges, which may overlap. */
  public static SequenceSet of(Collection<SequenceRange> ranges) {
    SequenceSet set = new SequenceSet();
    ranges.forEach(set::add);
    return set;
  }

  public void add(SequenceRange range) {
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

  public void remove(SequenceRange range) {
    for (Map.Entry<Long, Long> near = lastOfFirst.floorEntry(range.last());
        near != null && near.getValue() >= range.first();
        near = lastOfFirst.floorEntry(range.last())) {
      long first = near.getKey();
      long last = near.getValue();
      lastOfFirst.remove(first);
      if (last > range.last()) {
        lastOfFirst.put(range.last() + 1, last);
      }
      if (first < range.first()) {
        lastOfFirst.put(first, range.first() - 1);
      }
    }
  }

  /** What is in this set and not in the other. */
  public SequenceSet without(SequenceSet other) {
    SequenceSet rest = new SequenceSet();
    rest.lastOfFirst.putAll(lastOfFirst);
    other.lastOfFirst.forEach((first, last) -> rest.remove(new SequenceRange(first, last)));
    return rest;
  }

  /** What is in both. */
  public SequenceSet and(SequenceSet other) {
    return without(without(other));
  }

  /** Its ranges, ascending. */
  public List<SequenceRange> all() {
    List<SequenceRange> ranges = new ArrayList<>();
    lastOfFirst.forEach((first, last) -> ranges.add(new SequenceRange(first, last)));
    return ranges;
  }

  /** How many sequences it holds. */
  public long count() {
    return all().stream().mapToLong(SequenceRange::count).sum();
  }

  public boolean isEmpty() {
    return lastOfFirst.isEmpty();
  }

  /** What of this range is not in the set. */
  public List<SequenceRange> gapsIn(SequenceRange range) {
    return of(List.of(range)).without(this).all();
  }
}
