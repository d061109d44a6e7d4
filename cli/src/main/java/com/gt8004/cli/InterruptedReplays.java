package com.gt8004.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ExitCode;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.OutputFormat;
import com.gt8004.cli.console.Table;
import com.gt8004.cli.entry.SafeText;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.shipper.StoredReplay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Replays that were begun and are not over, of some queues. */
final class InterruptedReplays {
  private final Console console;
  private final OutputFormat output;
  private final List<QueueDirectory> queues;

  /** One of them. */
  record Named(QueueDirectory queue, StoredReplay replay) {}

  InterruptedReplays(Console console, OutputFormat output, List<QueueDirectory> queues) {
    this.console = console;
    this.output = output;
    this.queues = queues;
  }

  /** Lists them; the exit code. */
  int list() throws IOException {
    List<Named> all = all();
    if (output.isJson()) {
      all.forEach(each -> console.out(Json.text(json(each))));
    } else if (all.isEmpty()) {
      console.err("gt8004: no replay runs or was interrupted");
    } else {
      Table table = new Table("QUEUE", "ID", "STATE", "STARTED", "DONE", "URL", "WHERE");
      for (Named each : all) {
        StoredReplay replay = each.replay();
        String where = replay.where();
        table.row(
            each.queue().name(),
            replay.id().toString(),
            replay.running() ? "running" : "interrupted",
            replay.startedAt().toString(),
            String.format(Locale.ROOT, "%,d of %,d", replay.passed(), replay.total()),
            replay.url().toString(),
            where == null ? "-" : SafeText.of(where));
      }
      table.lines().forEach(console::out);
    }
    return ExitCode.OK.code();
  }

  private static ObjectNode json(Named each) {
    StoredReplay replay = each.replay();
    return Json.object()
        .put("queue", each.queue().name())
        .put("id", replay.id().toString())
        .put("running", replay.running())
        .put("started_at", replay.startedAt().toString())
        .put("touched_at", replay.touchedAt().toString())
        .put("url", replay.url().toString())
        .put("where", replay.where())
        .put("entries", replay.total())
        .put("passed", replay.passed())
        .put("accepted", replay.accepted())
        .put("duplicates", replay.duplicates())
        .put("rejected", replay.rejected());
  }

  /** Gives one up; the exit code. */
  int cancel(String idPrefix) throws IOException {
    Named named = named(idPrefix);
    String id = named.replay().id().toString();
    if (!StoredReplay.cancel(named.queue(), named.replay().id())) {
      throw CommandFailure.failed(
          "replay " + id + " is running; end it there with Ctrl-C, then say this again");
    }
    if (output.isJson()) {
      console.out(Json.text(json(named).put("cancelled", true)));
    } else {
      console.out(String.format(
          Locale.ROOT,
          "%s: gave up replay %s after %,d of %,d entries; what was sent stays sent",
          named.queue().name(),
          id,
          named.replay().passed(),
          named.replay().total()));
    }
    return ExitCode.OK.code();
  }

  /** The one whose id begins so. */
  Named named(String idPrefix) throws IOException {
    List<Named> found = all().stream()
        .filter(each -> each.replay().id().toString().startsWith(idPrefix))
        .toList();
    if (found.size() > 1) {
      throw CommandFailure.usage(
          idPrefix + " is the beginning of " + found.size() + " replays; give more of it");
    }
    if (found.isEmpty()) {
      throw CommandFailure.failed(
          "no replay whose id begins with " + idPrefix + "; gt8004 replay --list lists them");
    }
    return found.get(0);
  }

  private List<Named> all() throws IOException {
    List<Named> all = new ArrayList<>();
    for (QueueDirectory queue : queues) {
      StoredReplay.of(queue).forEach(replay -> all.add(new Named(queue, replay)));
    }
    return all;
  }
}
