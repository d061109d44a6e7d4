package com.gt8004.shipper;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.SequenceSet;
import com.gt8004.sdk.queue.tail.CycleHeads;
import com.gt8004.sdk.queue.tail.DamagedSpan;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.ListedCycle;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import com.gt8004.shipper.QueueCheck.Finding;
import com.gt8004.shipper.QueueCheck.Found;
import com.gt8004.shipper.QueueCheck.Kind;
import com.gt8004.shipper.QueueCheck.Mend;
import com.gt8004.shipper.QueueCheck.Severity;
import com.gt8004.shipper.QueueCheck.Tools;
import com.gt8004.shipper.ledger.LedgerReport;
import com.gt8004.shipper.ledger.LossReason;
import com.gt8004.shipper.tail.DamagedFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Reads every entry of one journal. Damage that was accounted for before is a note, not damage. */
final class JournalEntriesCheck {
  private static final int TOLD_EVERY = 1_000;
  private static final int LENGTH_FIELD = 4;

  private final JournalDirectory journal;
  private final List<Found> found;
  private final SequenceSet lost;
  private final SequenceSet known;
  private final boolean live;
  private final @Nullable Checkpoint checkpoint;
  private long first;
  private long end;
  private long entries;
  private long bytes;

  JournalEntriesCheck(
      QueueDirectory queue, JournalDirectory journal, LedgerReport ledger, List<Found> found)
      throws IOException {
    this.journal = journal;
    this.found = found;
    this.lost = new SequenceSet();
    ledger.lost(journal.id()).values().forEach(set -> set.all().forEach(lost::add));
    this.known = DamagedFolder.of(queue).kept(journal.id());
    lost.all().forEach(known::add);
    this.live = OwnerLock.isHeld(journal.ownerLockFile());
    this.checkpoint = Files.exists(journal.checkpointFile()) ? CheckpointFile.peek(journal) : null;
    try (JournalTailer tailer = JournalTailer.openBytes(journal, !live)) {
      this.first = tailer.firstSequence();
      this.end = tailer.endSequence();
    }
  }

  JournalDirectory journal() {
    return journal;
  }

  /** Entries that should be there. */
  long expected() {
    return Math.max(0, end - first);
  }

  /** Whole entries that were read. */
  long entries() {
    return entries;
  }

  /** What they take. */
  long bytes() {
    return bytes;
  }

  void run(LongConsumer progress) throws IOException {
    try (JournalTailer tailer = JournalTailer.openBytes(journal, !live)) {
      TailedEntry entry = new TailedEntry();
      long next = first;
      // Beside a writer up to where it was at the start: what comes later is not to be waited for.
      while (!live || next < end) {
        TailStatus status = tailer.read(entry);
        DamagedSpan span = tailer.damage();
        if (status == TailStatus.ENTRY) {
          next = entry.sequence() + 1;
          entries++;
          bytes += LENGTH_FIELD + entry.payloadOffset() + entry.payloadLength();
          if (entries % TOLD_EVERY == 0) {
            progress.accept(entries);
          }
        } else if (status == TailStatus.DAMAGED && span != null) {
          next = span.endSequence();
          damaged(span);
          tailer.passDamage();
        } else {
          if (status == TailStatus.NEWER_FORMAT) {
            newerFormat(next);
          }
          break;
        }
      }
    }
    checkEnd();
  }

  private void damaged(DamagedSpan span) throws IOException {
    SequenceRange range = span.range();
    if (isPruned(range)) {
      return; // retention was at work meanwhile, as it is behind an ended writer too
    }
    Path path =
        span.bytes().isEmpty() ? journal.chronicle() : span.bytes().get(0).file();
    SequenceSet unknown = SequenceSet.of(List.of(range)).without(known);
    boolean settled = isSettled(range);
    if (unknown.isEmpty()) {
      boolean inLedger = !SequenceSet.of(List.of(range)).and(lost).isEmpty();
      add(
          Kind.ENTRIES,
          Severity.NOTE,
          path,
          range,
          span.describe() + "; known: "
              + (inLedger ? "in the ledger" : "its bytes are in damaged/"),
          null,
          null);
    } else if (live && isInNewestFile(range)) {
      add(
          Kind.ENTRIES_UNREADABLE_NOW,
          Severity.NOTE,
          path,
          range,
          span.describe() + ", beside a living writer",
          "look again when the writer has ended: only then it is damage",
          null);
    } else {
      add(
          Kind.ENTRIES,
          Severity.DAMAGE,
          path,
          range,
          span.describe() + (settled ? "; delivered before" : "; not delivered"),
          cureOf(settled),
          live || strayEntries() ? null : tools -> giveUp(tools, span));
    }
  }

  private String cureOf(boolean settled) throws IOException {
    if (strayEntries()) {
      return "first give the files with entries their names back that have none of a cycle file";
    }
    if (live) {
      return "the shipper gives them up by itself; or repair when the writer has ended";
    }
    return settled
        ? "copy the bytes to damaged/; nothing is lost but what a replay would read"
        : "copy the bytes to damaged/ and give the entries up in the ledger; all others are shipped";
  }

  /** Whether a file with a name that nobody reads holds entries: perhaps those that are missing. */
  private boolean strayEntries() throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(journal.chronicle(), file -> JournalFilesCheck.isForeign(file))) {
      for (Path file : files) {
        if (Files.isRegularFile(file) && CycleHeads.firstSequence(file) != CycleHeads.NONE) {
          return true;
        }
      }
      return false;
    }
  }

  /** In the shipper's order: bytes aside, then the ledger, which its checkpoint may then pass. */
  private void giveUp(Tools tools, DamagedSpan span) throws IOException {
    Path copy = tools.damaged().keepAnyway(journal, span);
    SequenceSet unsettled = SequenceSet.of(List.of(span.range()));
    if (checkpoint != null) {
      if (checkpoint.firstUnsettled() > 0) {
        unsettled.remove(new SequenceRange(0, checkpoint.firstUnsettled() - 1));
      }
      checkpoint.settledBeyond().forEach(unsettled::remove);
    }
    LossReason reason = span.bytes().isEmpty() ? LossReason.GONE : LossReason.DAMAGED;
    for (SequenceRange range : unsettled.all()) {
      long unused = tools
          .ledger()
          .add(
              journal.id(),
              range,
              reason,
              span.reason() + "; kept as " + copy.getFileName() + " by a repair");
    }
  }

  private boolean isSettled(SequenceRange range) {
    return checkpoint != null
        && (range.last() < checkpoint.firstUnsettled()
            || checkpoint.settledBeyond().stream()
                .anyMatch(each -> each.first() <= range.first() && range.last() <= each.last()));
  }

  private boolean isPruned(SequenceRange range) {
    // Looked at as at the start: then the first on disk has moved because a file is gone.
    try (JournalTailer tailer = JournalTailer.openBytes(journal, !live)) {
      return range.last() < tailer.firstSequence();
    }
  }

  private boolean isInNewestFile(SequenceRange range) throws IOException {
    List<Path> files = CycleHeads.of(journal);
    for (int i = files.size() - 1; i >= 0; i--) {
      long begin = CycleHeads.firstSequence(files.get(i));
      if (begin != CycleHeads.NONE) {
        return i == 0 || begin <= range.last();
      }
    }
    return true;
  }

  private void newerFormat(long at) {
    add(
        Kind.NEWER_FORMAT,
        Severity.WARNING,
        journal.chronicle(),
        null,
        "sequence " + at + " is written in a newer format than this version reads",
        "verify with a newer version; nothing of it is skipped or pruned meanwhile",
        null);
  }

  private void checkEnd() {
    if (live) {
      return;
    }
    if (checkpoint != null && checkpoint.firstUnsettled() > end) {
      add(
          Kind.CHECKPOINT,
          Severity.NOTE,
          journal.checkpointFile(),
          null,
          "the checkpoint " + checkpoint.firstUnsettled() + " lies beyond the end " + end
              + ": a power failure took entries that were delivered",
          null,
          null);
    }
    Path emptied = ListedCycle.lost(journal);
    if (emptied != null) {
      add(
          Kind.END_UNKNOWN,
          Severity.WARNING,
          emptied,
          null,
          "the newest cycle file had been begun and is empty or gone: entries from " + end
              + " on may have been in it, nobody knows how many",
          "a backup of the file, if there is one",
          null);
    }
  }

  private void add(
      Kind kind,
      Severity severity,
      Path path,
      @Nullable SequenceRange range,
      String what,
      @Nullable String cure,
      @Nullable Mend mend) {
    found.add(new Found(
        new Finding(kind, severity, path, journal.id(), range, what, cure, mend != null), mend));
  }
}
