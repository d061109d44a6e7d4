package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.entry.EntrySelection;
import com.gt8004.cli.entry.RangePoint;
import com.gt8004.cli.where.Where;
import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which entries a command is about: by place, time, or what they are called. */
final class SelectionOptions {
  @Option(
      names = "--sequence",
      paramLabel = "N[..M]",
      description = "These sequences of each journal; M is included.")
  @Nullable
  String sequence;

  @Option(
      names = "--journal",
      paramLabel = "ID",
      description = "Only the journal whose id begins so.")
  @Nullable
  String journal;

  @Option(
      names = "--from",
      paramLabel = "WHEN",
      description = "Appended at or after: " + RangePoint.FORMS + ".")
  @Nullable
  String from;

  @Option(
      names = "--to",
      paramLabel = "WHEN",
      description = "Appended before that time, or up to that sequence.")
  @Nullable
  String to;

  @Option(names = "--request-id", paramLabel = "ID", description = "Only entries of this request.")
  @Nullable
  String requestId;

  @Option(
      names = "--entry-id",
      paramLabel = "ID",
      description = "Only this entry: <journal id>:<sequence>, as inspect shows it.")
  @Nullable
  String entryId;

  @Option(
      names = "--where",
      paramLabel = "FILTER",
      description = "Only entries that this holds for: " + Where.FORMS + ".")
  @Nullable
  String where;

  /** Whether anything is chosen. */
  boolean given() {
    return sequence != null
        || journal != null
        || from != null
        || to != null
        || requestId != null
        || entryId != null
        || where != null;
  }

  /**
   * What is chosen.
   *
   * @throws CommandFailure if it makes no sense
   */
  EntrySelection selection(EpochClock clock) {
    EntrySelection selection = place(clock);
    if (requestId != null) {
      selection = selection.and(EntrySelection.ofRequest(requestId));
    }
    return where == null ? selection : selection.and(RangeArguments.filter(where)::matches);
  }

  private EntrySelection place(EpochClock clock) {
    boolean range = from != null || to != null;
    if (sequence != null && range) {
      throw CommandFailure.usage("--sequence and --from or --to together; give one of them");
    }
    if (entryId != null) {
      if (sequence != null || range || journal != null) {
        throw CommandFailure.usage("--entry-id names one entry; give no range beside it");
      }
      EntryId id = EntryId.parse(entryId);
      if (id == null) {
        throw CommandFailure.usage(
            "--entry-id is \"" + entryId
                + "\", expected <journal id>:<sequence> such as 0198f2c4-7f3a-7cc2-9d51-0a4e5d0c6b1f:120");
      }
      return EntrySelection.of(id);
    }
    EntrySelection selection = EntrySelection.ALL.ofJournal(journal);
    return sequence == null
        ? between(
            selection,
            RangeArguments.point("--from", from, clock),
            RangeArguments.point("--to", to, clock))
        : sequences(selection, sequence, clock);
  }

  private static EntrySelection between(
      EntrySelection selection, @Nullable RangePoint from, @Nullable RangePoint to) {
    EntrySelection between = selection.between(from, to);
    if (between.lastSequence() < between.firstSequence()
        || between.toMicros() < between.fromMicros()) {
      throw CommandFailure.usage("--to lies before --from");
    }
    return between;
  }

  private EntrySelection sequences(EntrySelection selection, String text, EpochClock clock) {
    int dots = text.indexOf("..");
    RangePoint first = number(dots < 0 ? text : text.substring(0, dots), clock);
    RangePoint last = number(dots < 0 ? text : text.substring(dots + 2), clock);
    EntrySelection range = selection.between(first, last);
    if (range.lastSequence() < range.firstSequence()) {
      throw CommandFailure.usage("--sequence " + text + " ends before it begins");
    }
    return range;
  }

  private RangePoint number(String text, EpochClock clock) {
    try {
      RangePoint point = RangePoint.parse(text, clock, ZoneId.systemDefault());
      if (!point.isTime()) {
        return point;
      }
    } catch (IllegalArgumentException e) {
      // Said below, in terms of this option.
    }
    throw CommandFailure.usage("--sequence is \"" + sequence
        + "\", expected a number such as 100 or two such as 100..120");
  }
}
