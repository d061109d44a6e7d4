package com.gt8004.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.ProgressLine;
import com.gt8004.cli.console.Quantity;
import com.gt8004.cli.entry.EntryScan;
import com.gt8004.cli.entry.EntrySelection;
import com.gt8004.cli.entry.EntryWriter;
import com.gt8004.cli.entry.FoundEntry;
import com.gt8004.cli.entry.NewFile;
import com.gt8004.sdk.queue.EpochClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes entries out for other programs. */
@Command(
    name = "export",
    header = "Write entries as NDJSON or CSV, for other programs; all of them or a range.",
    description = {
      "Settled or not, journal by journal, each in its own order, beside applications and shipper at work."
          + " To standard output, or with --out to a file that appears when it is whole and replaces what stood there.",
      "Bodies are left out unless --show-bodies is given. CSV has a header line and columns that never change"
          + " their order. Exits 3 if damage was met on the way; all other entries are exported."
    },
    footer = {
      "",
      "Examples:",
      "  gt8004 export --from -1d --out yesterday.ndjson",
      "  gt8004 export --format csv --queue my-agent --from 2026-11-22 --to 2026-11-23 > day.csv",
      "  gt8004 export --journal 0198f2c4 --sequence 0..999 --show-bodies | gzip > first.ndjson.gz"
    })
final class ExportCommand implements Callable<Integer> {
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final int SHOW_EVERY = 1_024;

  /** The forms that can be written. */
  enum Format {
    ndjson,
    csv
  }

  private final GlobalOptions options;
  private final Console console;
  private final EpochClock clock;

  @Mixin
  private SelectionOptions wanted = new SelectionOptions();

  @Option(
      names = "--format",
      paramLabel = "ndjson|csv",
      defaultValue = "ndjson",
      description = "One JSON object per line (default), or comma-separated values.")
  Format format = Format.ndjson;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write, readable for its owner only. Default: standard output.")
  @Nullable
  String out;

  @Option(names = "--show-bodies", description = "Export request and response bodies as well.")
  boolean showBodies;

  private long entries;
  private long bytes;

  ExportCommand(GlobalOptions options, Console console, EpochClock clock) {
    this.options = options;
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    EntrySelection selection = wanted.selection(clock);
    EntryScan scan =
        new EntryScan(options.someSelected(options.root(console.environment())), selection);
    ProgressLine progress = new ProgressLine(console, clock, QUIET);
    try (progress) {
      if (out == null) {
        export(scan, console::out, progress);
      } else {
        toFile(scan, path(out), progress);
      }
    }
    if (out != null) {
      tell(progress.seconds());
    }
    scan.findings().forEach(finding -> console.err("gt8004: " + finding));
    return scan.findings().isEmpty() ? ExitCode.OK.code() : ExitCode.FOUND.code();
  }

  private interface Target {
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  private void export(EntryScan scan, Target target, ProgressLine progress) throws IOException {
    EntryWriter writer =
        format == Format.csv ? EntryWriter.csv(showBodies) : EntryWriter.ndjson(showBodies);
    byte[] head = writer.head();
    target.write(head, 0, head.length);
    scan.each(entry -> one(entry, writer, target, progress));
  }

  private void one(FoundEntry entry, EntryWriter writer, Target target, ProgressLine progress) {
    writer.write(entry);
    try {
      target.write(writer.bytes(), 0, writer.length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entries++;
    bytes += writer.length();
    if (entries % SHOW_EVERY == 0) {
      double seconds = Math.max(0.001, progress.seconds());
      progress.show(String.format(
          Locale.ROOT,
          "exported %,d entries, %s, %s/s",
          entries,
          Quantity.bytes(bytes),
          Quantity.bytes((long) (bytes / seconds))));
    }
  }

  private void toFile(EntryScan scan, Path path, ProgressLine progress) throws IOException {
    try (NewFile file = NewFile.at(path)) {
      export(scan, file::write, progress);
      file.commit();
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw CommandFailure.usage("--out is no path: " + e.getMessage());
    }
  }

  private void tell(double seconds) {
    if (options.output.isJson()) {
      ObjectNode result = Json.object();
      result.put("exported", entries);
      result.put("bytes", bytes);
      result.put("file", out);
      result.put("seconds", Math.round(seconds * 1000) / 1000.0);
      console.out(Json.text(result));
    } else {
      console.out(String.format(
          Locale.ROOT,
          "exported %s (%s) to %s in %.1f s",
          Quantity.of(entries, "entry", "entries"),
          Quantity.bytes(bytes),
          out,
          seconds));
    }
  }
}
