package com.gt8004.sdk.queue.append;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The journals that this appender has ended. Not thread-safe: used under the append lock, but for
 * {@link #unforced}, which anybody may read.
 */
final class RetiredJournals {
  private final List<JournalSpan> spans = new ArrayList<>();
  /** Those that hold entries which were not forced to disk when they ended. */
  private final List<UnsyncedFiles> unforced = new CopyOnWriteArrayList<>();

  void add(JournalWriter ended) {
    spans.add(new JournalSpan(ended.directory(), ended.end()));
    unforced.add(ended.unsynced());
  }

  List<JournalSpan> spans() {
    return spans;
  }

  List<UnsyncedFiles> unforced() {
    return unforced;
  }

  /** Forgets what has been forced by now, and what the disk refused, which is not tried again. */
  void forgetForced() {
    unforced.removeIf(UnsyncedFiles::isDone);
  }
}
