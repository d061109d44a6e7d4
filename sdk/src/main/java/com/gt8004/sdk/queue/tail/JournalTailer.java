package com.gt8004.sdk.queue.tail;

import com.gt8004.sdk.queue.ChronicleFiles;
import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.JournalDirectory;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads one journal, checking every entry. A journal that has nothing yet is empty and looked at again
 * at each call.
 *
 * <p>Not thread-safe. Guarantee: entries come in the order of their sequences, each once, none left
 * out; where that cannot be kept it says {@link TailStatus#DAMAGED} and stays there.
 */
public final class JournalTailer implements AutoCloseable {
  /** An entry with its header fits a quarter of a block; what claims to be longer is not one of ours. */
  private static final int ENTRY_BYTES_MAX = ChronicleFiles.BLOCK_BYTES;

  private static final long NONE = -1;

  private final JournalDirectory journal;
  private final CRC32C crc = new CRC32C();
  private final TailedEntry probe = new TailedEntry();
  private final Map<Integer, Long> firstOfCycle = new HashMap<>();
  private @Nullable SingleChronicleQueue queue;
  private @Nullable ExcerptTailer tailer;
  private long next;
  private boolean positioned;
  private String trouble = "";

  private JournalTailer(JournalDirectory journal) {
    this.journal = journal;
  }

  /** Opens at the first entry that is on disk. */
  public static JournalTailer open(JournalDirectory journal) {
    return new JournalTailer(journal);
  }

  public JournalDirectory journal() {
    return journal;
  }

  /** The first sequence on disk; that of the first append where nothing is there, 0. */
  public long firstSequence() {
    int[] cycles = cycles();
    return cycles.length == 0 ? 0 : Math.max(0, firstOf(cycles[0]));
  }

  /**
   * One past the last sequence on disk. Its cost is that of two cycle files, not of their entries.
   * Where a cycle's first entry is damaged, its entries count all the same: they are there.
   */
  public long endSequence() {
    int[] cycles = cycles();
    long unread = 0;
    for (int i = cycles.length - 1; i >= 0; i--) {
      long first = firstOf(cycles[i]);
      long count = countIn(cycles[i]);
      if (first != NONE) {
        return first + count + unread;
      }
      unread += count;
    }
    return unread;
  }

  /**
   * Moves to this sequence, so that the next {@link #read} returns it; to the first one on disk where
   * that is later.
   *
   * @return false if the sequence is beyond what is on disk: then there is nothing to read here, and
   *     the caller seeks again when there is
   */
  public boolean seek(long sequence) {
    trouble = "";
    next = sequence;
    int[] cycles = cycles();
    int at = cycleOf(sequence, cycles);
    long first = at < 0 ? NONE : firstOf(cycles[at]);
    if (first == NONE) {
      positioned = false;
      return !passedOverDamage(at, cycles) && sequence == 0;
    }
    if (sequence <= first) {
      next = first;
      positioned = move(cycles[at], 0);
      return positioned;
    }
    // To the one before and over it: Chronicle keeps no position behind the last entry of a cycle.
    next = sequence - 1;
    positioned = move(cycles[at], next - first);
    positioned = positioned && read(probe) == TailStatus.ENTRY;
    if (!positioned && trouble.isEmpty()) {
      passedOverDamage(at, cycles);
    }
    return positioned;
  }

  /** Reads the next entry into the given room. */
  public TailStatus read(TailedEntry into) {
    if (!positioned && !(seek(firstSequence()) && positioned)) {
      return trouble.isEmpty() ? TailStatus.NOTHING_NEW : TailStatus.DAMAGED;
    }
    if (!trouble.isEmpty()) {
      return TailStatus.DAMAGED;
    }
    ExcerptTailer reader = tailer();
    if (reader == null || !fetch(reader, into)) {
      return trouble.isEmpty() ? TailStatus.NOTHING_NEW : TailStatus.DAMAGED;
    }
    return judge(into);
  }

  /** What is damaged and where; empty if nothing is. */
  public String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    if (tailer != null) {
      tailer.close();
    }
    if (queue != null) {
      queue.close();
    }
    tailer = null;
    queue = null;
  }

  private TailStatus judge(TailedEntry entry) {
    Envelope.Check check = Envelope.check(entry.bytes(), entry.length(), crc);
    if (check == Envelope.Check.NEWER_FORMAT) {
      seek(next); // stay before it: a newer build may come and read on
      return TailStatus.NEWER_FORMAT;
    }
    if (check == Envelope.Check.DAMAGED) {
      return damaged("wrong checksum or header where sequence " + next + " belongs");
    }
    if (entry.sequence() != next) {
      return damaged("sequence " + entry.sequence() + " where " + next + " belongs");
    }
    next++;
    return TailStatus.ENTRY;
  }

  private TailStatus damaged(String what) {
    trouble = journal.chronicle() + ": " + what;
    return TailStatus.DAMAGED;
  }

  /** Copies the next excerpt; false if there is none, or with trouble noted if its length is absurd. */
  private boolean fetch(ExcerptTailer reader, TailedEntry into) {
    try (DocumentContext document = reader.readingDocument()) {
      if (!document.isPresent()) {
        return false;
      }
      Bytes<?> bytes = Objects.requireNonNull(document.wire()).bytes();
      long length = bytes.readRemaining();
      if (length > ENTRY_BYTES_MAX) {
        damaged("an excerpt of " + length + " bytes where sequence " + next + " belongs");
        return false;
      }
      bytes.read(into.room((int) length), 0, (int) length);
      return true;
    }
  }

  /** The last cycle whose first sequence is known and not above this one; -1 if there is none. */
  private int cycleOf(long sequence, int[] cycles) {
    int at = cycles.length - 1;
    while (at >= 0 && (firstOf(cycles[at]) == NONE || firstOf(cycles[at]) > sequence)) {
      at--;
    }
    // Before all that is on disk: the first that can be read.
    for (int i = 0; at < 0 && i < cycles.length; i++) {
      at = firstOf(cycles[i]) == NONE ? -1 : i;
    }
    return at;
  }

  /** Notes as trouble that a cycle after this one holds entries but its first cannot be read. */
  private boolean passedOverDamage(int at, int[] cycles) {
    for (int i = at + 1; i < cycles.length; i++) {
      if (firstOf(cycles[i]) == NONE && countIn(cycles[i]) > 0) {
        damaged("the first entry of " + ChronicleFiles.file(journal.chronicle(), cycles[i])
            + " is not readable");
        return true;
      }
    }
    return false;
  }

  /** The sequence that a cycle begins with; {@link #NONE} if it has no readable entry yet. */
  private long firstOf(int cycle) {
    Long known = firstOfCycle.get(cycle);
    if (known != null) {
      return known;
    }
    long first = readFirstOf(cycle);
    if (first != NONE) {
      firstOfCycle.put(cycle, first);
    }
    return first;
  }

  private long readFirstOf(int cycle) {
    SingleChronicleQueue opened = queue();
    if (opened == null) {
      return NONE;
    }
    try (ExcerptTailer reader = opened.createTailer()) {
      if (!reader.moveToIndex(ChronicleFiles.ROLL_CYCLE.toIndex(cycle, 0))
          || !fetch(reader, probe)) {
        return NONE;
      }
      Envelope.Check check = Envelope.check(probe.bytes(), probe.length(), crc);
      return check == Envelope.Check.DAMAGED ? NONE : probe.sequence();
    }
  }

  private long countIn(int cycle) {
    SingleChronicleQueue opened = queue();
    if (opened == null) {
      return 0;
    }
    try (ExcerptTailer reader = opened.createTailer()) {
      return Math.max(0, reader.excerptsInCycle(cycle));
    }
  }

  private boolean move(int cycle, long offset) {
    ExcerptTailer reader = tailer();
    return reader != null && reader.moveToIndex(ChronicleFiles.ROLL_CYCLE.toIndex(cycle, offset));
  }

  private int[] cycles() {
    return ChronicleFiles.cyclesOf(journal.chronicle());
  }

  private @Nullable ExcerptTailer tailer() {
    SingleChronicleQueue opened = queue();
    if (tailer == null && opened != null) {
      tailer = opened.createTailer();
      tailer.singleThreadedCheckDisabled(true);
    }
    return tailer;
  }

  private @Nullable SingleChronicleQueue queue() {
    if (queue == null && ChronicleFiles.exists(journal.chronicle())) {
      queue = ChronicleFiles.openReadOnly(journal.chronicle());
    }
    return queue;
  }
}
