package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.entry.RangePoint;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ships the backlog now, or settled entries again. */
@Command(
    name = "replay",
    header = "Ship the backlog now; with a range, send settled entries again.",
    description = {
      "Without a range: what waits is shipped now, by the shipper that holds the queue, else by one that runs until all is"
          + " shipped.",
      "With --from or --to: settled entries appended in that range are sent again, under their entry ids, so that our"
          + " service recognises them. Checkpoints stay where they are; entries of the range that still wait are left to"
          + " the shipper, and it says how many. Needs the shipper's API key and URL."
    },
    footer = {
      "",
      "Examples:",
      "  gt8004 replay",
      "  gt8004 replay --dry-run",
      "  gt8004 replay --from -2h",
      "  gt8004 replay --from 2026-11-22T09:00:00+09:00 --to 2026-11-22T10:00:00+09:00 --queue my-agent",
      "  gt8004 replay --journal 0198f2c4 --from 100 --to 120 --dry-run"
    })
final class ReplayCommand implements Callable<Integer> {
  private final GlobalOptions options;
  private final Console console;
  private final EpochClock clock;

  @Option(
      names = "--from",
      paramLabel = "WHEN",
      description = "Begin: " + RangePoint.FORMS + ". Default: the oldest entry.")
  @Nullable
  String from;

  @Option(
      names = "--to",
      paramLabel = "WHEN",
      description = "End: before that time, or up to that sequence. Default: the newest entry.")
  @Nullable
  String to;

  @Option(
      names = "--journal",
      paramLabel = "ID",
      description = "Only the journal whose id begins so. Needs a range.")
  @Nullable
  String journal;

  @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
  boolean dryRun;

  @Option(
      names = "--yes",
      description =
          "Send the range also to a destination without deduplication, which stores its entries a second time.")
  boolean yes;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The shipper's configuration. Default: GT8004_CONFIG, else none.")
  @Nullable
  String config;

  @Option(
      names = "--ingest-url",
      paramLabel = "URL",
      description = "Where batches are posted. Default: as for ship.")
  @Nullable
  String ingestUrl;

  ReplayCommand(GlobalOptions options, Console console, EpochClock clock) {
    this.options = options;
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    RangePoint first = point("--from", from);
    RangePoint last = point("--to", to);
    if (first != null && last != null && first.isTime() != last.isTime()) {
      throw CommandFailure.usage(
          "--from and --to are a time and a sequence; give two times or two sequences");
    }
    boolean range = first != null || last != null;
    if (journal != null && !range) {
      throw CommandFailure.usage("--journal needs a range; --from 0 is all of it");
    }
    QueueRoot root = options.root(console.environment());
    List<QueueDirectory> queues = options.someSelected(root);
    ShipperArguments shipper = new ShipperArguments(root, config, ingestUrl, console.environment());
    return range
        ? new RangeReplay(console, clock, options.output, shipper)
            .run(queues, first, last, journal, dryRun, yes)
        : new BacklogReplay(console, clock, options.output, shipper).run(queues, dryRun);
  }

  private @Nullable RangePoint point(String option, @Nullable String text) {
    try {
      return text == null ? null : RangePoint.parse(text, clock, ZoneId.systemDefault());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(option + ": " + e.getMessage());
    }
  }
}
