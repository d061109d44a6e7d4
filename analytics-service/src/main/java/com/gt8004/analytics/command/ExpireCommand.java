package com.gt8004.analytics.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.gt8004.analytics.store.Database;
import com.gt8004.analytics.store.Expiry;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.LocalDate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Drops the rows of old days. */
@Command(
    name = "expire",
    description = {
      "Removes the rows of all days (UTC, by the time of the request) before one, for good, by dropping their partitions."
          + " Totals and rollups keep what they say.",
      "Entries of those days are answered \"rejected: expired\" from then on, and gt8004 audit lists them as expired, not"
          + " as missing."
    },
    footerHeading = "%nExample:%n",
    footer = "  gt8004-analytics expire --before 2026-11-01")
final class ExpireCommand extends DatabaseCommand {
  @Option(
      names = "--before",
      paramLabel = "DAY",
      required = true,
      description = "The oldest day that is kept, such as 2026-11-01.")
  private String before = "";

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Default: text.")
  private Output output = Output.text;

  @Override
  void check() {
    day();
  }

  private LocalDate day() {
    try {
      return LocalDate.parse(before);
    } catch (DateTimeException e) {
      throw usage("--before is \"" + before + "\"; it must be a day such as 2026-11-01");
    }
  }

  @Override
  int on(Database database, PrintWriter out) {
    Expiry.Expired expired = new Expiry(database).before(day());
    if (output == Output.json) {
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("expired_before", before);
      ArrayNode days = json.putArray("dropped_days");
      expired.days().forEach(day -> days.add(day.toString()));
      out.println(Output.line(json.put("stray_rows", expired.strayRows())));
    } else {
      out.println("dropped " + expired.days().size() + " days and " + expired.strayRows()
          + " stray rows; entries before " + before + " have expired");
    }
    return 0;
  }
}
