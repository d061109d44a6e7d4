package com.gt8004.cli;

import com.gt8004.cli.audit.JournalAudit;
import com.gt8004.cli.audit.QueueAudit;
import com.gt8004.cli.audit.StoredSequences;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.OutputFormat;
import com.gt8004.cli.console.ProgressLine;
import com.gt8004.cli.entry.NewFile;
import com.gt8004.cli.entry.RangePoint;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.IngestAccess;
import com.gt8004.shipper.QueueAccount;
import com.gt8004.shipper.ShipperConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves that what was delivered is there. */
@Command(
    name = "audit",
    header =
        "Ask the service whether it holds every entry that was delivered, and name those it does not.",
    description = {
      "Compares, journal by journal, what checkpoints say was delivered with what the service says it stores. Entries that"
          + " wait, that are dead letters or in the ledger are told apart, and so are those that the service's retention"
          + " removed. Journals that are no longer on disk are compared by the ledger's word.",
      "Each missing range is named, with the command that sends exactly it again. Reads no entries: its cost is that of"
          + " journals and ranges. Works beside applications and shipper; needs the shipper's API key and URL.",
      "Exits 3 if any entry is missing."
    },
    footer = {
      "",
      "Examples:",
      "  gt8004 audit",
      "  gt8004 audit --queue my-agent --from -1d",
      "  gt8004 audit --ranges-to missing.txt && echo complete",
      "  gt8004 replay --ranges missing.txt",
      "  gt8004 audit --output json | jq '.queues[] | {name, missing_entries}'"
    })
final class AuditCommand implements Callable<Integer> {
  private static final Duration QUIET = Duration.ofMillis(500);

  private final GlobalOptions options;
  private final Console console;
  private final EpochClock clock;

  @Option(
      names = "--from",
      paramLabel = "WHEN",
      description = "Only entries from here on: " + RangePoint.FORMS + ".")
  @Nullable
  String from;

  @Option(
      names = "--to",
      paramLabel = "WHEN",
      description = "Only entries appended before that time, or up to that sequence.")
  @Nullable
  String to;

  @Option(
      names = "--ranges-to",
      paramLabel = "FILE",
      description = "Write the missing ranges there, as gt8004 replay --ranges reads them.")
  @Nullable
  String rangesTo;

  @Mixin
  ShipperOptions shipperOptions = new ShipperOptions();

  AuditCommand(GlobalOptions options, Console console, EpochClock clock) {
    this.options = options;
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    QueueAccount.Scope scope = scope();
    QueueRoot root = options.root(console.environment());
    List<QueueDirectory> queues = options.someSelected(root);
    ShipperConfig settings =
        shipperOptions.arguments(root, console.environment()).load();
    List<QueueAudit> audits = new ArrayList<>();
    try (NewFile ranges = rangesTo == null ? null : NewFile.at(path(rangesTo))) {
      for (QueueDirectory queue : queues) {
        audits.add(audit(queue, settings, scope));
      }
      if (ranges != null) {
        write(audits, ranges);
      }
    }
    ReplayHint hint = new ReplayHint(options.queueRoot, shipperOptions, rangesTo);
    if (options.output != OutputFormat.text) {
      console.out(Json.text(AuditJson.of(audits, hint)));
    } else {
      AuditText text = new AuditText(console, hint);
      audits.forEach(text::print);
    }
    boolean complete = audits.stream().allMatch(audit -> audit.missing() + audit.gone() == 0);
    return complete ? ExitCode.OK.code() : ExitCode.FOUND.code();
  }

  private QueueAudit audit(QueueDirectory queue, ShipperConfig settings, QueueAccount.Scope scope)
      throws IOException, InterruptedException {
    QueueAccount account = QueueAccount.of(queue, scope);
    IngestAccess access = IngestAccess.of(settings, queue);
    String authorization = access.authorization();
    if (authorization == null) {
      throw CommandFailure.failed(queue.name() + ": " + access.cause() + "; " + access.cure());
    }
    StoredSequences service = new StoredSequences(access.url(), account.agentId(), authorization);
    List<JournalAudit> journals = new ArrayList<>();
    try (ProgressLine progress = new ProgressLine(console, clock, QUIET)) {
      for (QueueAccount.Journal journal : account.journals()) {
        progress.show("journals", journals.size(), account.journals().size());
        journals.add(JournalAudit.of(journal, service));
      }
    }
    return new QueueAudit(queue.name(), account.agentId(), access.url(), journals);
  }

  private static void write(List<QueueAudit> audits, NewFile file) throws IOException {
    for (QueueAudit audit : audits) {
      for (String line : ReplayHint.lines(audit)) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        file.write(bytes, 0, bytes.length);
      }
    }
    file.commit();
  }

  private static Path path(String file) {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw CommandFailure.usage("--ranges-to is no path: " + e.getMessage());
    }
  }

  private QueueAccount.Scope scope() {
    RangePoint first = RangeArguments.point("--from", from, clock);
    RangePoint last = RangeArguments.point("--to", to, clock);
    RangeArguments.checkOrder(first, last);
    QueueAccount.Scope all = QueueAccount.Scope.ALL;
    long firstSequence = first == null || first.sequence() == null ? all.first() : first.sequence();
    long lastSequence = last == null || last.sequence() == null ? all.last() : last.sequence();
    return new QueueAccount.Scope(
        first == null ? null : first.time(),
        last == null ? null : last.time(),
        firstSequence,
        lastSequence);
  }
}
