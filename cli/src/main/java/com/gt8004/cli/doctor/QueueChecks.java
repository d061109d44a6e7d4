package com.gt8004.cli.doctor;

import com.gt8004.cli.console.ProgressLine;
import com.gt8004.cli.console.Quantity;
import com.gt8004.shipper.QueueStatus;
import com.gt8004.shipper.ShipperState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the queue's status tells: shipper, backlog, dead letters, damage. */
public final class QueueChecks {
  private static final Set<ShipperState> WAITING_HELPS =
      EnumSet.of(ShipperState.RETRYING, ShipperState.OFFLINE, ShipperState.PAUSED);

  /** Far beyond any flush interval. */
  private static final double LAG_SECONDS_MAX = 300;

  private QueueChecks() {}

  public static List<Answer> of(QueueStatus status) {
    List<Answer> answers = new ArrayList<>();
    answers.add(shipper(status));
    answers.add(backlog(status));
    answers.add(deadLetters(status));
    for (QueueStatus.Journal journal : status.journals()) {
      if (journal.trouble() != null) {
        answers.add(Answer.fail(
            status.name(),
            "journal",
            journal.id() + ": " + journal.trouble(),
            "gt8004 verify --queue " + status.name()));
      }
    }
    return answers;
  }

  private static Answer shipper(QueueStatus status) {
    QueueStatus.Holder holder = status.holder();
    String who = holder == null ? "none" : "process " + holder.pid() + " on " + holder.host();
    String seen =
        who + ", " + status.state() + (status.cause() == null ? "" : ": " + status.cause());
    String cure = status.cure() == null ? "see gt8004 status" : status.cure();
    if (WAITING_HELPS.contains(status.state())) {
      return Answer.warn(status.name(), "shipper", seen, cure);
    }
    return status.state().isReady()
        ? Answer.ok(status.name(), "shipper", seen)
        : Answer.fail(status.name(), "shipper", seen, cure);
  }

  private static Answer backlog(QueueStatus status) {
    String seen = status.backlogEntries() == 0
        ? "nothing waits"
        : String.format(
            Locale.ROOT,
            "%s, the oldest for %s",
            Quantity.of(status.backlogEntries(), "entry waits", "entries wait"),
            ProgressLine.duration(status.lagSeconds()));
    return status.lagSeconds() <= LAG_SECONDS_MAX
        ? Answer.ok(status.name(), "backlog", seen)
        : Answer.warn(
            status.name(),
            "backlog",
            seen,
            "mend what the other checks name; gt8004 replay ships it now. Nothing is lost while there is disk");
  }

  private static Answer deadLetters(QueueStatus status) {
    return status.deadLetters() == 0
        ? Answer.ok(status.name(), "dead_letters", "none")
        : Answer.warn(
            status.name(),
            "dead_letters",
            Quantity.of(status.deadLetters(), "entry was", "entries were")
                + " refused for their content",
            "gt8004 dead-letters list --queue " + status.name() + " says why");
  }
}
