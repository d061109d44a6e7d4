package com.gt8004.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.OutputFormat;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.QueueStatus;
import com.gt8004.shipper.ShipperState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how the queues fare. */
@Command(
    name = "status",
    header = "Show per queue what waits, how long already, what is wrong, and what mends it.",
    description = {
      "Reads the disk and asks the shipper that holds a queue, if one does. Changes nothing. LAG is the age of the oldest"
          + " entry that waits.",
      "Exits 3 if a journal is damaged."
    },
    footer = {
      "",
      "Examples:",
      "  gt8004 status",
      "  gt8004 status --queue my-agent --journals",
      "  gt8004 status --output json | jq '.queues[] | select(.lag_seconds > 60)'"
    })
final class StatusCommand implements Callable<Integer> {
  private final GlobalOptions options;
  private final Console console;
  private final EpochClock clock;

  @Option(names = "--journals", description = "Show each journal as well.")
  boolean journals;

  StatusCommand(GlobalOptions options, Console console, EpochClock clock) {
    this.options = options;
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    QueueRoot root = options.root(console.environment());
    List<QueueStatus> queues = new ArrayList<>();
    boolean allRead = true;
    for (QueueDirectory queue : options.selected(root)) {
      allRead &= read(queue, queues);
    }
    if (options.output == OutputFormat.json) {
      json(root, queues);
    } else {
      new StatusText(console, journals).print(root, queues);
    }
    if (!allRead) {
      return ExitCode.FAILED.code();
    }
    return queues.stream().anyMatch(StatusCommand::damaged)
        ? ExitCode.FOUND.code()
        : ExitCode.OK.code();
  }

  /** One queue that cannot be read must not hide the others. */
  private boolean read(QueueDirectory queue, List<QueueStatus> into) {
    try {
      into.add(QueueStatus.of(queue, clock));
      return true;
    } catch (IOException e) {
      console.err("gt8004: queue " + queue.name() + ": " + Faults.describe(e));
      return false;
    }
  }

  private static boolean damaged(QueueStatus queue) {
    return queue.state() == ShipperState.DAMAGED
        || queue.journals().stream().anyMatch(journal -> journal.trouble() != null);
  }

  private void json(QueueRoot root, List<QueueStatus> queues) {
    ObjectNode all = Json.object();
    all.put("queue_root", root.path().toString());
    ArrayNode array = all.putArray("queues");
    queues.forEach(queue -> array.add(StatusJson.of(queue)));
    console.out(Json.text(all));
  }
}
