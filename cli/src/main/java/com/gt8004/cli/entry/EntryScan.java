package com.gt8004.cli.entry;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.tail.DamagedSpan;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the wanted entries out of queues, beside writers and shippers. Not thread-safe; changes nothing. */
public final class EntryScan {
  /** A disk that broke every other entry must not fill a screen before the entries are seen. */
  private static final int FINDINGS_MAX = 20;

  private final List<QueueDirectory> queues;
  private final EntrySelection selection;
  private final TailedEntry room = new TailedEntry();
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
    for (QueueDirectory queue : queues) {
      for (JournalDirectory journal : wanted(queue)) {
        try (JournalTailer tailer = JournalTailer.open(journal)) {
          read(queue, tailer, start(tailer), consumer);
        }
      }
    }
  }

  /** The {@code count} wanted entries that were appended last, in the order of their append times. */
  public List<FoundEntry> last(int count) throws IOException {
    PriorityQueue<FoundEntry> newest =
        new PriorityQueue<>(Comparator.comparingLong(FoundEntry::appendMicros)
            .thenComparingLong(entry -> entry.id().sequence()));
    for (QueueDirectory queue : queues) {
      for (JournalDirectory journal : wanted(queue)) {
        try (JournalTailer tailer = JournalTailer.open(journal)) {
          read(queue, tailer, startOfLast(tailer, count), entry -> keep(newest, entry, count));
        }
      }
    }
    List<FoundEntry> inOrder = new ArrayList<>(newest);
    inOrder.sort(newest.comparator());
    return inOrder;
  }

  private static void keep(PriorityQueue<FoundEntry> newest, FoundEntry entry, int count) {
    newest.add(entry);
    if (newest.size() > count) {
      newest.remove();
    }
  }

  private List<JournalDirectory> wanted(QueueDirectory queue) throws IOException {
    String prefix = selection.journal();
    return queue.journals().stream()
        .filter(journal -> prefix == null || journal.id().toString().startsWith(prefix))
        .toList();
  }

  private void read(
      QueueDirectory queue, JournalTailer tailer, long start, Consumer<FoundEntry> consumer)
      throws IOException {
    @Nullable Checkpoint checkpoint = checkpointOf(tailer.journal());
    if (!tailer.seek(start) && tailer.damage() == null) {
      note(tailer, tailer.trouble().isEmpty() ? TailStatus.NOTHING_NEW : TailStatus.DAMAGED);
      return;
    }
    while (true) {
      TailStatus status = tailer.read(room);
      DamagedSpan damage = tailer.damage();
      if (damage != null && damage.firstSequence() > selection.lastSequence()) {
        return;
      }
      if (damage != null) {
        note(tailer, status);
        tailer.passDamage(); // the entries behind it are whole, and may be what is looked for
        continue;
      }
      if (status != TailStatus.ENTRY) {
        note(tailer, status);
        return;
      }
      long sequence = room.sequence();
      if (selection.isPast(sequence, room.appendMicros())) {
        return;
      }
      byte[] payload = payloadOf(room);
      if (selection.holds(room.appendMicros(), payload)) {
        boolean settled = checkpoint != null && checkpoint.settled(sequence);
        consumer.accept(new FoundEntry(
            queue,
            tailer.journal().entryId(sequence),
            settled,
            room.appendMicros(),
            room.eventMicros(),
            payload));
      }
    }
  }

  static @Nullable Checkpoint checkpointOf(JournalDirectory journal) throws IOException {
    try {
      return CheckpointFile.peek(journal);
    } catch (NoSuchFileException removed) {
      return null; // the shipper removed the journal since it was listed
    }
  }

  static byte[] payloadOf(TailedEntry entry) {
    return Arrays.copyOfRange(
        entry.bytes(), entry.payloadOffset(), entry.payloadOffset() + entry.payloadLength());
  }

  private void note(JournalTailer tailer, TailStatus status) {
    if (status == TailStatus.DAMAGED) {
      findings.add("damaged: " + tailer.trouble());
    } else if (status == TailStatus.NEWER_FORMAT) {
      findings.add("written by a newer version, this one cannot read it: "
          + tailer.journal().path());
    }
  }

  private long startOfLast(JournalTailer tailer, int count) {
    // Filters other than the sequence may leave fewer than count behind a late start.
    boolean onlySequences = selection.requestId() == null && selection.toMicros() == Long.MAX_VALUE;
    long end = Math.min(
        tailer.endSequence(),
        selection.lastSequence() == Long.MAX_VALUE ? Long.MAX_VALUE : selection.lastSequence() + 1);
    return onlySequences ? Math.max(start(tailer), end - count) : start(tailer);
  }

  /** The first sequence that can be wanted, found by bisection over the append times. */
  private long start(JournalTailer tailer) {
    long low = Math.max(tailer.firstSequence(), selection.firstSequence());
    long high = tailer.endSequence();
    if (selection.fromMicros() == Long.MIN_VALUE) {
      return low;
    }
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (!tailer.seek(middle)
          || tailer.read(room) != TailStatus.ENTRY
          || room.appendMicros() >= selection.fromMicros()) {
        high = middle; // damage on the way: begin before it, so that it is told
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
