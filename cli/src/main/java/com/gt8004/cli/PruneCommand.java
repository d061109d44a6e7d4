package com.gt8004.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.Quantity;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.QueuePrune;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Applies retention now. */
@Command(
    name = "prune",
    header = "Apply retention now: remove settled entries that need not be kept any longer.",
    description = {
      "Removes whole cycle files of settled entries that are older than the retention, or too much for it, or for which a"
          + " full disk has no room; and finished journals with all they hold. What is not settled stays, and so does what a"
          + " replay reads. A running shipper does this by itself every few seconds, and is asked to do it now; without one"
          + " it is done here, under the same rules.",
      "A journal that goes as a whole is looked at twice, a minute apart; without a running shipper the command waits for"
          + " that."
    },
    footer = {
      "",
      "Examples:",
      "  gt8004 prune --dry-run",
      "  gt8004 prune --queue my-agent --config /etc/gt8004/shipper.yaml"
    })
final class PruneCommand implements Callable<Integer> {
  /** The minute between two looks at a journal, and a little. */
  private static final int ROUNDS_MAX = 650;

  private static final int ROUND_MILLIS = 100;
  private static final int SAID_AFTER = 10;

  private final GlobalOptions options;
  private final Console console;
  private final EpochClock clock;

  @Option(
      names = "--dry-run",
      description = "Say which files would go and why, and remove nothing.")
  boolean dryRun;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The shipper's configuration, for its retention. Default: GT8004_CONFIG, else none.")
  @Nullable
  String config;

  PruneCommand(GlobalOptions options, Console console, EpochClock clock) {
    this.options = options;
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    QueueRoot root = options.root(console.environment());
    ShipperArguments shipper = new ShipperArguments(root, config, null, console.environment());
    for (QueueDirectory queue : options.someSelected(root)) {
      try (QueuePrune own = QueuePrune.take(shipper.load(), queue, clock)) {
        JsonNode before = own == null ? ask(queue, true) : parse(own.plan());
        if (dryRun) {
          plan(queue, before);
        } else {
          done(queue, before, own == null ? ask(queue, false) : run(own));
        }
      }
    }
    return ExitCode.OK.code();
  }

  private JsonNode ask(QueueDirectory queue, boolean dry) throws IOException, InterruptedException {
    String body = Json.text(Json.object().put("dry_run", dry));
    JsonNode said = new HolderCall(queue, clock).post("prune", body);
    if (said == null) {
      throw CommandFailure.failed("a shipper holds " + queue.name()
          + ", but does not answer; it prunes by itself, see gt8004 status");
    }
    return said;
  }

  /** As many rounds as there is something due, for the minute that a whole journal takes. */
  private JsonNode run(QueuePrune own) throws IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    JsonNode now = parse(own.run());
    for (int round = 0; !now.path("due").isEmpty() && round < ROUNDS_MAX; round++) {
      if (round == SAID_AFTER) {
        console.err("gt8004: journals that go as a whole are looked at again in a minute; waiting");
      }
      boolean unused = never.await(ROUND_MILLIS, TimeUnit.MILLISECONDS);
      now = parse(own.run());
    }
    return now;
  }

  private static JsonNode parse(String json) throws IOException {
    return Json.mapper().readTree(json);
  }

  private void plan(QueueDirectory queue, JsonNode plan) {
    if (options.output.isJson()) {
      console.out(Json.text(named(queue, plan, 0, 0, 0)));
      return;
    }
    for (JsonNode file : plan.path("due")) {
      console.out(String.format(
          "%s  %s  %s  settled %s%s",
          queue.path().relativize(Path.of(file.path("file").asText())),
          Quantity.bytes(file.path("bytes").asLong()),
          reason(file.path("why").asText()),
          file.path("settled_at").asText(),
          file.path("whole_journal").asBoolean() ? "  with its journal" : ""));
    }
    console.out(String.format(
        Locale.ROOT,
        "%s: would remove %s (%s), would keep %s (%s)%s",
        queue.name(),
        Quantity.of(plan.path("due").size(), "file"),
        Quantity.bytes(bytes(plan)),
        Quantity.of(plan.path("kept_files").asInt(), "settled file"),
        Quantity.bytes(plan.path("kept_bytes").asLong()),
        plan.path("leased").asBoolean() ? "; a replay keeps what it reads" : ""));
  }

  private static String reason(String why) {
    return switch (why) {
      case "age" -> "older than the retention";
      case "bytes" -> "more than the retention keeps";
      case "pressure" -> "the disk or the queue runs full";
      case "journals" -> "more journals than are kept";
      case "empty" -> "holds no entry";
      default -> why;
    };
  }

  private static long bytes(JsonNode plan) {
    long bytes = 0;
    for (JsonNode file : plan.path("due")) {
      bytes += file.path("bytes").asLong();
    }
    return bytes;
  }

  /** The answer's own counters are since the shipper's start: what went now takes their place. */
  private static ObjectNode named(
      QueueDirectory queue, JsonNode answer, long files, long journals, long freedBytes) {
    ObjectNode json = Json.object().put("queue", queue.name());
    json.setAll((ObjectNode) answer);
    return json.put("pruned_files", files)
        .put("removed_journals", journals)
        .put("freed_bytes", freedBytes);
  }

  private void done(QueueDirectory queue, JsonNode before, JsonNode after) {
    long files =
        after.path("pruned_files").asLong() - before.path("pruned_files").asLong();
    long journals = after.path("removed_journals").asLong()
        - before.path("removed_journals").asLong();
    long freed = Math.max(0, bytes(before) - bytes(after));
    if (options.output.isJson()) {
      console.out(Json.text(named(queue, after, files, journals, freed)));
      return;
    }
    console.out(String.format(
        Locale.ROOT,
        "%s: removed %s and %s (%s), kept %s (%s)%s",
        queue.name(),
        Quantity.of(files, "file"),
        Quantity.of(journals, "whole journal"),
        Quantity.bytes(freed),
        Quantity.of(after.path("kept_files").asInt() + after.path("due").size(), "settled file"),
        Quantity.bytes(after.path("kept_bytes").asLong() + bytes(after)),
        after.path("due").isEmpty() ? "" : "; the shipper removes the rest within a minute or so"));
  }
}
