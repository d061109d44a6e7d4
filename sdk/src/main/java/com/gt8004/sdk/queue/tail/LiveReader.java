package com.gt8004.sdk.queue.tail;

import com.gt8004.sdk.queue.ChronicleFiles;
import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.PathWatch;
import com.gt8004.sdk.queue.PathWatches;
import com.gt8004.sdk.queue.QueueBytes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/** Reads a journal through Chronicle, read-only, beside its living writer. Not thread-safe. */
final class LiveReader implements JournalReader {
  /** An entry with its header fits a quarter of a block; what claims to be longer is not one of ours. */
  private static final int ENTRY_BYTES_MAX = ChronicleFiles.BLOCK_BYTES;

  private static final long NONE = -1;

  private final JournalDirectory journal;
  private final CRC32C crc = new CRC32C();
  private final TailedEntry probe = new TailedEntry();
  private final Map<Integer, Long> firstOfCycle = new HashMap<>();
  private final Set<Integer> begun = new HashSet<>();
  private final PathWatch folder;
  private int[] listed = {};
  private @Nullable SingleChronicleQueue queue;
  private @Nullable ExcerptTailer tailer;
  private long next;
  private boolean positioned;
  private String trouble = "";
  private long end;
  private long endEntry = NONE;
  private int[] endCycles = {};
  private @Nullable Path newestFile;

  LiveReader(JournalDirectory journal) {
    this.journal = journal;
    this.folder = new PathWatches(EpochClock.system()).on(journal.chronicle());
  }

  @Override
  public long firstSequence() {
    int[] cycles = cycles();
    return cycles.length == 0 ? 0 : Math.max(0, firstOf(cycles[0]));
  }

  @Override
  public long endSequence() {
    int[] cycles = cycles();
    long last = lastEntry(cycles);
    if (last <= 0 || last != endEntry || cycles != endCycles) {
      end = countEnd(cycles);
      endEntry = last;
      endCycles = cycles;
    }
    return end;
  }

  /**
   * Where the last entry of the newest cycle lies; -1 if that is not known. While it stands in the same
   * cycles nothing was appended.
   */
  private long lastEntry(int[] cycles) {
    int newest = cycles.length == 0 ? -1 : cycles[cycles.length - 1];
    if (!firstOfCycle.containsKey(newest)) {
      return NONE;
    }
    if (newestFile == null || cycles != endCycles) {
      newestFile = ChronicleFiles.file(journal.chronicle(), newest);
    }
    return QueueBytes.lastEntry(newestFile);
  }

  private long countEnd(int[] cycles) {
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

  @Override
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

  @Override
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

  @Override
  public long next() {
    return next;
  }

  @Override
  public String trouble() {
    return trouble;
  }

  @Override
  public @Nullable DamagedSpan damage() {
    return null; // while the writer lives nothing is given up
  }

  @Override
  public void passDamage() {
    throw new IllegalStateException("read the bytes first: " + journal.path());
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

  /**
   * The cycles that Chronicle may be asked about. The writer makes the next file beforehand, all zeros:
   * Chronicle would wait a second for its header, at each question.
   */
  private int[] cycles() {
    if (folder.isNews()) {
      int[] now = ChronicleFiles.cyclesOf(journal.chronicle());
      listed = Arrays.equals(now, listed) ? listed : now;
    }
    return begun.size() >= listed.length && Arrays.stream(listed).allMatch(begun::contains)
        ? listed
        : Arrays.stream(listed).filter(this::isBegun).toArray();
  }

  private boolean isBegun(int cycle) {
    if (begun.contains(cycle)) {
      return true;
    }
    boolean begins = ChronicleFiles.isBegun(ChronicleFiles.file(journal.chronicle(), cycle));
    if (begins) {
      begun.add(cycle);
    }
    return begins;
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
