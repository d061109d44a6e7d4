package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.shipper.ledger.LedgerFile;
import com.gt8004.shipper.ledger.LedgerReport;
import com.gt8004.shipper.tail.DamagedFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a queue from end to end, every entry and every file, and says what is not as it should be;
 * {@link #repair} mends what can be. Checking changes nothing and reads bytes only, beside applications
 * and shipper at work, who do not notice. One pass over the bytes, memory of a few buffers. Not
 * thread-safe.
 */
public final class QueueCheck {
  /** What follows from a finding. */
  public enum Severity {
    /** Entries, or what is known of them, are lost or in danger. */
    DAMAGE,
    /** Something is in the way of somebody, or not safe. */
    WARNING,
    /** Good to know; nothing need be done. */
    NOTE
  }

  /** What a finding is about. Names are stable. */
  public enum Kind {
    ENTRIES,
    ENTRIES_UNREADABLE_NOW,
    NEWER_FORMAT,
    END_UNKNOWN,
    CHECKPOINT,
    JOURNAL_DESCRIPTOR,
    QUEUE_DESCRIPTOR,
    OWNER_LOCK,
    FLUSH,
    FOREIGN_FILE,
    LEFTOVER,
    PERMISSIONS,
    DEAD_LETTER,
    LEDGER
  }

  /**
   * One thing that is not as it should be.
   *
   * @param path the file or folder
   * @param journalId null where it is the queue's
   * @param entries which of them; null where it is about none
   * @param what was found, for people
   * @param cure what {@link #repair} will do, or what a person can; null where nothing need be done
   * @param repairable whether {@link #repair} mends it
   */
  public record Finding(
      Kind kind,
      Severity severity,
      Path path,
      @Nullable UUID journalId,
      @Nullable SequenceRange entries,
      String what,
      @Nullable String cure,
      boolean repairable) {}

  /**
   * What a check found.
   *
   * @param entries that were read and are whole
   * @param bytes that they take
   */
  public record Report(int journals, long entries, long bytes, List<Finding> findings) {
    /** Keeps its own copy. */
    public Report {
      findings = List.copyOf(findings);
    }

    /** Whether anything is damaged. */
    public boolean isDamaged() {
      return findings.stream().anyMatch(finding -> finding.severity() == Severity.DAMAGE);
    }
  }

  /**
   * What a repair did.
   *
   * @param found before
   * @param mended of it; stays mended, whatever came after
   * @param broken what could not be written, and ended the repair; null if nothing did
   */
  public record Repair(
      Report found, List<Finding> mended, @Nullable IOException broken) {
    /** Keeps its own copy. */
    public Repair {
      mended = List.copyOf(mended);
    }
  }

  /** Told now and then how far a check is. */
  @FunctionalInterface
  public interface Progress {
    /** So many of the entries on disk were read. */
    void read(long entries, long total);
  }

  /** A finding with the way to mend it, where there is one. */
  record Found(Finding finding, @Nullable Mend mend) {}

  /** Mends one finding; durable on return. */
  @FunctionalInterface
  interface Mend {
    void apply(Tools tools) throws IOException;
  }

  /** What mending takes. */
  record Tools(QueueDirectory queue, LedgerFile ledger, DamagedFolder damaged, EpochClock clock) {}

  private final QueueDirectory queue;
  private final @Nullable UUID journalId;
  private List<Found> found = new ArrayList<>();

  /**
   * A check of this queue.
   *
   * @param journalId only this journal and what belongs to the whole queue; null for all
   */
  public QueueCheck(QueueDirectory queue, @Nullable UUID journalId) {
    this.queue = queue;
    this.journalId = journalId;
  }

  /**
   * Checks.
   *
   * @throws IOException if a file cannot be read at all, for want of permission or a broken disk
   */
  public Report run(Progress progress) throws IOException {
    found = new ArrayList<>();
    LedgerReport ledger = LedgerReport.of(queue);
    new QueueFilesCheck(queue, found).run(ledger);
    List<JournalEntriesCheck> journals = new ArrayList<>();
    for (JournalDirectory journal : queue.journals()) {
      if (journalId == null || journal.id().equals(journalId)) {
        boolean unused = unlessGone(
            journal, () -> journals.add(new JournalEntriesCheck(queue, journal, ledger, found)));
      }
    }
    long total = 0;
    for (JournalEntriesCheck journal : journals) {
      total += journal.expected();
    }
    long entries = 0;
    long bytes = 0;
    int present = 0;
    for (JournalEntriesCheck journal : journals) {
      long before = entries;
      long all = total;
      boolean checked = unlessGone(journal.journal(), () -> {
        new JournalFilesCheck(queue, journal.journal(), found).run();
        journal.run(read -> progress.read(before + read, all));
      });
      present += checked ? 1 : 0;
      entries += journal.entries();
      bytes += journal.bytes();
    }
    return new Report(
        present, entries, bytes, found.stream().map(Found::finding).toList());
  }

  /** A part of a check. */
  @FunctionalInterface
  private interface Look {
    void run() throws IOException;
  }

  /** False, and nothing found, if retention removed the journal since it was listed. */
  private boolean unlessGone(JournalDirectory journal, Look look) throws IOException {
    int before = found.size();
    try {
      look.run();
    } catch (IOException | UncheckedIOException broken) {
      if (Files.exists(journal.path())) {
        throw broken;
      }
    }
    boolean gone = !Files.exists(journal.path());
    if (gone) {
      found.subList(before, found.size()).clear();
    }
    return !gone;
  }

  /**
   * Takes the queue, checks it, and mends what can be mended: bytes aside first, then the ledger, then
   * the rest. Only what is damaged is given up, and nobody delivers between the look and the mending. A
   * crash in between does no more than leave the rest to the next time.
   *
   * @return null if a shipper holds the queue, and nothing was done
   * @throws IOException as {@link #run}
   */
  public @Nullable Repair repair(Progress progress, EpochClock clock) throws IOException {
    try (OwnerLock lock = OwnerLock.tryAcquire(queue.shipperLockFile())) {
      return lock == null ? null : mend(run(progress), clock);
    }
  }

  private Repair mend(Report report, EpochClock clock) {
    List<Finding> mended = new ArrayList<>();
    try {
      Tools tools = new Tools(queue, LedgerFile.open(queue, clock), DamagedFolder.of(queue), clock);
      for (Found each : found) {
        if (each.mend() != null && Files.exists(queue.path())) {
          each.mend().apply(tools);
          mended.add(each.finding());
        }
      }
      return new Repair(report, mended, null);
    } catch (IOException broken) {
      return new Repair(report, mended, broken);
    }
  }
}
