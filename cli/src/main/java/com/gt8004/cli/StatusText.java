package com.gt8004.cli;

import com.gt8004.cli.console.Colour;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.ProgressLine;
import com.gt8004.cli.console.Quantity;
import com.gt8004.cli.console.Table;
import com.gt8004.cli.entry.SafeText;
import com.gt8004.sdk.queue.QueueRoot;
import com.gt8004.shipper.QueueStatus;
import com.gt8004.shipper.ShipperState;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The status of queues for people: a table, then what is wrong and what mends it. Not thread-safe. */
final class StatusText {
  /** States that end by themselves, or that someone wanted. */
  private static final Set<ShipperState> LOOK = EnumSet.of(
      ShipperState.RETRYING,
      ShipperState.OFFLINE,
      ShipperState.PAUSED,
      ShipperState.HELD_BY,
      ShipperState.UNATTENDED,
      ShipperState.UNREACHABLE);

  private final Console console;
  private final boolean journals;
  private final List<String> lines = new ArrayList<>();

  StatusText(Console console, boolean journals) {
    this.console = console;
    this.journals = journals;
  }

  void print(QueueRoot root, List<QueueStatus> queues) {
    lines(root, queues).forEach(console::out);
  }

  List<String> lines(QueueRoot root, List<QueueStatus> queues) {
    lines.clear();
    if (queues.isEmpty()) {
      lines.add(
          "no queue in " + root.path() + (Files.exists(root.path()) ? "" : ", which does not exist")
              + "; one appears with the first entry that an application logs there");
      return List.copyOf(lines);
    }
    table(queues);
    queues.forEach(this::trouble);
    if (journals) {
      queues.forEach(this::journals);
    }
    return List.copyOf(lines);
  }

  private String state(QueueStatus queue) {
    ShipperState state = queue.state();
    Colour colour = LOOK.contains(state) ? Colour.WARN : state.isReady() ? Colour.GOOD : Colour.BAD;
    return console.paint(colour, state.name());
  }

  private void table(List<QueueStatus> queues) {
    Table table = new Table(
        "QUEUE",
        "STATE",
        "BACKLOG",
        "BYTES",
        "LAG",
        "RATE",
        "ETA",
        "BREAKER",
        "DEAD LETTERS",
        "DISK FREE");
    for (QueueStatus queue : queues) {
      QueueStatus.Live live = queue.live();
      table.row(
          who(queue),
          state(queue),
          count(queue.backlogEntries()),
          Quantity.bytes(queue.backlogBytesEstimate()),
          queue.backlogEntries() == 0 ? "-" : ProgressLine.duration(queue.lagSeconds()),
          live == null ? "-" : String.format(Locale.ROOT, "%,.0f/s", live.ratePerSecond()),
          live == null || live.etaSeconds() == null
              ? "-"
              : ProgressLine.duration(live.etaSeconds()),
          live == null ? "-" : breaker(live),
          count(queue.deadLetters()),
          Quantity.bytes(queue.diskFreeBytes()));
    }
    lines.addAll(table.lines());
  }

  /** The agent id is as good a name for --queue as the folder's, and easier to read. */
  private static String who(QueueStatus queue) {
    return queue.agentId() == null ? queue.name() : SafeText.of(queue.agentId());
  }

  private static String breaker(QueueStatus.Live live) {
    return live.breaker().equals("OPEN")
        ? "OPEN " + ProgressLine.duration(live.breakerRemainingSeconds())
        : live.breaker();
  }

  private void trouble(QueueStatus queue) {
    if (queue.cause() != null) {
      lines.add("");
      lines.add(who(queue) + ": " + SafeText.of(queue.cause()) + since(queue));
      if (queue.cure() != null) {
        lines.add("  " + console.paint(Colour.HEADING, "cure") + ": " + SafeText.of(queue.cure()));
      }
    }
    lost(queue);
    delivery(queue);
    queue.journals().forEach(journal -> {
      String trouble = journal.trouble();
      if (trouble != null) {
        lines.add("  journal " + journal.id() + ": " + SafeText.of(trouble));
      }
    });
  }

  /** No fault that lasts and can be mended, but never to be missed: the state says nothing of it. */
  private void lost(QueueStatus queue) {
    QueueStatus.Live live = queue.live();
    if (live != null && live.damaged() + live.dropped() > 0) {
      lines.add("");
      lines.add(who(queue) + ": lost since the shipper started: " + count(live.damaged())
          + " damaged, " + count(live.dropped()) + " dropped for want of room; each range is in "
          + queue.path().resolve("ledger.ndjson"));
    }
  }

  private void delivery(QueueStatus queue) {
    QueueStatus.Live live = queue.live();
    if (live != null && !live.perEntry()) {
      lines.add("");
      lines.add(who(queue) + ": delivery is at least once: " + SafeText.of(live.ingestUrl())
          + " acknowledges batches as a whole");
    }
  }

  private static String since(QueueStatus queue) {
    return queue.since() == null ? "" : " (since " + queue.since() + ")";
  }

  private void journals(QueueStatus queue) {
    Table table =
        new Table("JOURNAL OF " + who(queue), "FIRST", "END", "CHECKPOINT", "BACKLOG", "WRITER");
    for (QueueStatus.Journal journal : queue.journals()) {
      table.row(
          journal.id().toString(),
          count(journal.first()),
          count(journal.end()),
          checkpoint(journal.checkpoint()),
          count(journal.backlogEntries()),
          journal.writerAlive() ? "alive" : "gone");
    }
    lines.add("");
    lines.addAll(table.lines());
  }

  private static String checkpoint(long checkpoint) {
    return checkpoint < 0 ? "unreadable" : count(checkpoint);
  }

  private static String count(@Nullable Number number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
