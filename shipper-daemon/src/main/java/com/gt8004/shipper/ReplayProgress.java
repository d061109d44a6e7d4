package com.gt8004.shipper;

import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.shipper.replay.ReplayFile;
import com.gt8004.shipper.replay.ReplayRecord;
import com.gt8004.shipper.replay.ReplayTally;
import com.gt8004.shipper.replay.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How far a replay is: in memory, in its file if it has one, and for whoever watches. Not thread-safe. */
final class ReplayProgress {
  private static final int REFUSALS_MAX = 100;

  private final @Nullable ReplayFile file;
  private final List<Segment> segments;
  private final long total;
  private final Consumer<Replay.Progress> watcher;
  private final List<Replay.Refusal> refusals = new ArrayList<>();
  private ReplayTally tally;
  private Replay.Progress told;

  /**
   * Of a replay of journals.
   *
   * @param segments what is left of it, as the file says
   */
  ReplayProgress(ReplayFile file, List<Segment> segments, Consumer<Replay.Progress> watcher) {
    this.file = file;
    this.segments = List.copyOf(segments);
    this.total = file.record().total();
    this.tally = file.record().tally();
    this.watcher = watcher;
    this.told = now(null);
  }

  /** Of a retry of so many dead letters: what is done with is gone from their folder, and needs no file. */
  ReplayProgress(long letters, Consumer<Replay.Progress> watcher) {
    this.file = null;
    this.segments = List.of();
    this.total = letters;
    this.tally = ReplayTally.NONE;
    this.watcher = watcher;
    this.told = now(null);
  }

  boolean isOfLetters() {
    return file == null;
  }

  boolean isNothingLeft() {
    return left() == 0;
  }

  /** Entries of its range. */
  long total() {
    return total;
  }

  /** Entries that it has not gone past. */
  long left() {
    return Math.max(0, total - tally.passed());
  }

  /** It has gone past these. */
  void add(ReplayTally more) {
    tally = tally.plus(more);
  }

  ReplayTally tally() {
    return tally;
  }

  /** The server refused an entry for good. */
  void refused(EntryId id, String words) {
    if (refusals.size() < REFUSALS_MAX) {
      refusals.add(new Replay.Refusal(id, words));
    }
  }

  List<Replay.Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /** Writes down that everything before this place is done with. */
  void record(ReplaySource.Place place) throws IOException {
    if (file == null) {
      return;
    }
    ReplayRecord now = file.record().at(tally, leftFrom(place));
    if (now.equals(file.record())) {
      file.renew();
    } else {
      file.write(now);
    }
  }

  private List<ReplayRecord.Left> leftFrom(ReplaySource.Place place) {
    List<ReplayRecord.Left> left = new ArrayList<>();
    for (int at = place.segment(); at < segments.size(); at++) {
      SequenceRange range = segments.get(at).range();
      long first = at == place.segment() ? Math.max(range.first(), place.next()) : range.first();
      if (first <= range.last()) {
        left.add(new ReplayRecord.Left(
            segments.get(at).journal().id(), new SequenceRange(first, range.last())));
      }
    }
    return left;
  }

  /** Tells the watcher, if there is news. */
  void tell(@Nullable String waiting) {
    Replay.Progress now = now(waiting);
    if (!now.equals(told)) {
      told = now;
      watcher.accept(now);
    }
  }

  private Replay.Progress now(@Nullable String waiting) {
    return new Replay.Progress(
        tally.passed(), total, tally.accepted(), tally.duplicates(), tally.rejected(), waiting);
  }
}
