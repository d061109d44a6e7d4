package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.cli.entry.RangePoint;
import com.gt8004.cli.where.Where;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What commands that choose entries read out of their options; wrong text is wrong usage. */
final class RangeArguments {
  private RangeArguments() {}

  /** One end of a range as the option has it; null where it was left out. */
  static @Nullable RangePoint point(String option, @Nullable String text, EpochClock clock) {
    try {
      return text == null ? null : RangePoint.parse(text, clock, ZoneId.systemDefault());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(option + ": " + e.getMessage());
    }
  }

  /** Requires two ends of one kind, in their order. */
  static void checkOrder(@Nullable RangePoint first, @Nullable RangePoint last) {
    if (first == null || last == null) {
      return;
    }
    if (first.isTime() != last.isTime()) {
      throw CommandFailure.usage(
          "--from and --to are a time and a sequence; give two times or two sequences");
    }
    Long begin = first.sequence();
    Long end = last.sequence();
    if (begin != null && end != null && end < begin) {
      throw CommandFailure.usage("--to " + end + " lies before --from " + begin);
    }
    Instant from = first.time();
    Instant to = last.time();
    if (from != null && to != null && to.isBefore(from)) {
      throw CommandFailure.usage("--to " + to + " lies before --from " + from);
    }
  }

  /** The filter in a text. */
  static Where filter(String text) {
    try {
      return Where.parse(text);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--where: " + e.getMessage());
    }
  }

  /** The queue's journal whose id begins so; null if it has none. */
  static @Nullable UUID journalOf(QueueDirectory queue, String prefix) throws IOException {
    List<UUID> found = queue.journals().stream()
        .map(JournalDirectory::id)
        .filter(id -> id.toString().startsWith(prefix))
        .toList();
    if (found.size() > 1) {
      throw CommandFailure.usage("--journal " + prefix + " is the beginning of " + found.size()
          + " journals; give more of it");
    }
    return found.isEmpty() ? null : found.get(0);
  }
}
