package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.entry.EntryPrinter;
import com.gt8004.cli.entry.EntryScan;
import com.gt8004.cli.entry.EntrySelection;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows entries of the queues. */
@Command(
    name = "inspect",
    header = "Show entries of the queues, settled or not, beside applications and shipper at work.",
    description = {
      "Without a selection: the last 20. Ranges by time are ranges of the time of appending.",
      "Bodies are left out unless --show-bodies is given. Exits 3 if damage was met on the way."
    },
    footer = {
      "",
      "Examples:",
      "  gt8004 inspect --last 5 --show-bodies",
      "  gt8004 inspect --from -15m --output json",
      "  gt8004 inspect --where 'status_code>=500 and not path~health'",
      "  gt8004 inspect --from 2026-11-22T09:00:00Z --to 2026-11-22T09:05:00Z",
      "  gt8004 inspect --journal 0198f2c4 --sequence 100..120",
      "  gt8004 inspect --request-id 0198f2c4-7f3a-7cc2-9d51-0a4e5d0c6b1f",
      "  gt8004 inspect --entry-id 0198f2c4-7f3a-7cc2-9d51-0a4e5d0c6b1f:120 --show-bodies"
    })
final class InspectCommand implements Callable<Integer> {
  private static final int LAST_UNLESS_SAID = 20;
  private static final int LAST_MAX = 100_000;

  private final GlobalOptions options;
  private final Console console;
  private final EpochClock clock;

  @Mixin
  private SelectionOptions wanted = new SelectionOptions();

  @Option(names = "--last", paramLabel = "N", description = "Only the N appended last (1-100000).")
  @Nullable
  Integer last;

  @Option(names = "--show-bodies", description = "Show request and response bodies.")
  boolean showBodies;

  InspectCommand(GlobalOptions options, Console console, EpochClock clock) {
    this.options = options;
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    if (last != null && (last < 1 || last > LAST_MAX)) {
      throw CommandFailure.usage("--last is " + last + ", allowed are 1 to " + LAST_MAX);
    }
    EntrySelection selection = wanted.selection(clock);
    QueueRoot root = options.root(console.environment());
    EntryScan scan = new EntryScan(options.someSelected(root), selection);
    EntryPrinter printer = new EntryPrinter(console, options.output, showBodies);
    if (last == null && wanted.given()) {
      scan.each(printer::print);
    } else {
      scan.last(last == null ? LAST_UNLESS_SAID : last).forEach(printer::print);
    }
    scan.findings().forEach(finding -> console.err("gt8004: " + finding));
    return scan.findings().isEmpty() ? ExitCode.OK.code() : ExitCode.FOUND.code();
  }
}
