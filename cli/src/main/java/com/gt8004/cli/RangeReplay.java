package com.gt8004.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.OutputFormat;
import com.gt8004.cli.console.ProgressLine;
import com.gt8004.cli.console.Quantity;
import com.gt8004.cli.entry.RangePoint;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.Replay;
import com.gt8004.shipper.ShipperConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sends settled entries of a range again, queue by queue, through the shipper's own door. */
final class RangeReplay {
  private final Console console;
  private final EpochClock clock;
  private final OutputFormat output;
  private final ShipperArguments shipper;

  RangeReplay(Console console, EpochClock clock, OutputFormat output, ShipperArguments shipper) {
    this.console = console;
    this.clock = clock;
    this.output = output;
    this.shipper = shipper;
  }

  /** The exit code. */
  int run(
      List<QueueDirectory> queues,
      @Nullable RangePoint from,
      @Nullable RangePoint to,
      @Nullable String journal,
      boolean dryRun,
      boolean evenTwice)
      throws IOException {
    ShipperConfig config = shipper.load();
    boolean complete = true;
    boolean matched = journal == null;
    for (QueueDirectory queue : queues) {
      UUID journalId = journal == null ? null : journalOf(queue, journal);
      if (journal != null && journalId == null) {
        continue;
      }
      matched = true;
      Replay.Builder chosen = chosen(config, queue, from, to, journalId);
      Replay replay = (evenTwice ? chosen.evenTwice() : chosen).build();
      Replay.Plan plan = replay.plan();
      if (dryRun) {
        tellPlan(queue, plan);
      } else {
        complete &= send(queue, replay, plan);
      }
    }
    if (!matched) {
      throw CommandFailure.failed(
          "no journal whose id begins with " + journal + "; gt8004 status --journals lists them");
    }
    return complete ? ExitCode.OK.code() : ExitCode.FAILED.code();
  }

  private static @Nullable UUID journalOf(QueueDirectory queue, String prefix) throws IOException {
    List<UUID> found = queue.journals().stream()
        .map(JournalDirectory::id)
        .filter(id -> id.toString().startsWith(prefix))
        .toList();
    if (found.size() > 1) {
      throw CommandFailure.usage("--journal " + prefix + " is the beginning of " + found.size()
          + " journals; give more of it");
    }
    return found.isEmpty() ? null : found.get(0);
  }

  private static Replay.Builder chosen(
      ShipperConfig config,
      QueueDirectory queue,
      @Nullable RangePoint from,
      @Nullable RangePoint to,
      @Nullable UUID journal) {
    Replay.Builder builder = Replay.builder(config, queue);
    if (journal != null) {
      builder.journal(journal);
    }
    boolean byTime = (from != null && from.isTime()) || (to != null && to.isTime());
    if (byTime) {
      builder.appended(from == null ? null : from.time(), to == null ? null : to.time());
      return builder;
    }
    long first = from == null || from.sequence() == null ? 0 : from.sequence();
    long last = to == null || to.sequence() == null ? Long.MAX_VALUE - 1 : to.sequence();
    if (last < first) {
      throw CommandFailure.usage("--to " + last + " lies before --from " + first);
    }
    return builder.sequences(first, last);
  }

  private void tellPlan(QueueDirectory queue, Replay.Plan plan) {
    if (output.isJson()) {
      ObjectNode json = Json.object();
      json.put("queue", queue.name());
      json.put("entries", plan.entries());
      json.put("bytes_estimate", plan.bytesEstimate());
      json.put(
          "first_appended",
          plan.firstAppended() == null ? null : plan.firstAppended().toString());
      json.put(
          "last_appended",
          plan.lastAppended() == null ? null : plan.lastAppended().toString());
      json.put("unsettled_left", plan.unsettledLeft());
      console.out(Json.text(json));
      return;
    }
    console.out(String.format(
        Locale.ROOT,
        "%s: would send %,d settled entries (about %s)%s%s",
        queue.name(),
        plan.entries(),
        Quantity.bytes(plan.bytesEstimate()),
        plan.entries() == 0
            ? ""
            : ", appended " + plan.firstAppended() + " to " + plan.lastAppended(),
        left(plan)));
  }

  private static String left(Replay.Plan plan) {
    return plan.unsettledLeft() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "; %,d of the range still wait and are left to the shipper",
            plan.unsettledLeft());
  }

  private boolean send(QueueDirectory queue, Replay replay, Replay.Plan plan) throws IOException {
    Replay.Result result;
    try (ProgressLine progress = new ProgressLine(console, clock, Duration.ofMillis(500))) {
      result = replay.run(step -> {
        if (step.waiting() == null) {
          progress.show(queue.name(), step.settled(), step.total());
        } else {
          progress.show(queue.name() + ": waiting: " + step.waiting());
        }
      });
    }
    tellResult(queue, plan, result);
    if (result.cause() != null) {
      console.err("gt8004: " + queue.name() + ": " + result.cause()
          + (result.cure() == null ? "" : "; " + result.cure()));
    }
    return result.complete() && result.rejected() == 0;
  }

  private void tellResult(QueueDirectory queue, Replay.Plan plan, Replay.Result result) {
    if (output.isJson()) {
      ObjectNode json = Json.object();
      json.put("queue", queue.name());
      json.put("entries", plan.entries());
      json.put("accepted", result.accepted());
      json.put("duplicates", result.duplicates());
      json.put("rejected", result.rejected());
      json.put("unsettled_left", plan.unsettledLeft());
      json.put("complete", result.complete());
      console.out(Json.text(json));
      return;
    }
    console.out(String.format(
        Locale.ROOT,
        "%s: sent %,d of %,d entries again: %,d were new to the service, %,d it had, %,d it rejected%s",
        queue.name(),
        result.accepted() + result.duplicates() + result.rejected(),
        plan.entries(),
        result.accepted(),
        result.duplicates(),
        result.rejected(),
        left(plan)));
  }
}
