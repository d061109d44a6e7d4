package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.entry.EntryFollower;
import com.gt8004.cli.entry.EntryPrinter;
import com.gt8004.cli.entry.EntryScan;
import com.gt8004.cli.entry.EntrySelection;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the newest entries, and with {@code --follow} those to come. */
@Command(
    name = "tail",
    header =
        "Show the newest entries; with --follow those to come as well, from all journals, new ones included.",
    description = {
      "A range by time or sequence is shown from its beginning. Ranges by time are ranges of the time of appending.",
      "Bodies are left out unless --show-bodies is given. Exits 3 if damage was met on the way."
    },
    footer = {
      "",
      "Examples:",
      "  gt8004 tail",
      "  gt8004 tail --follow --queue my-agent",
      "  gt8004 tail --follow --from -15m",
      "  gt8004 tail --follow --where 'status_code>=500 and tool_name=search'",
      "  gt8004 tail --follow --show-bodies --output ndjson | jq .request_body"
    })
final class TailCommand implements Callable<Integer> {
  private static final int LAST_UNLESS_SAID = 10;
  private static final int LAST_MAX = 100_000;
  private static final int POLL_MILLIS = 200;

  private final GlobalOptions options;
  private final Console console;
  private final EpochClock clock;

  @Mixin
  private SelectionOptions wanted = new SelectionOptions();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with entries as they are appended, until Ctrl-C.")
  boolean follow;

  @Option(
      names = "--last",
      paramLabel = "N",
      description =
          "Begin with the N newest (0-100000). Default: 10, or all where a range says where to begin.")
  @Nullable
  Integer last;

  @Option(names = "--show-bodies", description = "Show request and response bodies.")
  boolean showBodies;

  TailCommand(GlobalOptions options, Console console, EpochClock clock) {
    this.options = options;
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (last != null && (last < 0 || last > LAST_MAX)) {
      throw CommandFailure.usage("--last is " + last + ", allowed are 0 to " + LAST_MAX);
    }
    EntrySelection selection = wanted.selection(clock);
    if (follow && selection.hasEnd()) {
      throw CommandFailure.usage(
          "--follow has no end, but the range has one; leave one of them out");
    }
    QueueRoot root = options.root(console.environment());
    EntryPrinter printer = new EntryPrinter(console, options.output, showBodies);
    if (follow) {
      return follow(root, selection, printer);
    }
    EntryScan scan = new EntryScan(options.someSelected(root), selection);
    if (fromBeginning(selection)) {
      scan.each(printer::print);
    } else {
      scan.last(last == null ? LAST_UNLESS_SAID : last).forEach(printer::print);
    }
    scan.findings().forEach(finding -> console.err("gt8004: " + finding));
    return scan.findings().isEmpty() ? ExitCode.OK.code() : ExitCode.FOUND.code();
  }

  private boolean fromBeginning(EntrySelection selection) {
    return last == null && (selection.hasBeginning() || selection.hasEnd());
  }

  private int follow(QueueRoot root, EntrySelection selection, EntryPrinter printer)
      throws IOException, InterruptedException {
    if (root.queues().isEmpty()) {
      console.err("gt8004: no queue in " + root.path() + " yet; waiting for one");
    }
    CountDownLatch never = new CountDownLatch(1);
    Consumer<String> finding = text -> console.err("gt8004: " + text);
    try (EntryFollower follower = new EntryFollower(() -> selected(root), selection)) {
      if (fromBeginning(selection)) {
        follower.startAtFirst(finding);
      } else {
        // First where to go on, then what was before: an entry in between is then told once.
        follower.start(last == null ? LAST_UNLESS_SAID : last, finding).forEach(printer::print);
        console.flush();
      }
      while (true) {
        boolean some = follower.poll(printer::print, finding);
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
