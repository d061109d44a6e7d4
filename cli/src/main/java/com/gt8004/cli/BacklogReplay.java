package com.gt8004.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.OutputFormat;
import com.gt8004.cli.console.ProgressLine;
import com.gt8004.cli.console.Quantity;
import com.gt8004.cli.entry.QueueCounts;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.QueueStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Ships what waits, now: the shipper that holds a queue is told to; for the others one is run until they are empty. */
final class BacklogReplay {
  private static final Duration QUIET = Duration.ofMillis(500);

  private final Console console;
  private final EpochClock clock;
  private final OutputFormat output;
  private final ShipperArguments shipper;

  BacklogReplay(Console console, EpochClock clock, OutputFormat output, ShipperArguments shipper) {
    this.console = console;
    this.clock = clock;
    this.output = output;
    this.shipper = shipper;
  }

  /** The exit code. */
  int run(List<QueueDirectory> queues, boolean dryRun) throws IOException, InterruptedException {
    List<QueueDirectory> held = new ArrayList<>();
    List<QueueDirectory> free = new ArrayList<>();
    long waiting = 0;
    for (QueueDirectory queue : queues) {
      long backlog = QueueCounts.of(queue).backlog();
      waiting += backlog;
      if (dryRun) {
        plan(queue, backlog);
      } else if (backlog > 0) {
        (OwnerLock.isHeld(queue.shipperLockFile()) ? held : free).add(queue);
      }
    }
    if (dryRun) {
      return ExitCode.OK.code();
    }
    if (waiting == 0) {
      console.err("gt8004: nothing waits");
    }
    try (ProgressLine progress = new ProgressLine(console, clock, QUIET)) {
      if (!free.isEmpty()) {
        drain(free, progress);
      }
      for (QueueDirectory queue : held) {
        push(queue, progress);
      }
    }
    return ExitCode.OK.code();
  }

  private void drain(List<QueueDirectory> queues, ProgressLine progress)
      throws IOException, InterruptedException {
    Map<QueueDirectory, Backlog> backlogs = new LinkedHashMap<>();
    for (QueueDirectory queue : queues) {
      backlogs.put(queue, Backlog.of(List.of(queue)));
    }
    Backlog all = Backlog.of(queues);
    new DrainingShipper(shipper, queues).run(() -> show(all, progress));
    progress.close();
    for (Map.Entry<QueueDirectory, Backlog> each : backlogs.entrySet()) {
      tell(
          each.getKey(),
          QueueCounts.of(each.getKey()).backlog(),
          each.getValue().total());
    }
  }

  private void push(QueueDirectory queue, ProgressLine progress)
      throws IOException, InterruptedException {
    Backlog backlog = Backlog.of(List.of(queue));
    new HeldQueue(queue, clock).shipNow(backlog, () -> show(backlog, progress), progress::show);
    progress.close();
    tell(queue, QueueCounts.of(queue).backlog(), backlog.total());
  }

  private static void show(Backlog backlog, ProgressLine progress) {
    try {
      progress.show("shipping", backlog.total() - backlog.left(), backlog.total());
    } catch (IOException e) {
      throw CommandFailure.failed(Faults.describe(e));
    }
  }

  private void plan(QueueDirectory queue, long waiting) throws IOException {
    if (output.isJson()) {
      tell(queue, waiting, 0);
      return;
    }
    QueueStatus status = QueueStatus.of(queue, clock);
    console.out(queue.name() + ": would ship " + Quantity.of(waiting, "entry", "entries")
        + (waiting == 0
            ? ""
            : " (about " + Quantity.bytes(status.backlogBytesEstimate())
                + "), the oldest waits for " + ProgressLine.duration(status.lagSeconds())));
  }

  private void tell(QueueDirectory queue, long waiting, long shipped) {
    if (output.isJson()) {
      ObjectNode json = Json.object();
      json.put("queue", queue.name());
      json.put("shipped", shipped);
      json.put("backlog_entries", waiting);
      console.out(Json.text(json));
      return;
    }
    console.out(
        String.format(Locale.ROOT, "%s: %,d shipped, %,d wait", queue.name(), shipped, waiting));
  }
}
