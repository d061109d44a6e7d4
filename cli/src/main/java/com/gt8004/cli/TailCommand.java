package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.entry.EntryFollower;
import com.gt8004.cli.entry.EntryPrinter;
import com.gt8004.cli.entry.EntryScan;
import com.gt8004.cli.entry.EntrySelection;
import com.gt8004.cli.entry.FoundEntry;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the newest entries, and with {@code --follow} those to come. */
@Command(
    name = "tail",
    header =
        "Show the newest entries; with --follow those to come as well, from all journals, new ones included.",
    footer = {
      "",
      "Examples:",
      "  gt8004 tail",
      "  gt8004 tail --follow --queue my-agent",
      "  gt8004 tail --follow --show-bodies --output json | jq .request_body"
    })
final class TailCommand implements Callable<Integer> {
  private static final int LAST_MAX = 100_000;
  private static final int POLL_MILLIS = 200;

  private final GlobalOptions options;
  private final Console console;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with entries as they are appended, until Ctrl-C.")
  boolean follow;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "10",
      description = "Begin with the N newest (0-100000, default 10).")
  int last = 10;

  @Option(names = "--show-bodies", description = "Show request and response bodies.")
  boolean showBodies;

  TailCommand(GlobalOptions options, Console console) {
    this.options = options;
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (last < 0 || last > LAST_MAX) {
      throw CommandFailure.usage("--last is " + last + ", allowed are 0 to " + LAST_MAX);
    }
    QueueRoot root = options.root(console.environment());
    EntryPrinter printer = new EntryPrinter(console, options.output, showBodies);
    if (follow) {
      return follow(root, printer);
    }
    EntryScan scan = new EntryScan(options.someSelected(root), EntrySelection.ALL);
    scan.last(last).forEach(printer::print);
    scan.findings().forEach(finding -> console.err("gt8004: " + finding));
    return scan.findings().isEmpty() ? ExitCode.OK.code() : ExitCode.FOUND.code();
  }

  private int follow(QueueRoot root, EntryPrinter printer)
      throws IOException, InterruptedException {
    if (root.queues().isEmpty()) {
      console.err("gt8004: no queue in " + root.path() + " yet; waiting for one");
    }
    CountDownLatch never = new CountDownLatch(1);
    try (EntryFollower follower = new EntryFollower(() -> selected(root))) {
      // First where to go on, then what was before: an entry in between is then told once.
      List<FoundEntry> before = follower.start(last);
      before.forEach(printer::print);
      console.flush();
      while (true) {
        boolean some = follower.poll(printer::print, finding -> console.err("gt8004: " + finding));
        console.flush();
        if (!some) {
          never.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
    }
  }

  private List<QueueDirectory> selected(QueueRoot root) throws IOException {
    return options.names.isEmpty() || !root.queues().isEmpty() ? options.selected(root) : List.of();
  }
}
