package com.gt8004.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.OutputFormat;
import com.gt8004.cli.console.ProgressLine;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.QueueCheck;
import com.gt8004.shipper.QueueCheck.Finding;
import com.gt8004.shipper.QueueCheck.Progress;
import com.gt8004.shipper.QueueCheck.Repair;
import com.gt8004.shipper.QueueCheck.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks everything that lies on disk, and mends it. */
@Command(
    name = "verify",
    header = "Read every entry and every file of the queues, say what is damaged, and mend it.",
    description = {
      "Checks envelopes and checksums, sequences, checkpoints, descriptions, dead letters, names and permissions. Reads"
          + " beside applications and shipper, who do not notice, and changes nothing.",
      "--repair says what it would do; with --apply it does it: damaged bytes are copied to damaged/ first, entries that"
          + " cannot be read are given up in the ledger, and only those. It needs the queue to itself: no shipper may"
          + " hold it.",
      "Damage that was accounted for before is told as a note. Exits 3 if anything is damaged that was not, after"
          + " --apply if anything still is."
    },
    footer = {
      "",
      "Examples:",
      "  gt8004 verify",
      "  gt8004 verify --queue my-agent --journal 0198f2c4",
      "  gt8004 verify --queue my-agent --repair",
      "  gt8004 verify --queue my-agent --repair --apply",
      "  gt8004 verify --output json | jq '.queues[].findings[] | select(.severity == \"damage\")'"
    })
final class VerifyCommand implements Callable<Integer> {
  private static final Duration QUIET = Duration.ofMillis(500);

  private final GlobalOptions options;
  private final Console console;
  private final EpochClock clock;

  @Option(
      names = "--journal",
      paramLabel = "ID",
      description = "Only the journal whose id begins so, and the files of its queue.")
  @Nullable
  String journal;

  @Option(names = "--repair", description = "Say what would be mended, and how.")
  boolean repair;

  @Option(names = "--apply", description = "With --repair: do it.")
  boolean apply;

  VerifyCommand(GlobalOptions options, Console console, EpochClock clock) {
    this.options = options;
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    if (apply && !repair) {
      throw CommandFailure.usage("--apply belongs to --repair");
    }
    List<QueueDirectory> queues = options.someSelected(options.root(console.environment()));
    ObjectNode all = Json.object();
    ArrayNode array = all.putArray("queues");
    boolean damaged = false;
    boolean matched = false;
    try {
      for (QueueDirectory queue : queues) {
        UUID journalId = journal == null ? null : RangeArguments.journalOf(queue, journal);
        if (journal == null || journalId != null) {
          matched = true;
          damaged |= verify(queue, journalId, array);
        }
      }
    } finally {
      // Also where a later queue ends it: what was repaired until then is not to be found again.
      if (options.output != OutputFormat.text && !array.isEmpty()) {
        console.out(Json.text(all));
      }
    }
    if (!matched) {
      throw CommandFailure.failed(
          "no journal whose id begins with " + journal + "; gt8004 status --journals lists them");
    }
    if (options.output != OutputFormat.text && array.isEmpty()) {
      console.out(Json.text(all));
    }
    return damaged ? ExitCode.FOUND.code() : ExitCode.OK.code();
  }

  /** Whether it is damaged, at the end. */
  private boolean verify(QueueDirectory queue, @Nullable UUID journalId, ArrayNode array)
      throws IOException {
    QueueCheck check = new QueueCheck(queue, journalId);
    double seconds;
    Repair done;
    try (ProgressLine line = new ProgressLine(console, clock, QUIET)) {
      Progress progress = (entries, total) -> line.show(queue.name(), entries, total);
      done = apply
          ? repaired(queue, check, progress)
          : new Repair(check.run(progress), List.of(), null);
      seconds = line.seconds();
    }
    Report report = done.found();
    List<Finding> mended = done.mended();
    boolean damaged = report.isDamaged();
    if (!mended.isEmpty()) {
      damaged = new QueueCheck(queue, journalId).run((entries, total) -> {}).isDamaged();
    }
    if (options.output != OutputFormat.text) {
      array.add(VerifyReport.json(queue, report, mended, seconds, damaged));
    } else {
      new VerifyReport(console, repair && !apply).print(queue, report, mended, seconds, damaged);
    }
    IOException broken = done.broken();
    if (broken != null) {
      throw broken;
    }
    return damaged;
  }

  private Repair repaired(QueueDirectory queue, QueueCheck check, Progress progress)
      throws IOException {
    Repair done = check.repair(progress, clock);
    if (done == null) {
      throw CommandFailure.failed("a shipper holds " + queue.name()
          + "; it gives up by itself what was not delivered. To repair the rest stop it, say this again, and start it"
          + " again; applications may go on");
    }
    return done;
  }
}
