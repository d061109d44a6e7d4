package com.gt8004.cli;

import com.gt8004.cli.audit.JournalAudit;
import com.gt8004.cli.audit.QueueAudit;
import com.gt8004.sdk.queue.SequenceRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands that send again exactly what an audit missed.
 *
 * @param queueRoot as it was given, null where it was not
 * @param shipper how the shipper is known, which the commands need as the audit did
 * @param rangesFile the file with the missing ranges; null if none was asked for
 */
record ReplayHint(
    @Nullable String queueRoot,
    ShipperOptions shipper,
    @Nullable String rangesFile) {
  /** A command for each range, up to so many; beyond, one for all through a file. */
  private static final int COMMANDS_MAX = 5;

  /** Ready to be pasted into a shell; none if nothing is missing that can be sent. */
  List<String> commands(QueueAudit audit) {
    String common = option("--queue-root", queueRoot)
        + option("--config", shipper.config)
        + option("--ingest-url", shipper.ingestUrl)
        + option("--queue", audit.queue());
    List<String> lines = lines(audit);
    if (lines.isEmpty()) {
      return lines;
    }
    if (rangesFile != null) {
      return List.of("gt8004 replay" + common + " --ranges " + quoted(rangesFile));
    }
    if (lines.size() > COMMANDS_MAX) {
      return List.of(
          "gt8004 audit" + common + " --ranges-to missing.txt",
          "gt8004 replay" + common + " --ranges missing.txt");
    }
    List<String> commands = new ArrayList<>();
    for (JournalAudit journal : audit.journals()) {
      for (SequenceRange range : journal.missing().all()) {
        commands.add("gt8004 replay" + common + " --journal "
            + journal.account().id() + " --from " + range.first() + " --to " + range.last());
      }
    }
    return commands;
  }

  /** One line for each missing range, {@code <journal id>:<first>..<last>}. */
  static List<String> lines(QueueAudit audit) {
    List<String> lines = new ArrayList<>();
    for (JournalAudit journal : audit.journals()) {
      for (SequenceRange range : journal.missing().all()) {
        lines.add(journal.account().id() + ":" + range.first() + ".." + range.last());
      }
    }
    return lines;
  }

  /** {@code 7}, or {@code 7..12}. */
  static String text(SequenceRange range) {
    return range.count() == 1 ? Long.toString(range.first()) : range.first() + ".." + range.last();
  }

  private static String option(String name, @Nullable String value) {
    return value == null ? "" : " " + name + " " + quoted(value);
  }

  /** For a POSIX shell. */
  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9._/%@:+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
