package com.gt8004.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.Screen;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.QueueInspection;
import com.gt8004.shipper.QueueStatus;
import com.gt8004.shipper.ShipperState;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how the queues fare. */
@Command(
    name = "status",
    header = "Show per queue what waits, how long already, what is wrong, and what mends it.",
    description = {
      "Reads the disk and asks the shipper that holds a queue, if one does. Changes nothing. LAG is the age of the oldest"
          + " entry that waits.",
      "With --watch again and again until Ctrl-C, redrawn in place on a terminal. Its cost is that of the journals, not of"
          + " the entries. Exits 3 if a journal is damaged."
    },
    footer = {
      "",
      "Examples:",
      "  gt8004 status",
      "  gt8004 status --queue my-agent --journals",
      "  gt8004 status --watch",
      "  gt8004 status --watch --interval 10 --output ndjson >> status.ndjson",
      "  gt8004 status --output json | jq '.queues[] | select(.lag_seconds > 60)'"
    })
final class StatusCommand implements Callable<Integer> {
  private static final double INTERVAL_UNLESS_SAID = 2;
  private static final double INTERVAL_MIN = 0.1;
  private static final double INTERVAL_MAX = 3_600;

  private final GlobalOptions options;
  private final Console console;
  private final EpochClock clock;

  @Option(names = "--journals", description = "Show each journal as well.")
  boolean journals;

  @Option(names = "--watch", description = "Look again and again, until Ctrl-C.")
  boolean watch;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "With --watch: from one look to the next (0.1-3600). Default: 2.")
  @Nullable
  Double interval;

  @Option(
      names = "--looks",
      paramLabel = "N",
      description = "With --watch: end after so many. Default: none ends it but Ctrl-C.")
  @Nullable
  Integer looks;

  StatusCommand(GlobalOptions options, Console console, EpochClock clock) {
    this.options = options;
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkUsage();
    QueueRoot root = options.root(console.environment());
    Screen screen = new Screen(console);
    if (!watch) {
      return look(root, lines -> lines.forEach(console::out)).code();
    }
    CountDownLatch never = new CountDownLatch(1);
    long millis = Math.round((interval == null ? INTERVAL_UNLESS_SAID : interval) * 1_000);
    ExitCode exitCode = look(root, screen::draw);
    for (int done = 1; looks == null || done < looks; done++) {
      never.await(millis, TimeUnit.MILLISECONDS);
      exitCode = look(root, screen::draw);
    }
    return exitCode.code();
  }

  private void checkUsage() {
    if (!watch && (interval != null || looks != null)) {
      throw CommandFailure.usage("--interval and --looks belong to --watch");
    }
    if (interval != null && !(interval >= INTERVAL_MIN && interval <= INTERVAL_MAX)) {
      throw CommandFailure.usage("--interval is " + interval + ", allowed are 0.1 to 3600 seconds");
    }
    if (looks != null && looks < 1) {
      throw CommandFailure.usage("--looks is " + looks + ", allowed are 1 and more");
    }
  }

  private ExitCode look(QueueRoot root, Consumer<List<String>> into) throws IOException {
    List<QueueStatus> queues = new ArrayList<>();
    QueueInspection inspection = new QueueInspection(clock);
    boolean allRead = true;
    for (QueueDirectory queue : options.selected(root)) {
      allRead &= read(queue, inspection, queues);
    }
    switch (options.output) {
      case text -> into.accept(text(root, queues));
      case json -> console.out(Json.text(json(root, queues)));
      case ndjson ->
        queues.forEach(queue ->
            console.out(Json.text(StatusJson.of(queue).put("at", clock.now().toString()))));
    }
    console.flush();
    if (!allRead) {
      return ExitCode.FAILED;
    }
    return queues.stream().anyMatch(StatusCommand::damaged) ? ExitCode.FOUND : ExitCode.OK;
  }

  private List<String> text(QueueRoot root, List<QueueStatus> queues) {
    List<String> lines = new StatusText(console, journals).lines(root, queues);
    if (!watch) {
      return lines;
    }
    List<String> timed = new ArrayList<>();
    timed.add(clock.now().truncatedTo(ChronoUnit.SECONDS) + "  " + root.path());
    timed.addAll(lines);
    return timed;
  }

  /** One queue that cannot be read must not hide the others. */
  private boolean read(QueueDirectory queue, QueueInspection inspection, List<QueueStatus> into) {
    try {
      into.add(inspection.of(queue));
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

  private ObjectNode json(QueueRoot root, List<QueueStatus> queues) {
    ObjectNode all = Json.object();
    all.put("at", clock.now().toString());
    all.put("queue_root", root.path().toString());
    ArrayNode array = all.putArray("queues");
    queues.forEach(queue -> array.add(StatusJson.of(queue)));
    return all;
  }
}
