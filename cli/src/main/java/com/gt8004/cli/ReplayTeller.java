package com.gt8004.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.OutputFormat;
import com.gt8004.cli.console.Quantity;
import com.gt8004.cli.entry.SafeText;
import com.gt8004.shipper.Replay;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells what a replay of one queue would do, or did. */
final class ReplayTeller {
  private static final int REFUSALS_SHOWN = 10;

  private final Console console;
  private final OutputFormat output;
  private final String queue;

  ReplayTeller(Console console, OutputFormat output, String queue) {
    this.console = console;
    this.output = output;
    this.queue = queue;
  }

  /** What would be sent. */
  void plan(Replay.Plan plan, boolean everything) {
    if (output.isJson()) {
      console.out(Json.text(json(plan)));
      return;
    }
    console.out(String.format(
        Locale.ROOT,
        "%s: would send %s (about %s)%s%s",
        queue,
        everything
            ? Quantity.of(plan.entries(), "entry", "entries")
            : Quantity.of(plan.entries(), "settled entry", "settled entries"),
        Quantity.bytes(plan.bytesEstimate()),
        plan.entries() == 0
            ? ""
            : ", appended " + plan.firstAppended() + " to " + plan.lastAppended(),
        left(plan.unsettledLeft())));
    plan.sample().forEach(entry -> console.out("  " + entry.appended() + "  " + line(entry)));
    if (plan.entries() > plan.sample().size() && !plan.sample().isEmpty()) {
      console.out("  …");
    }
  }

  private ObjectNode json(Replay.Plan plan) {
    ObjectNode json = Json.object();
    json.put("queue", queue);
    json.put("entries", plan.entries());
    json.put("bytes_estimate", plan.bytesEstimate());
    json.put("first_appended", text(plan.firstAppended()));
    json.put("last_appended", text(plan.lastAppended()));
    json.put("unsettled_left", plan.unsettledLeft());
    ArrayNode sample = json.putArray("sample");
    plan.sample().forEach(entry -> sample
        .addObject()
        .put("entry_id", entry.id().toString())
        .put("append_time", entry.appended().toString()));
    return json;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /** Method, path, status, id: neither bodies nor headers. */
  private static String line(Replay.Sample entry) {
    return summary(entry.payload()) + "  " + entry.id();
  }

  static String summary(String payload) {
    try {
      JsonNode json = Json.mapper().readTree(payload);
      return SafeText.of(json.path("method").asText("-") + " "
          + json.path("path").asText("-") + "  " + json.path("status_code").asText("-"));
    } catch (IOException notJson) {
      return "-";
    }
  }

  private static String left(long unsettled) {
    return unsettled == 0
        ? ""
        : "; "
            + Quantity.of(
                unsettled, "of the range still waits and is", "of the range still wait and are")
            + " left to the shipper";
  }

  /**
   * What came of it, and on standard error what went wrong.
   *
   * @param what was sent, in the plural
   */
  void result(Replay.Result result, String what) {
    if (output.isJson()) {
      console.out(Json.text(json(result)));
    } else if (result.total() > 0 || result.complete()) {
      console.out(String.format(
          Locale.ROOT,
          "%s: sent %,d of %,d %s again: %,d were new to the service, %,d it had, %,d it rejected%s",
          queue,
          result.accepted() + result.duplicates() + result.rejected(),
          result.total(),
          what,
          result.accepted(),
          result.duplicates(),
          result.rejected(),
          left(result.unsettledLeft())));
    }
    faults(result);
  }

  private ObjectNode json(Replay.Result result) {
    ObjectNode json = Json.object();
    json.put("queue", queue);
    json.put("entries", result.total());
    json.put("accepted", result.accepted());
    json.put("duplicates", result.duplicates());
    json.put("rejected", result.rejected());
    json.put("unreadable", result.unreadable());
    json.put("unsettled_left", result.unsettledLeft());
    json.put("complete", result.complete());
    json.put("resume_id", text(result.resumeId()));
    ArrayNode refusals = json.putArray("refusals");
    result.refusals().forEach(refusal -> refusals
        .addObject()
        .put("entry_id", refusal.id().toString())
        .put("error", refusal.words()));
    return json;
  }

  private void faults(Replay.Result result) {
    result.refusals().stream()
        .limit(output.isJson() ? 0 : REFUSALS_SHOWN)
        .forEach(refusal ->
            say("the server refused " + refusal.id() + ": " + SafeText.of(refusal.words())));
    long more = result.rejected() - Math.min(REFUSALS_SHOWN, result.refusals().size());
    if (more > 0 && !output.isJson() && !result.refusals().isEmpty()) {
      say(more + " more were refused; --output json lists up to 100");
    }
    result.findings().forEach(finding -> say("not sent: " + SafeText.of(finding)));
    if (result.unreadable() > 0) {
      say(Quantity.of(result.unreadable(), "entry", "entries") + " could not be read");
    }
    if (result.cause() != null) {
      say(result.cause() + (result.cure() == null ? "" : "; " + result.cure()));
    }
    if (result.resumeId() != null) {
      say("gt8004 replay --queue " + queue + " --resume " + result.resumeId() + " goes on");
    }
  }

  private void say(String text) {
    console.err("gt8004: " + queue + ": " + text);
  }
}
