package com.gt8004.shipper;

import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.TimeOrderedUuid;
import com.gt8004.shipper.batch.BatchLimits;
import com.gt8004.shipper.batch.Pick;
import com.gt8004.shipper.batch.PickedBatch;
import com.gt8004.shipper.batch.Ping;
import com.gt8004.shipper.replay.EntryRate;
import com.gt8004.shipper.replay.ReplayTally;
import com.gt8004.shipper.send.ApiKey;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a {@link Replay}: reads, sends as many requests at once as the {@link Destination} permits,
 * and keeps the record of how far it is. Belongs to one thread.
 */
final class ReplayRun {
  /** How much of it may be sent and not yet in the record, in requests. */
  static final int PARCELS_MAX = 24;

  /** Each record is a force; a crash sends again what was answered for since the last one. */
  private static final long RECORD_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Four openings of the breaker: a restart of a server fits in, an outage does not. */
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

  /** What a cancelled run waits for answers that are under way, so that they need not be asked for again. */
  private static final long LAST_ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long LOOK_MS = 20;

  private final String agentId;
  private final ReplaySource source;
  private final ReplayProgress progress;
  private final Destination destination;
  private final ApiKey key;
  private final EpochClock clock;
  private final EntryRate rate;
  private final BatchLimits limits;
  private final ReplaySignal signal;
  private final boolean evenTwice;
  private final ReplayAnswers answers;
  private final Deque<ReplayParcel> parcels = new ArrayDeque<>();
  private PickedBatch.@Nullable Assembler filling;
  private ReplaySource.Place begin = new ReplaySource.Place(0, 0);
  private ReplaySource.Place end = new ReplaySource.Place(0, 0);
  private long sealedPassed;
  private long sealedUnreadable;
  private long endPassed;
  private long endUnreadable;
  private boolean exhausted;
  private long recordedNanos;
  private @Nullable ReplayStop stop;

  /**
   * A run that begins with {@link #send}.
   *
   * @param limits of one request
   * @param answered told of each entry that the server has now
   */
  ReplayRun(
      String agentId,
      ReplaySource source,
      ReplayProgress progress,
      Destination destination,
      ApiKey key,
      EntryRate rate,
      BatchLimits limits,
      ReplaySignal signal,
      boolean evenTwice,
      Replay.Answered answered,
      EpochClock clock) {
    this.agentId = agentId;
    this.source = source;
    this.progress = progress;
    this.destination = destination;
    this.key = key;
    this.clock = clock;
    this.rate = rate;
    this.limits = new BatchLimits(rate.batchMax(limits.entriesMax()), limits.bytesMax());
    this.signal = signal;
    this.evenTwice = evenTwice;
    this.answers = new ReplayAnswers(destination, progress, answered, this::ping, clock);
    this.recordedNanos = clock.nanoTime();
    this.begin = source.place();
    this.end = begin;
  }

  /** Sends everything, or as much as goes; null if all is answered for, else what stopped it. */
  @Nullable
  ReplayStop send() throws IOException {
    stop = greet();
    while (stop == null && !isOver()) {
      round();
    }
    if (stop != null) {
      takeLastAnswers();
    }
    pass();
    progress.record(parcels.isEmpty() ? behind() : parcels.getFirst().begin());
    return stop;
  }

  private boolean isOver() {
    return exhausted && parcels.isEmpty() && answers.ping() == null;
  }

  private void round() throws IOException {
    int work = land() + fill() + sendDue();
    pass();
    if (clock.nanoTime() - recordedNanos >= RECORD_NANOS) {
      recordedNanos = clock.nanoTime();
      progress.record(parcels.isEmpty() ? behind() : parcels.getFirst().begin());
    }
    if (stop == null && signal.isCancelled()) {
      stop = ReplayStop.CANCELLED;
    }
    String waiting = answers.waiting();
    if (stop == null && waiting != null && answers.silentNanos() >= PATIENCE_NANOS) {
      stop = new ReplayStop(
          waiting, "try again when the server is back: what was sent is recognized there");
    }
    progress.tell(waiting);
    if (work == 0 && stop == null) {
      signal.await(LOOK_MS);
    }
  }

  // ---- who is there ----

  /**
   * Asks, as the shipper does before its first batch; a profile that is configured tells what is spoken
   * there, not whether an entry is stored once.
   */
  private @Nullable ReplayStop greet() throws IOException {
    if (progress.isNothingLeft()) {
      return null;
    }
    boolean mayDouble = !evenTwice && !progress.isOfLetters();
    if (!destination.isKnown() || (mayDouble && destination.deduplicates() == null)) {
      Shipment ping = ping();
      while (ping.answer() == null || answers.isAskedAgain(ping)) {
        if (signal.isCancelled()) {
          ping.cancel();
          return ReplayStop.CANCELLED;
        }
        String waiting = answers.waiting();
        if (waiting != null && answers.silentNanos() >= PATIENCE_NANOS) {
          return new ReplayStop(waiting, "try again when the server is back");
        }
        progress.tell(waiting);
        if (ping.isLanding()) {
          ping.land();
        } else if (!ping.isOut() && ping.isDue(clock.nanoTime()) && destination.permits()) {
          send(ping);
        } else {
          signal.await(LOOK_MS);
        }
      }
      if (answers.stop() != null) {
        return answers.stop();
      }
    }
    return mayDouble && Boolean.FALSE.equals(destination.deduplicates())
        ? new ReplayStop(
            destination.url() + " has no deduplication: " + progress.left()
                + " entries would be stored there a second time",
            "run it again with --yes if that is what you want")
        : null;
  }

  private Shipment ping() {
    return new Shipment(new Ping(agentId, TimeOrderedUuid.next(), clock.now()), clock.nanoTime());
  }

  // ---- reading ----

  /** Seals batches until enough wait; returns how many entries it went past. */
  private int fill() throws IOException {
    long before = source.passed();
    while (!exhausted && parcels.size() < PARCELS_MAX) {
      ReplaySource.Step step = source.step();
      if (step == ReplaySource.Step.ENTRY) {
        add(source.id(), source.payload());
      } else if (step == ReplaySource.Step.END) {
        exhausted = true;
        seal();
      } else {
        break;
      }
    }
    if (source.passed() == before && filling != null && !filling.isEmpty() && parcels.isEmpty()) {
      seal(); // nothing comes just now: what is there goes
    }
    return (int) Math.min(Integer.MAX_VALUE, source.passed() - before);
  }

  private void add(EntryId id, byte[] payload) {
    if (filling == null) {
      filling = new PickedBatch.Assembler(
          agentId,
          destination.dialect(),
          new BatchLimits(limits.entriesMax(), destination.sizes().largest(limits.bytesMax())));
    }
    Pick pick = filling.pick(id, payload);
    if (!filling.takes(pick)) {
      seal();
      add(id, payload);
      return;
    }
    filling.add(pick);
    end = source.place();
    endPassed = source.passed();
    endUnreadable = source.unreadable();
  }

  private void seal() {
    if (filling == null || filling.isEmpty()) {
      return;
    }
    parcels.add(new ReplayParcel(
        begin,
        filling.seal(),
        endPassed - sealedPassed,
        endUnreadable - sealedUnreadable,
        clock.nanoTime()));
    filling = null;
    begin = end;
    sealedPassed = endPassed;
    sealedUnreadable = endUnreadable;
  }

  /** Where to go on when nothing is under way: what was passed by a filter need not be read again. */
  private ReplaySource.Place behind() {
    if (filling == null || filling.isEmpty()) {
      progress.add(new ReplayTally(
          source.passed() - sealedPassed, 0, 0, 0, source.unreadable() - sealedUnreadable));
      sealedPassed = source.passed();
      sealedUnreadable = source.unreadable();
      begin = source.place();
    }
    return begin;
  }

  // ---- sending ----

  private int sendDue() {
    int sent = 0;
    long now = clock.nanoTime();
    Shipment control = answers.ping();
    if (control != null && !control.isOut() && control.isDue(now) && destination.permits()) {
      send(control);
      sent++;
    }
    if (control != null) {
      return sent;
    }
    ReplayParcel suspect = answers.narrowed();
    for (ReplayParcel parcel : parcels) {
      for (Shipment part : parcel.parts()) {
        if (mayGo(parcel, part, suspect)) {
          send(part);
          rate.sent(part.body().count());
          sent++;
        }
      }
    }
    return sent;
  }

  /** Of a parcel that was refused one part goes after another, and nothing else, until something is accepted. */
  private boolean mayGo(ReplayParcel parcel, Shipment part, @Nullable ReplayParcel suspect) {
    boolean turn = suspect == null || (parcel == suspect && !isAnyOut());
    return turn
        && !signal.isCancelled()
        && !part.isOut()
        && part.isDue(clock.nanoTime())
        && rate.permits()
        && destination.permits(part.body().length());
  }

  private void send(Shipment shipment) {
    shipment.sent(destination.send(shipment.body(), key), signal::wake);
  }

  // ---- answers ----

  private int land() throws IOException {
    int landed = 0;
    Shipment control = answers.ping();
    if (control != null && control.isLanding()) {
      control.land();
      answers.ofControl(control);
      landed++;
    }
    for (ReplayParcel parcel : parcels) {
      for (Shipment part : parcel.parts()) {
        if (part.isLanding()) {
          part.land();
          answers.of(parcel, part);
          landed++;
        }
      }
    }
    if (stop == null) {
      stop = answers.stop();
    }
    return landed;
  }

  /** Goes past what is answered for from the beginning on. */
  private void pass() {
    while (!parcels.isEmpty() && parcels.getFirst().isDone()) {
      progress.add(parcels.removeFirst().tally());
    }
  }

  private void takeLastAnswers() throws IOException {
    long begun = clock.nanoTime();
    while (isAnyOut() && clock.nanoTime() - begun < LAST_ANSWERS_NANOS) {
      if (land() == 0) {
        signal.await(LOOK_MS);
      }
    }
    parcels.forEach(parcel -> parcel.parts().forEach(Shipment::cancel));
  }

  private boolean isAnyOut() {
    return parcels.stream().flatMap(parcel -> parcel.parts().stream()).anyMatch(Shipment::isOut);
  }
}
