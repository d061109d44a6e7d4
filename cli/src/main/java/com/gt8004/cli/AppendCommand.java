package com.gt8004.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.ProgressLine;
import com.gt8004.cli.console.Quantity;
import com.gt8004.cli.entry.DurationUnit;
import com.gt8004.cli.entry.LineAppend;
import com.gt8004.cli.entry.LineFormat;
import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Appends entries for programs that are not Java. */
@Command(
    name = "append",
    header =
        "Append entries from NDJSON or access logs to a queue, for programs that are not Java.",
    description = {
      "NDJSON: one JSON object per line, UTF-8, with the fields of the ingest protocol in snake_case or camelCase; method,"
          + " path, status_code and response_ms are required. A body may be text or JSON.",
      "Access logs: Common or Combined Log Format. Query strings are left out, the user becomes the customer, and"
          + " response_ms is 0 unless --response-time says where it stands.",
      "A line that is no entry is told on standard error by its number and left out; the others are appended and forced"
          + " to disk, and the command then exits 1. No network is involved."
    },
    footer = {
      "",
      "Examples:",
      "  echo '{\"method\":\"POST\",\"path\":\"/chat\",\"status_code\":200,\"response_ms\":142.5}' \\",
      "    | gt8004 append --agent-id my-agent",
      "  gt8004 append --agent-id my-agent requests.ndjson",
      "  GT8004_AGENT_ID=my-agent gt8004 append --output json < requests.ndjson",
      "  tail -F access.log | gt8004 append --agent-id my-agent --format clf --response-time s"
    })
final class AppendCommand implements Callable<Integer> {
  private final GlobalOptions options;
  private final Console console;
  private final EpochClock clock;

  @Option(
      names = "--agent-id",
      paramLabel = "ID",
      description = "Whose entries these are. Default: GT8004_AGENT_ID.")
  @Nullable
  String agentId;

  /** What the lines are. */
  enum Format {
    auto,
    ndjson,
    /** Common or Combined Log Format. */
    clf
  }

  @Option(
      names = "--format",
      paramLabel = "auto|ndjson|clf",
      defaultValue = "auto",
      description =
          "What the lines are: NDJSON, or Common or Combined Log Format (clf). auto (default): JSON if a line begins with a"
              + " brace.")
  Format format = Format.auto;

  @Option(
      names = "--response-time",
      paramLabel = "s|ms|us",
      description =
          "Access-log lines end with the response time in this unit (nginx's $request_time: s, Apache's %%D: us).")
  @Nullable
  DurationUnit responseTime;

  @Option(
      names = "--ignore-unknown",
      description = "Leave out fields that are not known, instead of refusing their lines.")
  boolean ignoreUnknown;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where to read. Default: standard input, also as -.")
  @Nullable
  String file;

  AppendCommand(GlobalOptions options, Console console, EpochClock clock) {
    this.options = options;
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    String agent = agent();
    QueueRoot root = options.root(console.environment());
    LineAppend append =
        new LineAppend(lines(), (number, reason) -> console.err("line " + number + ": " + reason));
    ProgressLine progress = new ProgressLine(console, clock, Duration.ofSeconds(1));
    boolean forced;
    try (progress;
        InputStream in = input();
        GT8004Logger logger =
            GT8004Logger.builder().agentId(agent).queueRoot(root.path()).build()) {
      append.run(
          in,
          logger::log,
          lines -> progress.show(String.format(Locale.ROOT, "appended %,d", lines)));
      forced = append.appended() == 0 || logger.sync();
    }
    report(append, root, agent, progress.seconds());
    if (!forced) {
      throw CommandFailure.failed(
          "the entries are in the queue, but could not be forced to disk; a power failure may lose them");
    }
    if (append.stopped() != null) {
      throw CommandFailure.failed(append.stopped());
    }
    return append.rejected() == 0 ? ExitCode.OK.code() : ExitCode.FAILED.code();
  }

  private LineFormat lines() {
    if (format == Format.ndjson && responseTime != null) {
      throw CommandFailure.usage("--response-time belongs to access logs, not to --format ndjson");
    }
    return switch (format) {
      case auto -> LineFormat.either(ignoreUnknown, responseTime);
      case ndjson -> LineFormat.ndjson(ignoreUnknown);
      case clf -> LineFormat.accessLog(responseTime);
    };
  }

  private void report(LineAppend append, QueueRoot root, String agent, double seconds) {
    if (options.output.isJson()) {
      ObjectNode result = Json.object();
      result.put("appended", append.appended());
      result.put("rejected", append.rejected());
      result.put("queue", root.queue(agent).path().toString());
      result.put("seconds", Math.round(seconds * 1000) / 1000.0);
      console.out(Json.text(result));
    } else {
      console.out(String.format(
          Locale.ROOT,
          "appended %s to %s in %.1f s%s",
          Quantity.of(append.appended(), "entry", "entries"),
          root.queue(agent).path(),
          seconds,
          append.rejected() == 0 ? "" : ", rejected " + Quantity.of(append.rejected(), "line")));
    }
  }

  private String agent() {
    String agent = agentId != null ? agentId : console.environment().get("GT8004_AGENT_ID");
    if (agent == null || agent.isBlank()) {
      throw CommandFailure.usage("no agent id; give --agent-id ID or set GT8004_AGENT_ID");
    }
    if (!options.names.isEmpty()) {
      throw CommandFailure.usage(
          "append takes --agent-id, not --queue: the queue's name follows from it");
    }
    return agent;
  }

  private InputStream input() throws IOException {
    if (file == null || file.equals("-")) {
      return console.in();
    }
    try {
      Path path = Path.of(file);
      if (Files.isDirectory(path)) {
        throw CommandFailure.failed(file + " is a folder; give a file of lines");
      }
      return Files.newInputStream(path);
    } catch (InvalidPathException e) {
      throw CommandFailure.usage("the file is no path: " + e.getMessage());
    }
  }
}
