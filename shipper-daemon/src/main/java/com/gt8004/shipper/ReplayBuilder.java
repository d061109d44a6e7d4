package com.gt8004.shipper;

import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.SequenceSet;
import com.gt8004.sdk.queue.TimeOrderedUuid;
import com.gt8004.shipper.replay.ReplayRecord;
import com.gt8004.shipper.replay.ReplayTally;
import com.gt8004.shipper.replay.Segment;
import com.gt8004.shipper.replay.Wanted;
import com.gt8004.shipper.send.IngestClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Chooses what a {@link Replay} sends again; all settled entries unless narrowed. Not thread-safe. */
public final class ReplayBuilder {
  private static final int ENTRIES_NAMED_MAX = 1_000;

  final ShipperConfig config;
  final QueueDirectory queue;
  Wanted range = Wanted.ALL;
  List<EntryId> named = List.of();
  Map<UUID, SequenceSet> ranges = Map.of();

  @Nullable
  List<EntryId> letters;

  EntryFilter filter = EntryFilter.ALL;

  @Nullable
  String where;

  @Nullable
  Path keyFile;

  @Nullable
  UUID resume;

  long ratePerMinute;
  boolean evenTwice;
  boolean unsettledToo;
  Replay.Answered answered = ids -> {};
  EpochClock clock = EpochClock.system();

  @Nullable
  IngestClient client;

  ReplayBuilder(ShipperConfig config, QueueDirectory queue) {
    this.config = config;
    this.queue = queue;
  }

  /** Only this journal. */
  public ReplayBuilder journal(UUID journalId) {
    range = range.ofJournal(journalId);
    return this;
  }

  /** Only entries appended at {@code first} or later, and before {@code end}; null leaves an end open. */
  public ReplayBuilder appended(@Nullable Instant first, @Nullable Instant end) {
    range = range.appended(
        first == null ? Long.MIN_VALUE : EpochClock.microsOf(first),
        end == null ? Long.MAX_VALUE : EpochClock.microsOf(end));
    return this;
  }

  /**
   * Only these sequences, both included.
   *
   * @throws IllegalArgumentException if {@code last} is below {@code first} or either is negative
   */
  public ReplayBuilder sequences(long first, long last) {
    if (first < 0 || last < first || last == Long.MAX_VALUE) {
      throw new IllegalArgumentException("sequences " + first + " to " + last + " are no range");
    }
    range = range.sequences(first, last);
    return this;
  }

  /** Only these entries, at most 1,000. */
  public ReplayBuilder entries(List<EntryId> ids) {
    if (ids.size() > ENTRIES_NAMED_MAX) {
      throw new IllegalArgumentException(
          ids.size() + " entries are named, allowed are " + ENTRIES_NAMED_MAX);
    }
    named = List.copyOf(ids);
    return this;
  }

  /** Only these sequences of these journals. */
  public ReplayBuilder ranges(Map<UUID, SequenceSet> wanted) {
    ranges = Map.copyOf(wanted);
    return this;
  }

  /**
   * Only entries that pass a filter. It is written down, so that whoever resumes has it again.
   *
   * @param text as somebody wrote it
   */
  public ReplayBuilder where(String text, EntryFilter wanted) {
    where = text;
    filter = wanted;
    return this;
  }

  /** Nothing of the journals but the dead letters of these entries. */
  public ReplayBuilder deadLetters(List<EntryId> ids) {
    letters = List.copyOf(ids);
    return this;
  }

  /** At most so many entries a second. 0, the default, for no limit. */
  public ReplayBuilder rate(long entriesPerSecond) {
    return ratePerMinute(entriesPerSecond * 60);
  }

  /** At most so many entries a minute. 0, the default, for no limit. */
  public ReplayBuilder ratePerMinute(long entriesPerMinute) {
    ratePerMinute = entriesPerMinute;
    return this;
  }

  /** To another destination, with the key in this file: what is not settled goes, too. */
  public ReplayBuilder toOther(Path itsKeyFile) {
    keyFile = itsKeyFile;
    unsettledToo = true;
    return this;
  }

  /** Also to a destination that stores again what it has already, such as the live platform. */
  public ReplayBuilder evenTwice() {
    evenTwice = true;
    return this;
  }

  /**
   * Goes on with a replay that was interrupted. Range, rate and what else was said of it are in its file;
   * the filter, the key file and, in the configuration, the URL have to be those of {@link StoredReplay}.
   */
  public ReplayBuilder resume(UUID id) {
    resume = id;
    return this;
  }

  /** Who is told of entries that the server has now. */
  public ReplayBuilder answered(Replay.Answered listener) {
    answered = listener;
    return this;
  }

  /** What is looked for in each journal. */
  List<Wanted> wanted() {
    Wanted all = range.withUnsettled(unsettledToo);
    if (!ranges.isEmpty()) {
      List<Wanted> wanted = new ArrayList<>();
      ranges.forEach((id, set) -> set.all()
          .forEach(each -> wanted.add(all.ofJournal(id).sequences(each.first(), each.last()))));
      return wanted;
    }
    return named.isEmpty()
        ? List.of(all)
        : named.stream()
            .map(id -> all.ofJournal(id.journalId()).sequences(id.sequence(), id.sequence()))
            .toList();
  }

  /** A replay of which nothing is found yet. */
  ReplayRecord record() {
    return new ReplayRecord(
        TimeOrderedUuid.next(),
        clock.now(),
        config.ingestUrl().toString(),
        where,
        keyFile,
        evenTwice,
        unsettledToo,
        ratePerMinute,
        -1,
        ReplayTally.NONE,
        List.of());
  }

  /** The same with what was found. */
  static ReplayRecord record(ReplayRecord begun, List<Segment> segments) {
    return new ReplayRecord(
        begun.id(),
        begun.startedAt(),
        begun.url(),
        begun.where(),
        begun.keyFile(),
        begun.evenTwice(),
        begun.unsettledToo(),
        begun.ratePerMinute(),
        segments.stream().mapToLong(segment -> segment.range().count()).sum(),
        begun.tally(),
        segments.stream()
            .map(segment -> new ReplayRecord.Left(segment.journal().id(), segment.range()))
            .toList());
  }

  ReplayBuilder clock(EpochClock other) {
    clock = other;
    return this;
  }

  /** Instead of one over HTTP; stays open. */
  ReplayBuilder client(IngestClient other) {
    client = other;
    return this;
  }

  /** The replay. */
  public Replay build() {
    return new Replay(this);
  }
}
