package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.TimeOrderedUuid;
import com.gt8004.sdk.queue.tail.DamagedSpan;
import com.gt8004.sdk.queue.tail.TailedEntry;
import com.gt8004.shipper.batch.Batch;
import com.gt8004.shipper.batch.BatchAssembler;
import com.gt8004.shipper.batch.BatchLimits;
import com.gt8004.shipper.batch.BodyBuffers;
import com.gt8004.shipper.batch.Dialect;
import com.gt8004.shipper.batch.Ping;
import com.gt8004.shipper.batch.RequestBody;
import com.gt8004.shipper.replay.ReplayLease;
import com.gt8004.shipper.replay.Segment;
import com.gt8004.shipper.send.ApiKey;
import com.gt8004.shipper.send.IngestClient;
import com.gt8004.shipper.send.Profile;
import com.gt8004.shipper.send.SendOutcome;
import com.gt8004.shipper.send.SendPolicy;
import com.gt8004.shipper.send.SendResult;
import com.gt8004.shipper.tail.JournalTail;
import com.gt8004.shipper.tail.TailFault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of a {@link Replay}: batch after batch, until all is answered for or one thing stops it. */
final class ReplayRun {
  /** Four openings of the breaker: a restart of a server fits in, an outage does not. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final long LOOK_MS = 100;

  private final String agentId;
  private final ShipperConfig config;
  private final boolean evenTwice;
  private final IngestClient client;
  private final ApiKey key;
  private final ReplayLease lease;
  private final EpochClock clock;
  private final BodyBuffers buffers = new BodyBuffers(1);
  private final CountDownLatch cancelled;
  private final Consumer<Replay.Progress> listener;
  private Dialect dialect;
  private long total;
  private long settled;
  private long accepted;
  private long duplicates;
  private long rejected;
  private @Nullable String firstRejection;

  /** Why a run ended early. */
  private record Stop(String cause, @Nullable String cure) {}

  ReplayRun(
      ShipperConfig config,
      String agentId,
      IngestClient client,
      ApiKey key,
      ReplayLease lease,
      EpochClock clock,
      CountDownLatch cancelled,
      boolean evenTwice,
      Consumer<Replay.Progress> listener) {
    this.agentId = agentId;
    this.config = config;
    this.evenTwice = evenTwice;
    this.dialect = config.profile() == Profile.PLATFORM ? Dialect.PLATFORM : Dialect.STANDARD;
    this.client = client;
    this.key = key;
    this.lease = lease;
    this.clock = clock;
    this.cancelled = cancelled;
    this.listener = listener;
  }

  Replay.Result send(List<Segment> segments) {
    total = segments.stream().mapToLong(segment -> segment.range().count()).sum();
    Stop stop = total == 0 || config.profile() == Profile.STANDARD ? null : greet();
    for (Segment segment : segments) {
      stop = stop == null ? send(segment) : stop;
    }
    return new Replay.Result(
        stop == null,
        accepted,
        duplicates,
        rejected,
        stop == null ? firstRejection : stop.cause(),
        stop == null ? null : stop.cure());
  }

  /** Asks who is there, as the shipper does before its first batch. */
  private @Nullable Stop greet() {
    SendOutcome outcome = answerTo(new Ping(agentId, TimeOrderedUuid.next(), clock.now()));
    if (outcome instanceof SendOutcome.Settled answer) {
      dialect = answer.platform() ? Dialect.PLATFORM : dialect;
      return answer.perEntry() || evenTwice ? null : twice();
    }
    return outcome instanceof SendOutcome.EntryFault ? null : stopFor(outcome);
  }

  private Stop twice() {
    return new Stop(
        config.ingestUrl() + " has no deduplication: " + total
            + " entries would be stored there a second time",
        "run it again with --yes if that is what you want");
  }

  private @Nullable Stop send(Segment segment) {
    BatchAssembler filling = new BatchAssembler(agentId, segment.journal().id(), buffers, dialect);
    BatchLimits limits = dialect.within(BatchRules.of(config, true).catchUp());
    try (JournalTail tail = JournalTail.open(segment.journal(), segment.range().first(), clock)) {
      while (tail.next() <= segment.range().last()) {
        TailedEntry entry = tail.peek();
        if (entry == null) {
          return unreadable(segment, tail);
        }
        if (!filling.takes(entry, limits)) {
          Stop stop = send(filling);
          if (stop != null) {
            return stop;
          }
        }
        filling.add(entry);
        tail.take();
      }
    }
    return filling.isEmpty() ? null : send(filling);
  }

  private static Stop unreadable(Segment segment, JournalTail tail) {
    TailFault fault = tail.fault();
    DamagedSpan damage = tail.damage();
    if (damage != null) {
      return new Stop(
          segment.journal().path() + ": " + damage.describe(), "look at it with gt8004 inspect");
    }
    return new Stop(
        fault == null
            ? "entry " + tail.next() + " of " + segment.journal().path() + " is gone"
            : fault.detail(),
        "look at it with gt8004 inspect");
  }

  private @Nullable Stop send(BatchAssembler filling) {
    Batch batch = filling.seal();
    SendOutcome outcome = answerTo(batch);
    if (!(outcome instanceof SendOutcome.Settled answer)) {
      return stopFor(outcome);
    }
    settled += batch.count();
    accepted += answer.accepted();
    duplicates += answer.duplicates();
    rejected += answer.rejections().size();
    if (firstRejection == null && !answer.rejections().isEmpty()) {
      firstRejection =
          "the server rejected entries: " + answer.rejections().get(0).error();
    }
    batch.release(buffers);
    tell(null);
    return null;
  }

  /** The answer that counts; null if the run was cancelled. */
  private @Nullable SendOutcome answerTo(RequestBody body) {
    long begunNanos = clock.nanoTime();
    while (true) {
      SendOutcome outcome = oneRound(body);
      if (outcome instanceof SendOutcome.Transient away) {
        tell(away.cause());
      } else if (outcome instanceof SendOutcome.BreakerOpen) {
        tell("the breaker is open");
      } else {
        return outcome;
      }
      boolean patient = clock.nanoTime() - begunNanos < PATIENCE.toNanos();
      if (!patient || isCancelledWithin(waitAfter(outcome))) {
        return patient ? null : outcome;
      }
    }
  }

  private static Duration waitAfter(SendOutcome outcome) {
    if (outcome instanceof SendOutcome.BreakerOpen open) {
      return open.remaining();
    }
    return outcome instanceof SendOutcome.Transient away && away.retryAfter() != null
        ? away.retryAfter()
        : SendPolicy.jittered(SendPolicy.ROUND_WAIT);
  }

  private @Nullable SendOutcome oneRound(RequestBody body) {
    CompletableFuture<SendResult> answer = client.send(body, key);
    while (true) {
      try {
        return answer.get(LOOK_MS, TimeUnit.MILLISECONDS).outcome();
      } catch (TimeoutException stillUnderWay) {
        if (cancelled.getCount() == 0) {
          answer.cancel(true);
          return null;
        }
      } catch (ExecutionException bug) {
        throw new IllegalStateException(
            "sending " + body.id() + " failed by a bug", bug.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        answer.cancel(true);
        return null;
      }
    }
  }

  private boolean isCancelledWithin(Duration wait) {
    try {
      return cancelled.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static Stop stopFor(@Nullable SendOutcome outcome) {
    if (outcome instanceof SendOutcome.ConfigFault fault) {
      return new Stop(fault.cause(), fault.cure());
    }
    if (outcome instanceof SendOutcome.EntryFault fault) {
      return new Stop(fault.cause(), "narrow the range to find the entry that the server refuses");
    }
    if (outcome instanceof SendOutcome.TooLarge tooLarge) {
      return new Stop(tooLarge.cause(), "lower batch_bytes or batch_size_catch_up");
    }
    if (outcome instanceof SendOutcome.Transient away) {
      return new Stop(
          away.cause(), "try again when the server is back: what was sent is recognized there");
    }
    return new Stop(
        outcome == null ? "cancelled" : "the server is away",
        "run it again: what was sent is recognized there");
  }

  private void tell(@Nullable String waiting) {
    lease.renew();
    listener.accept(new Replay.Progress(settled, total, accepted, duplicates, rejected, waiting));
  }
}
