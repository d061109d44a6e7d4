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
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the wanted entries of one journal. Not thread-safe. */
final class JournalScan {
  /** What is read first when the last few are looked for; each further look back is twice as wide. */
  private static final long LOOK_BACK = 1_024;

  private final QueueDirectory queue;
  private final JournalTailer tailer;
  private final EntrySelection selection;
  private final Consumer<String> finding;
  private final TailedEntry room = new TailedEntry();
  private final @Nullable Checkpoint checkpoint;
  private boolean bytesRead;

  JournalScan(
      QueueDirectory queue,
      JournalTailer tailer,
      EntrySelection selection,
      Consumer<String> finding)
      throws IOException {
    this.queue = queue;
    this.tailer = tailer;
    this.selection = selection;
    this.finding = finding;
    this.checkpoint = checkpointOf(tailer.journal());
  }

  /** Hands on all that is wanted. */
  void each(Consumer<FoundEntry> consumer) throws IOException {
    read(start(), Long.MAX_VALUE, consumer);
  }

  /** The newest that are wanted, at most so many, oldest first. */
  List<FoundEntry> last(int count) throws IOException {
    List<FoundEntry> newest = new ArrayList<>();
    if (count == 0) {
      return newest;
    }
    long start = start();
    long end = endOfRange();
    // Where nothing but the sequence chooses, one look is enough.
    boolean chosenByPlace = selection.filter() == null && selection.toMicros() == Long.MAX_VALUE;
    long width = chosenByPlace ? count : Math.max(count, LOOK_BACK);
    while (end > start && newest.size() < count) {
      long from = Math.max(start, end - width);
      List<FoundEntry> older = new ArrayList<>();
      read(from, end, older::add);
      older.addAll(newest);
      newest = older.subList(Math.max(0, older.size() - count), older.size());
      end = chosenByPlace ? start : from;
      width *= 2;
    }
    return List.copyOf(newest);
  }

  private long endOfRange() {
    long end = tailer.endSequence();
    return selection.lastSequence() == Long.MAX_VALUE
        ? end
        : Math.min(end, selection.lastSequence() + 1);
  }

  /** The wanted ones among {@code start} to before {@code end}. */
  void read(long start, long end, Consumer<FoundEntry> consumer) throws IOException {
    if (!seek(start)) {
      note(tailer.trouble().isEmpty() ? TailStatus.NOTHING_NEW : TailStatus.DAMAGED);
      return;
    }
    while (true) {
      TailStatus status = tailer.read(room);
      DamagedSpan damage = tailer.damage();
      if (status == TailStatus.DAMAGED && damage == null && !bytesRead) {
        // Beside a living writer only the bytes say how far it reaches; or retention took files.
        readBytes();
        continue;
      }
      if (damage != null
          && (damage.firstSequence() > selection.lastSequence() || damage.firstSequence() >= end)) {
        return;
      }
      if (damage != null) {
        if (!isPruned(tailer.journal(), damage)) {
          note(status);
        }
        tailer.passDamage(); // the entries behind it are whole, and may be what is looked for
        continue;
      }
      if (status != TailStatus.ENTRY) {
        note(status);
        return;
      }
      if (room.sequence() >= end || selection.isPast(room.sequence(), room.appendMicros())) {
        return;
      }
      give(queue, tailer.journal(), selection, checkpoint, room, consumer);
    }
  }

  /** Hands on the entry in {@code room} if it is wanted. */
  static void give(
      QueueDirectory queue,
      JournalDirectory journal,
      EntrySelection selection,
      @Nullable Checkpoint checkpoint,
      TailedEntry room,
      Consumer<FoundEntry> consumer) {
    byte[] payload = Arrays.copyOfRange(
        room.bytes(), room.payloadOffset(), room.payloadOffset() + room.payloadLength());
    if (selection.holds(room.appendMicros(), payload)) {
      consumer.accept(new FoundEntry(
          queue,
          journal.entryId(room.sequence()),
          checkpoint != null && checkpoint.settled(room.sequence()),
          room.appendMicros(),
          room.eventMicros(),
          payload));
    }
  }

  static @Nullable Checkpoint checkpointOf(JournalDirectory journal) throws IOException {
    try {
      return CheckpointFile.peek(journal);
    } catch (NoSuchFileException removed) {
      return null; // the shipper removed the journal since it was listed
    }
  }

  /** Whether what is missing was taken by retention since the journal was opened. */
  static boolean isPruned(JournalDirectory journal, DamagedSpan missing) {
    try (JournalTailer now = JournalTailer.openBytes(journal, false)) {
      return missing.endSequence() <= now.firstSequence();
    }
  }

  /** False if there is nothing to read, and no damage to pass. */
  private boolean seek(long sequence) {
    boolean there = tailer.seek(sequence);
    if (!there && !tailer.trouble().isEmpty() && tailer.damage() == null && !bytesRead) {
      readBytes();
      there = tailer.seek(sequence);
    }
    return there || tailer.damage() != null;
  }

  private void readBytes() {
    tailer.readBytes(false);
    bytesRead = true;
  }

  private void note(TailStatus status) {
    if (status == TailStatus.DAMAGED) {
      finding.accept("damaged: " + tailer.trouble());
    } else if (status == TailStatus.NEWER_FORMAT) {
      finding.accept("written by a newer version, this one cannot read it: "
          + tailer.journal().path());
    }
  }

  /** The first sequence that can be wanted, found by bisection over the append times. */
  long start() {
    long low = Math.max(tailer.firstSequence(), selection.firstSequence());
    if (selection.fromMicros() == Long.MIN_VALUE) {
      return low;
    }
    long high = tailer.endSequence();
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
