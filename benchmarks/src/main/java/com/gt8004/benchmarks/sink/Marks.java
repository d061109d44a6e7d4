package com.gt8004.benchmarks.sink;

import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Counts of entries at which something is to be told, once each. Thread-safe. */
final class Marks {
  private final ConcurrentSkipListSet<Long> ahead = new ConcurrentSkipListSet<>();
  private final BiConsumer<Long, SinkCounts> told;

  /** @param told is given the mark and what was counted when it was reached */
  Marks(BiConsumer<Long, SinkCounts> told) {
    this.told = told;
  }

  void add(long entries) {
    ahead.add(entries);
  }

  /** The count is now {@code entries}, by the last {@code added} of them. */
  void reached(long entries, int added, Supplier<SinkCounts> counts) {
    for (long mark : ahead.headSet(entries, true)) {
      if (mark > entries - added) {
        ahead.remove(mark);
        told.accept(mark, counts.get());
      }
    }
  }
}
