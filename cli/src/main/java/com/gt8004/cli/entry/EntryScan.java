package com.gt8004.cli.entry;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.tail.JournalTailer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Reads the wanted entries out of queues, beside writers and shippers. Not thread-safe; changes nothing. */
public final class EntryScan {
  /** The order of appending; entries of one journal that were appended in one microsecond by sequence. */
  static final Comparator<FoundEntry> APPENDED = Comparator.comparingLong(FoundEntry::appendMicros)
      .thenComparingLong(entry -> entry.id().sequence());

  /** A disk that broke every other entry must not fill a screen before the entries are seen. */
  private static final int FINDINGS_MAX = 20;

  private final List<QueueDirectory> queues;
  private final EntrySelection selection;
  private final List<String> findings = new ArrayList<>();

  public EntryScan(List<QueueDirectory> queues, EntrySelection selection) {
    this.queues = List.copyOf(queues);
    this.selection = selection;
  }

  /**
   * What could not be read: damage, entries of a newer version. Empty if all was read; a line on how
   * many more there are where it would be long.
   */
  public List<String> findings() {
    if (findings.size() <= FINDINGS_MAX) {
      return List.copyOf(findings);
    }
    List<String> told = new ArrayList<>(findings.subList(0, FINDINGS_MAX));
    told.add((findings.size() - FINDINGS_MAX) + " more places are damaged");
    return told;
  }

  /** Hands on every wanted entry: journal by journal, oldest journal first, each in its own order. */
  public void each(Consumer<FoundEntry> consumer) throws IOException {
    journals(scan -> scan.each(consumer));
  }

  /** The {@code count} wanted entries that were appended last, in the order of their append times. */
  public List<FoundEntry> last(int count) throws IOException {
    List<FoundEntry> newest = new ArrayList<>();
    journals(scan -> newest.addAll(scan.last(count)));
    newest.sort(APPENDED);
    return newest.subList(Math.max(0, newest.size() - count), newest.size());
  }

  private interface Reading {
    void of(JournalScan scan) throws IOException;
  }

  private void journals(Reading reading) throws IOException {
    for (QueueDirectory queue : queues) {
      for (JournalDirectory journal : queue.journals()) {
        if (selection.holdsJournal(journal.id().toString())) {
          try (JournalTailer tailer = JournalTailer.open(journal)) {
            reading.of(new JournalScan(queue, tailer, selection, findings::add));
          }
        }
      }
    }
  }
}
