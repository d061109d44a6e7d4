package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ships the backlog now, or settled entries again. */
@Command(
    name = "replay",
    header = "Ship the backlog now; with a range, send settled entries again.",
    description = {
      "Without a range: what waits is shipped now, by the shipper that holds the queue, else by one that runs until all is"
          + " shipped.",
      "With a range (--from, --to, --request-id, --entry-id, --where): settled entries are sent again, under their entry"
          + " ids, so that our service recognises them. Checkpoints stay where they are; entries of the range that still"
          + " wait are left to the shipper, and it says how many. Needs the shipper's API key and URL.",
      "With --to-url: the entries go to another service as well, settled or not; without a range all of them.",
      "A replay of a range that is interrupted goes on with --resume where it was. While it runs, and for a day after,"
          + " retention keeps what it reads. Entries that the server refuses are listed and counted; damaged ones are told"
          + " and passed."
    },
    footer = {
      "",
      "Examples:",
      "  gt8004 replay",
      "  gt8004 replay --dry-run",
      "  gt8004 replay --from -2h",
      "  gt8004 replay --from 2026-11-22T03:00 --where 'status_code>=500 and tool_name=search' --dry-run",
      "  gt8004 replay --journal 0198f2c4 --from 100 --to 120 --rate 50/s",
      "  gt8004 replay --ranges missing.txt     what gt8004 audit --ranges-to missing.txt found missing",
      "  gt8004 replay --dead-letters",
      "  gt8004 replay --to-url https://other.example/v1/ingest --key-file other.key",
      "  gt8004 replay --list",
      "  gt8004 replay --resume 0198f2c4"
    })
final class ReplayCommand implements Callable<Integer> {
  static final String RATE_FORMS = "N/s (entries a second) or N/m (a minute), such as 200/s";

  private static final String RANGE =
      "a range is --from, --to, --request-id, --entry-id, --ranges, --where or --to-url";

  private static final Pattern RATE = Pattern.compile("([1-9]\\d{0,8})/([sm])");

  private final GlobalOptions options;
  private final Console console;
  private final EpochClock clock;

  @Mixin
  ReplayRange range = new ReplayRange();

  @Option(
      names = "--dead-letters",
      description = "Send all dead letters again, as gt8004 dead-letters retry --all does.")
  boolean deadLetters;

  @Option(
      names = "--to-url",
      paramLabel = "URL",
      description = "Send to this ingest URL instead, settled or not. Needs --key-file.")
  @Nullable
  String toUrl;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "File with the API key of --to-url (mode 600).")
  @Nullable
  Path keyFile;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      description = "At most so many entries: " + RATE_FORMS + ". Default: as the server allows.")
  @Nullable
  String rate;

  @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
  boolean dryRun;

  @Option(
      names = "--yes",
      description =
          "Send the range also to a destination without deduplication, which stores its entries a second time.")
  boolean yes;

  @Option(names = "--list", description = "List replays that run or were interrupted.")
  boolean list;

  @Option(
      names = "--resume",
      paramLabel = "ID",
      description = "Go on with the interrupted replay whose id begins so.")
  @Nullable
  String resume;

  @Option(
      names = "--cancel",
      paramLabel = "ID",
      description = "Give the interrupted replay up whose id begins so.")
  @Nullable
  String cancel;

  @Mixin
  ShipperOptions shipperOptions = new ShipperOptions();

  ReplayCommand(GlobalOptions options, Console console, EpochClock clock) {
    this.options = options;
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkUsage();
    QueueRoot root = options.root(console.environment());
    List<QueueDirectory> queues = options.someSelected(root);
    ShipperArguments shipper = shipperOptions.arguments(root, console.environment());
    InterruptedReplays interrupted = new InterruptedReplays(console, options.output, queues);
    if (list) {
      return interrupted.list();
    }
    if (cancel != null) {
      return interrupted.cancel(cancel);
    }
    RangeReplay again = new RangeReplay(console, clock, options.output, shipper);
    if (resume != null) {
      return again.resume(interrupted.named(resume), yes);
    }
    if (deadLetters) {
      return new LetterRetry(console, clock, options.output, shipper).all(queues, dryRun);
    }
    if (range.isGiven() || toUrl != null) {
      range.readRanges(console);
      return again.run(queues, range, toUrl, keyFile, ratePerMinute(), dryRun, yes);
    }
    return new BacklogReplay(console, clock, options.output, shipper).run(queues, dryRun);
  }

  private void checkUsage() {
    range.check(clock);
    boolean chosen = range.isGiven() || range.journal != null || toUrl != null;
    int others = (list ? 1 : 0)
        + (cancel != null ? 1 : 0)
        + (resume != null ? 1 : 0)
        + (deadLetters ? 1 : 0)
        + (chosen ? 1 : 0);
    if (others > 1) {
      throw CommandFailure.usage(
          "give one of --list, --resume, --cancel, --dead-letters and a range; " + RANGE);
    }
    if (range.journal != null && !range.isGiven()) {
      throw CommandFailure.usage("--journal needs a range; --from 0 is all of it");
    }
    if ((toUrl == null) != (keyFile == null)) {
      throw CommandFailure.usage(
          "--to-url and --key-file go together: another service has another key");
    }
    if (toUrl != null && shipperOptions.ingestUrl != null) {
      throw CommandFailure.usage("--to-url and --ingest-url together; give one of them");
    }
    if (dryRun && (list || resume != null || cancel != null)) {
      throw CommandFailure.usage(
          "--dry-run does not go with --list, --resume or --cancel; gt8004 replay --list says what is left");
    }
    if (ratePerMinute() > 0 && !range.isGiven() && toUrl == null) {
      throw CommandFailure.usage(
          "--rate belongs to a range; " + RANGE + "; the rate of the backlog is the shipper's");
    }
  }

  /** Entries a minute; 0 for no limit. */
  private long ratePerMinute() {
    if (rate == null) {
      return 0;
    }
    Matcher given = RATE.matcher(rate);
    if (!given.matches()) {
      throw CommandFailure.usage("--rate is \"" + rate + "\", expected " + RATE_FORMS);
    }
    long entries = Long.parseLong(given.group(1));
    return given.group(2).equals("s") ? entries * 60 : entries;
  }
}
