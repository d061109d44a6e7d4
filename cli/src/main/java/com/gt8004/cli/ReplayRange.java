package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.entry.RangePoint;
import com.gt8004.cli.where.Where;
import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.SequenceSet;
import com.gt8004.shipper.ReplayBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code replay} that choose entries. */
final class ReplayRange {
  @Option(
      names = "--from",
      paramLabel = "WHEN",
      description = "Begin: " + RangePoint.FORMS + ". Default: the oldest entry.")
  @Nullable
  String from;

  @Option(
      names = "--to",
      paramLabel = "WHEN",
      description = "End: before that time, or up to that sequence. Default: the newest entry.")
  @Nullable
  String to;

  @Option(
      names = "--journal",
      paramLabel = "ID",
      description = "Only the journal whose id begins so. Needs a range.")
  @Nullable
  String journal;

  @Option(names = "--request-id", paramLabel = "ID", description = "Only entries of this request.")
  @Nullable
  String requestId;

  @Option(
      names = "--entry-id",
      paramLabel = "ID",
      description = "Only this entry: <journal id>:<sequence>. May be repeated, up to 1000 times.")
  List<String> entryIds = new ArrayList<>();

  @Option(
      names = "--ranges",
      paramLabel = "FILE",
      description =
          "Only the ranges in this file, or in standard input as -: one a line, <journal id>:<first>..<last>, as gt8004"
              + " audit --ranges-to writes them.")
  @Nullable
  String rangesFile;

  private Map<UUID, SequenceSet> ranges = Map.of();

  @Option(
      names = "--where",
      paramLabel = "FILTER",
      description = "Only entries that pass: " + Where.FORMS + ".")
  @Nullable
  String where;

  /** Whether anything is chosen. */
  boolean isGiven() {
    return from != null
        || to != null
        || requestId != null
        || !entryIds.isEmpty()
        || where != null
        || rangesFile != null;
  }

  /** Requires options that go together. */
  void check(EpochClock clock) {
    RangePoint first = RangeArguments.point("--from", from, clock);
    RangePoint last = RangeArguments.point("--to", to, clock);
    RangeArguments.checkOrder(first, last);
    if (!entryIds.isEmpty() && (from != null || to != null || journal != null)) {
      throw CommandFailure.usage("--entry-id names entries; leave --from, --to and --journal out");
    }
    if (rangesFile != null
        && (from != null || to != null || journal != null || !entryIds.isEmpty())) {
      throw CommandFailure.usage(
          "--ranges names entries; leave --from, --to, --journal and --entry-id out");
    }
    if (entryIds.size() > 1_000) {
      throw CommandFailure.usage(
          "--entry-id is given " + entryIds.size() + " times, allowed are 1000");
    }
    ids();
    filterOf(filterText());
  }

  /** The filter as it is written down with a replay; null for none. */
  @Nullable
  String filterText() {
    if (requestId == null) {
      return where;
    }
    String request = "request_id='" + requestId.replace("'", "''") + "'";
    return where == null ? request : request + " and (" + filterOf(where) + ")";
  }

  /** The filter in a text; null for none. */
  static @Nullable Where filterOf(@Nullable String text) {
    return text == null ? null : RangeArguments.filter(text);
  }

  /** How many entries are named, one by one or in a file; 0 where the range is open. */
  long named() {
    return rangesFile == null
        ? ids().size()
        : ranges.values().stream().mapToLong(SequenceSet::count).sum();
  }

  /** The entries that are named, each once. */
  List<EntryId> ids() {
    Set<EntryId> ids = new LinkedHashSet<>();
    for (String text : entryIds) {
      EntryId id = EntryId.parse(text);
      if (id == null) {
        throw CommandFailure.usage(
            "--entry-id " + text + " is no id of an entry; those are <journal id>:<sequence>");
      }
      ids.add(id);
    }
    return List.copyOf(ids);
  }

  /** Reads the file of ranges, if one is named. */
  void readRanges(Console console) throws IOException {
    if (rangesFile != null) {
      ranges = RangesFile.read(rangesFile, console);
    }
  }

  /** Narrows a replay to the range; false if the journal that is named is not one of this queue. */
  boolean narrow(ReplayBuilder replay, QueueDirectory queue, EpochClock clock) throws IOException {
    if (journal != null) {
      UUID id = RangeArguments.journalOf(queue, journal);
      if (id == null) {
        return false;
      }
      replay.journal(id);
    }
    if (rangesFile != null) {
      Map<UUID, SequenceSet> ours = new HashMap<>();
      for (JournalDirectory each : queue.journals()) {
        if (ranges.containsKey(each.id())) {
          ours.put(each.id(), ranges.get(each.id()));
        }
      }
      if (ours.isEmpty()) {
        return false;
      }
      replay.ranges(ours);
    }
    RangePoint first = RangeArguments.point("--from", from, clock);
    RangePoint last = RangeArguments.point("--to", to, clock);
    boolean byTime = (first != null && first.isTime()) || (last != null && last.isTime());
    if (byTime) {
      replay.appended(first == null ? null : first.time(), last == null ? null : last.time());
    } else {
      long begin = first == null || first.sequence() == null ? 0 : first.sequence();
      long end = last == null || last.sequence() == null ? Long.MAX_VALUE - 1 : last.sequence();
      replay.sequences(begin, Math.min(end, Long.MAX_VALUE - 1));
    }
    String text = filterText();
    Where filter = filterOf(text);
    if (text != null && filter != null) {
      replay.where(text, filter::matches);
    }
    replay.entries(ids());
    return true;
  }
}
