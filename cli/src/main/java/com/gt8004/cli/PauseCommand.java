package com.gt8004.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.Json;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.OperatorPause;
import com.gt8004.sdk.queue.OwnerLock;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Keeps queues from being shipped. */
@Command(
    name = "pause",
    header = "Send nothing of a queue until gt8004 resume, also over restarts.",
    description = {
      "Applications go on appending; nothing is lost, and what waits takes up disk. A request that is under way is still"
          + " answered. Works with and without a running shipper. Who, when and why are shown by gt8004 status.",
      "Without --queue: all queues."
    },
    footer = {
      "",
      "Examples:",
      "  gt8004 pause --queue my-agent --reason 'the service moves house'",
      "  gt8004 pause --output json"
    })
final class PauseCommand implements Callable<Integer> {
  private final GlobalOptions options;
  private final Console console;
  private final EpochClock clock;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever looks later.")
  @Nullable
  String reason;

  PauseCommand(GlobalOptions options, Console console, EpochClock clock) {
    this.options = options;
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    OperatorPause pause = new OperatorPause(Operator.name(), clock.now(), reason);
    for (QueueDirectory queue : options.someSelected(options.root(console.environment()))) {
      pause(queue, pause);
      tell(queue, pause);
    }
    return ExitCode.OK.code();
  }

  private void pause(QueueDirectory queue, OperatorPause pause)
      throws IOException, InterruptedException {
    ObjectNode body = Json.object().put("by", pause.by()).put("reason", pause.reason());
    boolean held = OwnerLock.isHeld(queue.shipperLockFile());
    if (!held || new HolderCall(queue, clock).post("pause", Json.text(body)) == null) {
      // Whoever holds it, now or later, looks for the file every second and before it sends
      // anything.
      pause.write(queue);
    }
  }

  private void tell(QueueDirectory queue, OperatorPause pause) {
    if (options.output.isJson()) {
      ObjectNode json = Json.object().put("queue", queue.name()).put("state", "PAUSED");
      json.put("by", pause.by())
          .put("at", String.valueOf(pause.at()))
          .put("reason", pause.reason());
      console.out(Json.text(json));
    } else {
      console.out(
          queue.name() + ": " + pause + "; gt8004 resume --queue " + queue.name() + " ends it");
    }
  }
}
