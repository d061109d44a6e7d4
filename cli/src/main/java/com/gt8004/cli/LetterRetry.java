package com.gt8004.cli;

import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.OutputFormat;
import com.gt8004.cli.console.Quantity;
import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.QueueLetters;
import com.gt8004.shipper.Replay;
import com.gt8004.shipper.ShipperConfig;
import java.io.IOException;
import java.util.List;

/** Sends dead letters again, under their entries' own ids; those that the server takes go from the folder. */
final class LetterRetry {
  private final Console console;
  private final EpochClock clock;
  private final OutputFormat output;
  private final ShipperArguments shipper;

  LetterRetry(Console console, EpochClock clock, OutputFormat output, ShipperArguments shipper) {
    this.console = console;
    this.clock = clock;
    this.output = output;
    this.shipper = shipper;
  }

  /** All of some queues; the exit code. */
  int all(List<QueueDirectory> queues, boolean dryRun) throws IOException {
    int exitCode = ExitCode.OK.code();
    for (QueueDirectory queue : queues) {
      exitCode = Math.max(exitCode, of(queue, QueueLetters.ids(queue), dryRun));
      if (console.ending()) {
        break;
      }
    }
    return exitCode;
  }

  /** These of one queue; the exit code: 1 if one is left. */
  int of(QueueDirectory queue, List<EntryId> ids, boolean dryRun) throws IOException {
    if (dryRun || ids.isEmpty()) {
      tell(queue, ids.size(), dryRun);
      return ExitCode.OK.code();
    }
    ShipperConfig config = shipper.load();
    LetterKeeper keeper = new LetterKeeper(queue, clock);
    Replay replay = Replay.builder(config, queue)
        .deadLetters(ids)
        .answered(there -> {
          int unused = keeper.delivered(there);
        })
        .build();
    try (ReplaySession session = new ReplaySession(console, clock, queue.name(), replay, 0)) {
      Replay.Result result = session.run();
      new ReplayTeller(console, output, queue.name()).result(result, "dead letters");
      boolean done = result.complete() && result.rejected() == 0 && result.unreadable() == 0;
      return done ? ExitCode.OK.code() : ExitCode.FAILED.code();
    }
  }

  private void tell(QueueDirectory queue, int letters, boolean dryRun) {
    if (output.isJson()) {
      console.out(Json.text(Json.object().put("queue", queue.name()).put("dead_letters", letters)));
    } else {
      String count = Quantity.of(letters, "dead letter");
      console.out(
          queue.name() + ": " + (dryRun ? "would send " + count + " again" : count + " to send"));
    }
  }
}
