package com.gt8004.shipper;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.SequenceSet;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.shipper.deadletter.DeadLetterFolder;
import com.gt8004.shipper.ledger.LedgerReport;
import com.gt8004.shipper.replay.Segment;
import com.gt8004.shipper.replay.SegmentFinder;
import com.gt8004.shipper.replay.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a queue's own files say became of its entries: which must have been delivered, which not and why.
 * Read beside applications and shipper at work, it names no entry as delivered that was not. Its cost is
 * that of journals, dead letters and ledger lines, not of entries. Immutable.
 *
 * @param journals on disk, oldest first, then those that were removed
 */
public record QueueAccount(QueueDirectory queue, String agentId, List<Journal> journals) {
  /** Keeps its own copy of the journals. */
  public QueueAccount {
    journals = List.copyOf(journals);
  }

  /**
   * Which entries count.
   *
   * @param from append time of the first, null for no limit; of a removed journal, and of what retention
   *     removed of one, only the span of life is known: it counts if that overlaps
   * @param to append time that does not count any more, null for no limit
   * @param first first sequence
   * @param last last sequence
   */
  public record Scope(@Nullable Instant from, @Nullable Instant to, long first, long last) {
    /** Everything. */
    public static final Scope ALL = new Scope(null, null, 0, Long.MAX_VALUE - 1);

    boolean limitsTime() {
      return from != null || to != null;
    }

    boolean overlaps(Instant begin, @Nullable Instant end) {
      return (to == null || begin.isBefore(to))
          && (from == null || end == null || !end.isBefore(from));
    }

    Wanted wanted(UUID journalId) {
      return new Wanted(
          journalId,
          from == null ? Long.MIN_VALUE : EpochClock.microsOf(from),
          to == null ? Long.MAX_VALUE : EpochClock.microsOf(to),
          first,
          last,
          false);
    }
  }

  /**
   * One journal.
   *
   * @param removed whether its files are gone: all of it was settled, nothing of it can be replayed
   * @param retained its first sequence on disk; of those before nothing can be replayed
   * @param delivered what the service must hold
   * @param deadLetters what it refused, and lies in {@code dead-letters/}
   * @param lost what will not be delivered, by the ledger's word
   * @param backlog entries that are not settled
   */
  public record Journal(
      UUID id,
      boolean removed,
      long retained,
      SequenceSet delivered,
      SequenceSet deadLetters,
      Map<String, SequenceSet> lost,
      long backlog) {}

  /**
   * Reads it.
   *
   * @throws IOException if a file cannot be read, or both slots of a checkpoint; names it
   */
  public static QueueAccount of(QueueDirectory queue, Scope scope) throws IOException {
    List<Settled> settled = new ArrayList<>();
    for (JournalDirectory journal : queue.journals()) {
      try {
        settled.add(Settled.of(journal, scope));
      } catch (NoSuchFileException justRemoved) {
        if (Files.exists(journal.path())) {
          throw justRemoved;
        }
      }
    }
    // In this order, which is the reverse of the one in which they are written: what a checkpoint
    // has
    // passed is found in one of the other two. A letter that goes in between is in the ledger, or
    // its
    // entry was delivered after all.
    List<EntryId> letters = DeadLetterFolder.entries(queue.deadLetters());
    LedgerReport ledger = LedgerReport.of(queue);
    List<Journal> journals = new ArrayList<>();
    Set<UUID> onDisk = new HashSet<>();
    for (Settled each : settled) {
      journals.add(each.account(letters, ledger));
      onDisk.add(each.id());
    }
    ledger.removed().forEach((id, removal) -> {
      boolean counts = !scope.limitsTime() || scope.overlaps(birthOf(id), removal.at());
      long last = Math.min(removal.end() - 1, scope.last());
      if (!onDisk.contains(id) && counts && last >= scope.first()) {
        SequenceSet all = SequenceSet.of(List.of(new SequenceRange(scope.first(), last)));
        journals.add(new Settled(id, true, removal.end(), all, 0).account(letters, ledger));
      }
    });
    return new QueueAccount(queue, queue.descriptor().agentId(), journals);
  }

  /** The first 48 bits of such a UUID are milliseconds. */
  private static Instant birthOf(UUID journalId) {
    return Instant.ofEpochMilli(journalId.getMostSignificantBits() >>> 16);
  }

  /** What a checkpoint says, before dead letters and ledger are taken off. */
  private record Settled(
      UUID id, boolean removed, long retained, SequenceSet settled, long backlog) {
    static Settled of(JournalDirectory journal, Scope scope) throws IOException {
      Checkpoint checkpoint = CheckpointFile.peek(journal);
      if (checkpoint == null) {
        throw new IOException(
            journal.checkpointFile()
                + ": both copies are unreadable, so nobody knows what was delivered; see gt8004 verify");
      }
      SequenceSet settled = new SequenceSet();
      if (checkpoint.firstUnsettled() > 0) {
        settled.add(new SequenceRange(0, checkpoint.firstUnsettled() - 1));
      }
      checkpoint.settledBeyond().forEach(settled::add);
      try (JournalTailer tailer = JournalTailer.open(journal)) {
        long end = tailer.endSequence();
        long retained = tailer.firstSequence();
        long backlog = Math.max(0, end - settled.count());
        SequenceSet wanted = wanted(journal, scope, retained, Math.max(end, settled.count()));
        return new Settled(journal.id(), false, retained, settled.and(wanted), backlog);
      }
    }

    private static SequenceSet wanted(
        JournalDirectory journal, Scope scope, long retained, long end) throws IOException {
      SequenceSet wanted = new SequenceSet();
      if (scope.limitsTime()) {
        boolean prunedToo =
            retained > 0 && scope.overlaps(Instant.ofEpochMilli(journal.startMillis()), null);
        if (prunedToo && scope.first() < retained) {
          wanted.add(new SequenceRange(scope.first(), Math.min(retained - 1, scope.last())));
        }
        for (Segment segment :
            new SegmentFinder(scope.wanted(journal.id())).in(journal).segments()) {
          wanted.add(segment.range());
        }
      } else if (scope.first() < end) {
        wanted.add(new SequenceRange(scope.first(), Math.min(end - 1, scope.last())));
      }
      return wanted;
    }

    Journal account(List<EntryId> letters, LedgerReport ledger) {
      SequenceSet dead = new SequenceSet();
      for (EntryId letter : letters) {
        if (letter.journalId().equals(id)) {
          dead.add(new SequenceRange(letter.sequence(), letter.sequence()));
        }
      }
      SequenceSet delivered = settled.without(dead);
      for (SequenceSet lost : ledger.lost(id).values()) {
        delivered = delivered.without(lost);
      }
      return new Journal(
          id, removed, retained, delivered, dead.and(settled), ledger.lost(id), backlog);
    }
  }
}
