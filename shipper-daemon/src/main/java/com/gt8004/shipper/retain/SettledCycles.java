package com.gt8004.shipper.retain;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.PathWatch;
import com.gt8004.sdk.queue.PathWatches;
import com.gt8004.sdk.queue.QueueBytes;
import com.gt8004.sdk.queue.tail.CycleHeads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which cycle files of one journal are settled as a whole, and since when. While the journal is open a
 * file counts once a later one begins at or below the first unsettled sequence; so the newest with
 * entries never does, nor does an empty one that the writer made beforehand. Each file's head is read
 * once, and the folder is listed again only when something in it or the checkpoint has moved. Not
 * thread-safe.
 */
public final class SettledCycles {
  private static final long NOWHERE = -1;

  private final JournalDirectory journal;
  private final Map<Path, Long> firstSequences = new HashMap<>();
  private final LinkedHashMap<Path, SettledCycle> settled = new LinkedHashMap<>();
  private final PathWatch folder;
  private boolean wholeKnown;
  private long lookedAt = NOWHERE;

  /** Knows nothing until it looks. */
  public SettledCycles(JournalDirectory journal, PathWatches watches) {
    this.journal = journal;
    this.folder = watches.on(journal.chronicle());
  }

  /**
   * Looks at the files of a journal that may still grow.
   *
   * @param firstUnsettled of the journal, now
   * @param settledNanos noted for files that were not settled at the last look
   */
  public void look(long firstUnsettled, long settledNanos) throws IOException {
    if (!folder.isNews() && firstUnsettled == lookedAt) {
      return;
    }
    lookedAt = NOWHERE; // until this look has come to its end
    List<Path> files = present();
    if (wholeKnown) { // it was taken for finished, and was not
      wholeKnown = false;
      settled.values().removeIf(SettledCycle::last);
    }
    int passed = passed(files, firstUnsettled);
    long end = passed == 0 ? 0 : firstSequence(files.get(passed));
    for (Path file : files.subList(0, passed)) {
      if (!settled.containsKey(file)) {
        note(file, end, false, QueueBytes.ofCycleFile(file), settledNanos);
      }
    }
    // A newest file without an entry may get its first one, which shows in no folder.
    boolean complete =
        files.isEmpty() || firstSequence(files.get(files.size() - 1)) != CycleHeads.NONE;
    lookedAt = complete ? firstUnsettled : NOWHERE;
  }

  /** Looks at the files of a journal that is finished and settled up to its end. */
  public void lookAtFinished(long end, long settledNanos) {
    if (wholeKnown) {
      return; // nobody adds to it, and we alone take away
    }
    wholeKnown = true;
    lookedAt = NOWHERE;
    List<Path> files = present();
    long rest = QueueBytes.ofJournal(journal);
    for (Path file : files.subList(0, Math.max(0, files.size() - 1))) {
      long bytes = QueueBytes.ofCycleFile(file);
      note(file, end, false, bytes, settledNanos);
      rest -= bytes;
    }
    if (!files.isEmpty()) {
      // With the last file goes all else that is the journal's.
      note(files.get(files.size() - 1), end, true, Math.max(0, rest), settledNanos);
    }
  }

  /** This file is gone. */
  public void unlinked(SettledCycle cycle) {
    settled.remove(cycle.file());
  }

  /** Settled files that are still there, oldest first. */
  public List<SettledCycle> all() {
    return List.copyOf(settled.values());
  }

  private List<Path> present() {
    List<Path> files = CycleHeads.of(journal);
    firstSequences.keySet().retainAll(files);
    settled.keySet().retainAll(files);
    return files;
  }

  private void note(Path file, long end, boolean last, long bytes, long settledNanos) {
    settled.putIfAbsent(file, new SettledCycle(journal, file, end, last, bytes, settledNanos));
  }

  /** How many files hold settled entries only. */
  private int passed(List<Path> files, long firstUnsettled) throws IOException {
    for (int i = files.size() - 1; i > 0; i--) {
      long first = firstSequence(files.get(i));
      if (first != CycleHeads.NONE && first <= firstUnsettled) {
        return i;
      }
    }
    return 0;
  }

  private long firstSequence(Path file) throws IOException {
    Long known = firstSequences.get(file);
    if (known != null) {
      return known;
    }
    long first = CycleHeads.firstSequence(file);
    if (first != CycleHeads.NONE) {
      firstSequences.put(file, first);
    }
    return first;
  }
}
