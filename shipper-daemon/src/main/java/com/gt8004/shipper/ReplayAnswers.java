package com.gt8004.shipper;

import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.batch.Dialect;
import com.gt8004.shipper.batch.PickedBatch;
import com.gt8004.shipper.send.Rejection;
import com.gt8004.shipper.send.SendOutcome;
import com.gt8004.shipper.send.SendPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a replay does with an answer. It makes no dead letters, so it need not be as sure as the shipper:
 * an entry that is refused alone is counted as refused once something else is accepted, be it a ping;
 * if nothing is, the replay stops before it. Not thread-safe.
 */
final class ReplayAnswers {
  /** Every server takes that much; one that does not means something else by 413. */
  private static final int TOO_LARGE_BYTES_MIN = 4 * 1024;

  /** Of a receiver that knows no ping: so many refusals in a row are no accident. */
  private static final int REFUSED_IN_A_ROW_MAX = 10;

  private record Suspect(ReplayParcel parcel, Shipment part, String words) {}

  private final Destination destination;
  private final ReplayProgress progress;
  private final Replay.Answered answered;
  private final Supplier<Shipment> pings;
  private final EpochClock clock;
  private final List<Suspect> suspects = new ArrayList<>();
  private @Nullable Shipment ping;
  private @Nullable ReplayParcel narrowed;
  private boolean anyAccepted;
  private int refusedInARow;
  private long movedNanos;
  private @Nullable String waiting;
  private @Nullable ReplayStop stop;

  ReplayAnswers(
      Destination destination,
      ReplayProgress progress,
      Replay.Answered answered,
      Supplier<Shipment> pings,
      EpochClock clock) {
    this.destination = destination;
    this.progress = progress;
    this.answered = answered;
    this.pings = pings;
    this.clock = clock;
    this.movedNanos = clock.nanoTime();
  }

  /** What ends the replay; null while nothing does. */
  @Nullable
  ReplayStop stop() {
    return stop;
  }

  /** Why nothing moves; null while it does. */
  @Nullable
  String waiting() {
    return waiting;
  }

  /** Since when nothing moves, though the server was asked; 0 if it does. */
  long silentNanos() {
    return waiting == null ? 0 : clock.nanoTime() - movedNanos;
  }

  /** The ping that decides over what was refused; nothing else goes meanwhile. Null if none does. */
  @Nullable
  Shipment ping() {
    return ping;
  }

  /** The parcel in which an entry is looked for that is refused; null while nothing is. */
  @Nullable
  ReplayParcel narrowed() {
    return narrowed;
  }

  /** Acts on the answer to a part of a parcel. */
  void of(ReplayParcel parcel, Shipment part) throws IOException {
    SendOutcome outcome = outcomeOf(part);
    PickedBatch batch = ReplayParcel.batchOf(part);
    if (outcome instanceof SendOutcome.Settled settled) {
      settled(parcel, part, batch, settled);
    } else if (outcome instanceof SendOutcome.TooLarge tooLarge) {
      tooLarge(parcel, part, batch, tooLarge);
    } else if (outcome instanceof SendOutcome.EntryFault fault) {
      answered(part);
      if (batch.count() > 1) {
        narrowed = narrowed == null ? parcel : narrowed;
      }
      refused(parcel, part, batch, fault.cause());
    } else {
      unsettled(part, outcome);
    }
  }

  private static SendOutcome outcomeOf(Shipment shipment) {
    return Objects.requireNonNull(shipment.answer(), "no answer").outcome();
  }

  private void answered(Shipment shipment) {
    destination.answered(shipment);
    movedNanos = clock.nanoTime();
    waiting = null;
  }

  private void settled(
      ReplayParcel parcel, Shipment part, PickedBatch batch, SendOutcome.Settled settled)
      throws IOException {
    answered(part);
    destination.sizes().accepted(batch.length());
    Set<Integer> rejected = new HashSet<>();
    for (Rejection rejection : settled.rejections()) {
      rejected.add(rejection.index());
      progress.refused(batch.entryId(rejection.index()), rejection.error());
    }
    List<EntryId> there = new ArrayList<>();
    for (int index = 0; index < batch.count(); index++) {
      if (!rejected.contains(index)) {
        there.add(batch.entryId(index));
      }
    }
    if (!there.isEmpty()) {
      answered.there(there);
      anyAccepted = true;
      refusedInARow = 0;
      condemn();
    }
    narrowed = null;
    parcel.done(part, settled.accepted(), settled.duplicates(), rejected.size());
  }

  private void tooLarge(
      ReplayParcel parcel, Shipment part, PickedBatch batch, SendOutcome.TooLarge tooLarge)
      throws IOException {
    answered(part);
    if (batch.length() < TOO_LARGE_BYTES_MIN) {
      stop = new ReplayStop(
          tooLarge.cause() + ", and less than " + TOO_LARGE_BYTES_MIN + " bytes must pass anywhere",
          "raise the limit of the server, or of a proxy before it");
      return;
    }
    destination.sizes().refused(batch.length());
    PickedBatch cut =
        batch.count() == 1 ? batch.cut(destination.sizes().less(batch.length())) : null;
    if (cut == null) {
      refused(parcel, part, batch, tooLarge.cause());
    } else {
      parcel.replace(part, List.of(cut), clock.nanoTime());
    }
  }

  /** Halves, down to the entry that is refused alone. */
  private void refused(ReplayParcel parcel, Shipment part, PickedBatch batch, String words)
      throws IOException {
    if (batch.count() > 1) {
      parcel.replace(part, batch.halves(), clock.nanoTime());
      return;
    }
    narrowed = null; // the control decides
    part.again();
    part.postpone(Long.MAX_VALUE / 2 + clock.nanoTime());
    suspects.add(new Suspect(parcel, part, words));
    refusedInARow++;
    if (ping == null) {
      ping = pings.get();
    }
  }

  private void condemn() {
    for (Suspect suspect : suspects) {
      progress.refused(ReplayParcel.batchOf(suspect.part()).entryId(0), suspect.words());
      suspect.parcel().done(suspect.part(), 0, 0, 1);
    }
    suspects.clear();
    ping = ping != null && ping.isOut() ? ping : null;
  }

  /** Acts on the answer to the {@link #ping}. */
  void ofControl(Shipment control) {
    SendOutcome outcome = outcomeOf(control);
    if (outcome instanceof SendOutcome.Settled) {
      answered(control);
      ping = null;
      condemn();
    } else if (outcome instanceof SendOutcome.EntryFault) {
      answered(control);
      ping = null;
      if (anyAccepted && refusedInARow < REFUSED_IN_A_ROW_MAX) {
        condemn();
      } else if (!suspects.isEmpty()) {
        stop = new ReplayStop(
            suspects.get(0).words() + " (what else was sent is refused as well)",
            "look at the server, and whether the key belongs to this agent");
      }
    } else {
      unsettled(control, outcome);
    }
  }

  /** Acts on the answer to the first ping, which tells who is there; true if it has to be asked again. */
  boolean isAskedAgain(Shipment greeting) {
    SendOutcome outcome = outcomeOf(greeting);
    if (outcome instanceof SendOutcome.Settled settled) {
      answered(greeting);
      Dialect heard = settled.platform() ? Dialect.PLATFORM : Dialect.STANDARD;
      destination.becomesKnown(
          destination.isKnown() ? destination.dialect() : heard, settled.perEntry());
    } else if (outcome instanceof SendOutcome.EntryFault) {
      answered(greeting); // a receiver of people's own may know no ping
      destination.becomesKnown(destination.dialect(), false);
    } else if (outcome instanceof SendOutcome.TooLarge tooLarge) {
      stop = new ReplayStop(
          tooLarge.cause() + ", and that was one ping", "give the URL of an ingest endpoint");
    } else {
      unsettled(greeting, outcome);
      return stop == null;
    }
    return false;
  }

  private void unsettled(Shipment shipment, SendOutcome outcome) {
    shipment.again();
    if (outcome instanceof SendOutcome.ConfigFault fault) {
      stop = new ReplayStop(fault.cause(), fault.cure());
      return;
    }
    Duration asked = Duration.ZERO;
    if (waiting == null) {
      movedNanos = clock.nanoTime();
    }
    if (outcome instanceof SendOutcome.Transient away) {
      waiting = away.cause();
      asked = away.retryAfter() == null
          ? SendPolicy.jittered(SendPolicy.ROUND_WAIT)
          : away.retryAfter();
    } else if (outcome instanceof SendOutcome.BreakerOpen open) {
      waiting = "the breaker is open";
      asked = open.remaining();
    }
    destination.failed(asked);
    shipment.postpone(clock.nanoTime() + asked.toNanos());
  }
}
