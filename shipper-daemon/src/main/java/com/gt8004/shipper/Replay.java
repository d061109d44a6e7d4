package com.gt8004.shipper;

import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.PathWatches;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.batch.BatchLimits;
import com.gt8004.shipper.deadletter.LetterBox;
import com.gt8004.shipper.replay.EntryRate;
import com.gt8004.shipper.replay.ReplayFile;
import com.gt8004.shipper.replay.ReplayRecord;
import com.gt8004.shipper.replay.Segment;
import com.gt8004.shipper.replay.SegmentFinder;
import com.gt8004.shipper.replay.Wanted;
import com.gt8004.shipper.send.ApiKey;
import com.gt8004.shipper.send.IngestClient;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends settled entries of one queue again, or its dead letters. Never touches a checkpoint, never sends
 * what is still the shipper's to send unless it goes to another destination, and may run beside the
 * shipper. Safe at a destination that deduplicates by entry id; elsewhere every entry would arrive once
 * more, so nothing is sent unless that is {@linkplain ReplayBuilder#evenTwice wanted}.
 *
 * <p>A replay of journals has a file in {@code replays/} from its beginning to its end. One that ended
 * before all was answered for, or was killed, goes on with {@link ReplayBuilder#resume} where that file says:
 * what was answered for and written down, at most a second ago, is not sent again.
 *
 * <p>{@link #plan} and {@link #run} belong to one thread; {@link #cancel} may come from any.
 */
public final class Replay {
  /**
   * What a run would send.
   *
   * @param entries settled entries in the range, without those that a filter leaves out
   * @param bytesEstimate of their payloads, from a sample; exact with a filter
   * @param firstAppended append time of the oldest, null if there is none
   * @param lastAppended append time of the newest, null if there is none
   * @param unsettledLeft entries in the range, wanted or not, that are left to the shipper
   * @param sample the first few
   */
  public record Plan(
      long entries,
      long bytesEstimate,
      @Nullable Instant firstAppended,
      @Nullable Instant lastAppended,
      long unsettledLeft,
      List<Sample> sample) {}

  /** One entry that would be sent, its payload as the JSON text that it is. */
  public record Sample(EntryId id, Instant appended, String payload) {}

  /**
   * How far a run is.
   *
   * @param passed entries of the range that it has gone past, of {@code total}; with a filter more than
   *     were sent
   * @param waiting why nothing moves just now, null while it does
   */
  public record Progress(
      long passed,
      long total,
      long accepted,
      long duplicates,
      long rejected,
      @Nullable String waiting) {}

  /** An entry that the server refused for content or age, and its words. */
  public record Refusal(EntryId id, String words) {}

  /**
   * How a replay ended; of one that was resumed, all of it.
   *
   * @param complete whether every planned entry was answered for or cannot be read
   * @param total entries of the range; a filter may leave some of them out
   * @param rejected refused by the server for content or age
   * @param unreadable entries of the range that are damaged or gone
   * @param unsettledLeft entries in the range that are left to the shipper; 0 of one that was resumed
   * @param refusals the rejected entries of this run, the first 100
   * @param findings where entries could not be read, a few places
   * @param resumeId with which it goes on; null if it is over or is one of dead letters
   * @param cause why it is not complete; null if it is
   * @param cure what mends that; null where nothing is known
   */
  public record Result(
      boolean complete,
      long total,
      long accepted,
      long duplicates,
      long rejected,
      long unreadable,
      long unsettledLeft,
      List<Refusal> refusals,
      List<String> findings,
      @Nullable UUID resumeId,
      @Nullable String cause,
      @Nullable String cure) {}

  /** Told of entries that the server has now. */
  @FunctionalInterface
  public interface Answered {
    /** Called on the thread of {@link #run}, after each answer; what it throws ends the run. */
    void there(List<EntryId> ids) throws IOException;
  }

  private final ReplayBuilder from;
  private final ReplaySignal signal = new ReplaySignal();
  private long unsettledLeft;

  Replay(ReplayBuilder from) {
    this.from = from;
  }

  /** A replay of {@code queue} to the URL, with the key and the limits, of {@code config}. */
  public static ReplayBuilder builder(ShipperConfig config, QueueDirectory queue) {
    return new ReplayBuilder(config, queue);
  }

  /**
   * What {@link #run} would send now. With a filter it reads the whole range.
   *
   * @throws IOException if a journal or its checkpoint cannot be read; names it
   */
  public Plan plan() throws IOException {
    return ReplayPlan.of(found(), from.filter, from.clock);
  }

  /**
   * Entries of the range that are on disk, settled or not, whatever a filter says of them. What was named
   * and is not among them is pruned, or never was.
   *
   * @throws IOException as {@link #plan}
   */
  public long onDisk() throws IOException {
    return found().stream().mapToLong(each -> each.entries() + each.unsettled()).sum();
  }

  private List<SegmentFinder.Found> found() throws IOException {
    List<SegmentFinder.Found> all = new ArrayList<>();
    for (JournalDirectory journal : from.queue.journals()) {
      for (Wanted wanted : from.wanted()) {
        all.add(new SegmentFinder(wanted).in(journal));
      }
    }
    return all;
  }

  /**
   * Sends the entries; blocks until done, given up or {@linkplain #cancel cancelled}. A server that is
   * away is waited for up to two minutes without progress.
   *
   * @param progress told of each change, on the calling thread
   * @throws IOException if the queue cannot be read, or the replay's file cannot be written
   */
  public Result run(Consumer<Progress> progress) throws IOException {
    KeyRing.Lookup found = key();
    ApiKey key = found.key();
    if (key == null) {
      Condition missing = found.condition();
      return new Result(
          false,
          0,
          0,
          0,
          0,
          0,
          0,
          List.of(),
          List.of(),
          from.resume,
          missing == null ? null : missing.cause(),
          missing == null ? null : missing.cure());
    }
    if (from.letters != null) {
      LetterBox box = new LetterBox(from.queue.deadLetters());
      LetterEntries letters = new LetterEntries(box, from.letters);
      return send(key, letters, new ReplayProgress(from.letters.size(), progress), null);
    }
    try (ReplayFile file = from.resume == null ? begin() : goOn(from.resume)) {
      List<Segment> segments = segments(file);
      SegmentEntries entries = new SegmentEntries(segments, from.filter, from.clock);
      return send(key, entries, new ReplayProgress(file, segments, progress), file);
    }
  }

  private KeyRing.Lookup key() throws IOException {
    if (from.keyFile != null) {
      return KeyRing.fromFile(from.keyFile);
    }
    KeyRing keys = new KeyRing(from.config, new PathWatches(EpochClock.system()));
    keys.bindBeside(from.queue);
    return keys.keyOf(from.queue.name(), from.queue.descriptor().agentId());
  }

  private ReplayFile begin() throws IOException {
    // The file first: what is found then stays where it is.
    ReplayFile file = ReplayFile.begin(from.queue, from.record(), from.clock);
    boolean filled = false;
    try {
      List<SegmentFinder.Found> found = found();
      unsettledLeft = found.stream().mapToLong(SegmentFinder.Found::unsettled).sum();
      List<Segment> segments =
          found.stream().flatMap(each -> each.segments().stream()).toList();
      file.write(ReplayBuilder.record(file.record(), segments));
      filled = true;
      return file;
    } finally {
      if (!filled) {
        file.remove();
        file.close();
      }
    }
  }

  private ReplayFile goOn(UUID id) throws IOException {
    ReplayFile file = ReplayFile.goOn(from.queue, id, from.clock);
    if (file == null) {
      throw new IOException("replay " + id + " of " + from.queue.name() + " runs already");
    }
    return file;
  }

  private List<Segment> segments(ReplayFile file) throws IOException {
    List<JournalDirectory> present = from.queue.journals();
    List<Segment> segments = new ArrayList<>();
    for (ReplayRecord.Left left : file.record().left()) {
      JournalDirectory journal = present.stream()
          .filter(each -> each.id().equals(left.journalId()))
          .findFirst()
          .orElseGet(() -> JournalDirectory.in(from.queue, 0, left.journalId()));
      segments.add(new Segment(journal, left.range()));
    }
    return segments;
  }

  private Result send(
      ApiKey key, ReplaySource source, ReplayProgress progress, @Nullable ReplayFile file)
      throws IOException {
    IngestClient given = from.client;
    IngestClient own = given == null ? IngestClient.overHttp(from.config.sendPolicy()) : null;
    try (source) {
      Destination destination = new Destination(
          given == null ? Objects.requireNonNull(own) : given,
          from.config.ingestUrl(),
          from.config.profile(),
          from.clock);
      BatchLimits limits = BatchRules.of(from.config, true).catchUp();
      ReplayStop stop = new ReplayRun(
              from.queue.descriptor().agentId(),
              source,
              progress,
              destination,
              key,
              new EntryRate(
                  file == null ? from.ratePerMinute : file.record().ratePerMinute(), from.clock),
              limits,
              signal,
              file == null ? from.evenTwice : file.record().evenTwice() || from.evenTwice,
              from.answered,
              from.clock)
          .send();
      if (stop == null && file != null) {
        file.remove();
      }
      return result(stop, source, progress, file);
    } finally {
      if (own != null) {
        own.close();
      }
    }
  }

  private Result result(
      @Nullable ReplayStop stop,
      ReplaySource source,
      ReplayProgress progress,
      @Nullable ReplayFile file) {
    return new Result(
        stop == null,
        progress.total(),
        progress.tally().accepted(),
        progress.tally().duplicates(),
        progress.tally().rejected(),
        progress.tally().unreadable(),
        unsettledLeft,
        progress.refusals(),
        source.findings(),
        stop == null || file == null ? null : file.record().id(),
        stop == null ? null : stop.cause(),
        stop == null ? null : stop.cure());
  }

  /** Ends a run soon; what was sent stays sent, and answers under way are waited for up to 3 s. Thread-safe. */
  public void cancel() {
    signal.cancel();
  }
}
