package com.gt8004.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.Json;
import com.gt8004.cli.console.Quantity;
import com.gt8004.cli.entry.SafeText;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.shipper.QueueCheck.Finding;
import com.gt8004.shipper.QueueCheck.Report;
import java.util.List;
import java.util.Locale;

/**
 * What a verification found, for people and for programs.
 *
 * @param planned whether what a repair would do is said as well
 */
record VerifyReport(Console console, boolean planned) {
  void print(
      QueueDirectory queue,
      Report report,
      List<Finding> mended,
      double seconds,
      boolean stillDamaged) {
    console.out(String.format(
        Locale.ROOT,
        "%s: %s in %s (%s in %.1f s)%s",
        queue.name(),
        Quantity.of(report.entries(), "whole entry", "whole entries"),
        Quantity.of(report.journals(), "journal"),
        Quantity.bytes(report.bytes()),
        seconds,
        report.findings().isEmpty() ? ", nothing is wrong" : ""));
    for (Finding finding : report.findings()) {
      print(queue, finding, mended.contains(finding));
    }
    if (!mended.isEmpty()) {
      console.out(
          stillDamaged ? "  not all could be mended; see above" : "  mended: the queue ships");
    } else if (report.findings().stream().anyMatch(Finding::repairable)) {
      console.out("  " + (planned ? "nothing was changed; " : "") + "gt8004 verify --queue "
          + queue.name() + " --repair" + (planned ? " --apply does it" : " says what it would do"));
    }
  }

  private void print(QueueDirectory queue, Finding finding, boolean wasMended) {
    console.out("  " + word(finding) + "  " + SafeText.of(place(queue, finding)) + ": "
        + SafeText.of(finding.what()));
    String cure = finding.cure();
    if (wasMended) {
      console.out("    mended: " + SafeText.of(String.valueOf(cure)));
    } else if (cure != null && (planned || !finding.repairable())) {
      console.out("    " + (finding.repairable() ? "would: " : "cure: ") + SafeText.of(cure));
    }
  }

  private static String place(QueueDirectory queue, Finding finding) {
    return queue.path().equals(finding.path())
        ? queue.name()
        : queue.path().relativize(finding.path()).toString();
  }

  private static String word(Finding finding) {
    return switch (finding.severity()) {
      case DAMAGE -> "DAMAGE ";
      case WARNING -> "warning";
      case NOTE -> "note   ";
    };
  }

  static ObjectNode json(
      QueueDirectory queue,
      Report report,
      List<Finding> mended,
      double seconds,
      boolean stillDamaged) {
    ObjectNode json = Json.object();
    json.put("name", queue.name());
    json.put("journals", report.journals());
    json.put("entries", report.entries());
    json.put("bytes", report.bytes());
    json.put("seconds", Math.round(seconds * 1_000) / 1_000.0);
    json.put("damaged", stillDamaged);
    ArrayNode findings = json.putArray("findings");
    for (Finding finding : report.findings()) {
      ObjectNode each = findings.addObject();
      each.put("kind", finding.kind().name().toLowerCase(Locale.ROOT));
      each.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
      each.put("path", finding.path().toString());
      each.put(
          "journal_id", finding.journalId() == null ? null : finding.journalId().toString());
      SequenceRange entries = finding.entries();
      each.put("first", entries == null ? null : (Long) entries.first());
      each.put("last", entries == null ? null : (Long) entries.last());
      each.put("what", finding.what());
      each.put("cure", finding.cure());
      each.put("repairable", finding.repairable());
      each.put("mended", mended.contains(finding));
    }
    return json;
  }
}
