package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.PathWatches;
import com.gt8004.sdk.queue.QueueDescriptor;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.sdk.queue.TimeOrderedUuid;
import com.gt8004.shipper.replay.ReplayLease;
import com.gt8004.shipper.replay.Segment;
import com.gt8004.shipper.replay.SegmentFinder;
import com.gt8004.shipper.replay.Wanted;
import com.gt8004.shipper.send.ApiKey;
import com.gt8004.shipper.send.IngestClient;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends settled entries of one queue again. Never touches a checkpoint, never sends what is still the
 * shipper's to send, and may run beside it. Safe at a destination that deduplicates by entry id;
 * elsewhere every entry would arrive once more, so nothing is sent unless that is {@linkplain
 * Builder#evenTwice wanted}.
 *
 * <p>{@link #plan} and {@link #run} belong to one thread; {@link #cancel} may come from any.
 */
public final class Replay {
  /**
   * What a run would send.
   *
   * @param entries settled entries in the range
   * @param bytesEstimate of their payloads, from a sample
   * @param firstAppended append time of the oldest, null if there is none
   * @param lastAppended append time of the newest, null if there is none
   * @param unsettledLeft entries in the range that are left to the shipper
   */
  public record Plan(
      long entries,
      long bytesEstimate,
      @Nullable Instant firstAppended,
      @Nullable Instant lastAppended,
      long unsettledLeft) {}

  /**
   * How far a run is.
   *
   * @param settled entries answered for, of {@code total}
   * @param waiting why nothing moves just now, null while it does
   */
  public record Progress(
      long settled,
      long total,
      long accepted,
      long duplicates,
      long rejected,
      @Nullable String waiting) {}

  /**
   * How a run ended.
   *
   * @param complete whether every planned entry was answered for
   * @param rejected refused by the server for content or age
   * @param cause why it is not complete, or what the first rejection said; null if there is nothing to say
   * @param cure what mends that; null where nothing is known
   */
  public record Result(
      boolean complete,
      long accepted,
      long duplicates,
      long rejected,
      @Nullable String cause,
      @Nullable String cure) {}

  private final ShipperConfig config;
  private final QueueDirectory queue;
  private final Wanted wanted;
  private final EpochClock clock;
  private final boolean evenTwice;
  private final CountDownLatch cancelled = new CountDownLatch(1);

  private Replay(Builder from) {
    this.config = from.config;
    this.queue = from.queue;
    this.wanted = from.wanted;
    this.clock = from.clock;
    this.evenTwice = from.evenTwice;
  }

  /** A replay of {@code queue} to the URL, with the key and the limits, of {@code config}. */
  public static Builder builder(ShipperConfig config, QueueDirectory queue) {
    return new Builder(config, queue);
  }

  /**
   * What {@link #run} would send now.
   *
   * @throws IOException if a journal or its checkpoint cannot be read; names it
   */
  public Plan plan() throws IOException {
    long entries = 0;
    double bytes = 0;
    long unsettled = 0;
    long firstMicros = Long.MAX_VALUE;
    long lastMicros = Long.MIN_VALUE;
    for (JournalDirectory journal : queue.journals()) {
      SegmentFinder.Found found = new SegmentFinder(wanted).in(journal);
      entries += found.entries();
      bytes += found.entries() * found.bytesPerEntry();
      unsettled += found.unsettled();
      if (found.entries() > 0) {
        firstMicros = Math.min(firstMicros, found.firstAppendMicros());
        lastMicros = Math.max(lastMicros, found.lastAppendMicros());
      }
    }
    return new Plan(
        entries,
        Math.round(bytes),
        entries == 0 ? null : EpochClock.instantOf(firstMicros),
        entries == 0 ? null : EpochClock.instantOf(lastMicros),
        unsettled);
  }

  /**
   * Sends the entries; blocks until done, given up or {@linkplain #cancel cancelled}. A server that is
   * away is waited for up to two minutes without progress.
   *
   * @param progress told after each batch, on the calling thread
   * @throws IOException if the queue cannot be read
   */
  public Result run(Consumer<Progress> progress) throws IOException {
    QueueDescriptor descriptor = queue.descriptor();
    KeyRing.Lookup found = keys().keyOf(queue.name(), descriptor.agentId());
    ApiKey key = found.key();
    if (key == null) {
      Condition missing = found.condition();
      return new Result(
          false,
          0,
          0,
          0,
          missing == null ? null : missing.cause(),
          missing == null ? null : missing.cure());
    }
    try (ReplayLease lease = ReplayLease.take(queue, TimeOrderedUuid.next(), clock);
        IngestClient client = IngestClient.overHttp(config.sendPolicy())) {
      List<Segment> segments = new ArrayList<>();
      for (JournalDirectory journal : queue.journals()) {
        segments.addAll(new SegmentFinder(wanted).in(journal).segments());
      }
      return new ReplayRun(
              config,
              descriptor.agentId(),
              client,
              key,
              lease,
              clock,
              cancelled,
              evenTwice,
              progress)
          .send(segments);
    }
  }

  /** Ends a run soon; what was sent stays sent. Thread-safe. */
  public void cancel() {
    cancelled.countDown();
  }

  private KeyRing keys() throws IOException {
    KeyRing keys = new KeyRing(config, new PathWatches(EpochClock.system()));
    List<QueueDescriptor> present = new ArrayList<>();
    for (QueueDirectory neighbour : new QueueRoot(queue.path().resolve("..")).queues()) {
      present.add(neighbour.descriptor());
    }
    keys.bind(present);
    return keys;
  }

  /** Chooses what is sent again; all settled entries unless narrowed. Not thread-safe. */
  public static final class Builder {
    private final ShipperConfig config;
    private final QueueDirectory queue;
    private Wanted wanted = Wanted.ALL;
    private EpochClock clock = EpochClock.system();
    private boolean evenTwice;

    private Builder(ShipperConfig config, QueueDirectory queue) {
      this.config = config;
      this.queue = queue;
    }

    /** Only this journal. */
    public Builder journal(UUID journalId) {
      wanted = new Wanted(
          journalId,
          wanted.fromMicros(),
          wanted.toMicros(),
          wanted.firstSequence(),
          wanted.lastSequence());
      return this;
    }

    /** Only entries appended at {@code from} or later, and before {@code to}; null leaves an end open. */
    public Builder appended(@Nullable Instant from, @Nullable Instant to) {
      long fromMicros = from == null ? Long.MIN_VALUE : EpochClock.microsOf(from);
      long toMicros = to == null ? Long.MAX_VALUE : EpochClock.microsOf(to);
      wanted = new Wanted(
          wanted.journalId(), fromMicros, toMicros, wanted.firstSequence(), wanted.lastSequence());
      return this;
    }

    /**
     * Only these sequences, both included.
     *
     * @throws IllegalArgumentException if {@code last} is below {@code first} or either is negative
     */
    public Builder sequences(long first, long last) {
      if (first < 0 || last < first || last == Long.MAX_VALUE) {
        throw new IllegalArgumentException("sequences " + first + " to " + last + " are no range");
      }
      wanted = new Wanted(wanted.journalId(), wanted.fromMicros(), wanted.toMicros(), first, last);
      return this;
    }

    /** Also to a destination that stores again what it has already, such as the live platform. */
    public Builder evenTwice() {
      evenTwice = true;
      return this;
    }

    Builder clock(EpochClock other) {
      clock = other;
      return this;
    }

    /** The replay. */
    public Replay build() {
      return new Replay(this);
    }
  }
}
