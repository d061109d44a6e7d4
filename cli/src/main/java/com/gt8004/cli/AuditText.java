package com.gt8004.cli;

import com.gt8004.cli.audit.JournalAudit;
import com.gt8004.cli.audit.QueueAudit;
import com.gt8004.cli.console.Console;
import com.gt8004.cli.console.Quantity;
import com.gt8004.cli.entry.SafeText;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.SequenceSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** An audit for people: what is there, what is not, and the command that sends it again. */
final class AuditText {
  /** More are told by their number; --ranges-to has them all. */
  private static final int RANGES_SHOWN = 10;

  private final Console console;
  private final ReplayHint hint;

  AuditText(Console console, ReplayHint hint) {
    this.console = console;
    this.hint = hint;
  }

  void print(QueueAudit audit) {
    console.out(String.format(
        Locale.ROOT,
        "%s: %s of %s: %,d stored, %,d expired%s, %,d missing",
        SafeText.of(audit.agentId()),
        Quantity.of(audit.delivered(), "delivered entry", "delivered entries"),
        Quantity.of(audit.journals().size(), "journal"),
        audit.stored(),
        audit.expired(),
        audit.expiredBefore() == null ? "" : " (before " + SafeText.of(audit.expiredBefore()) + ")",
        audit.missing() + audit.gone()));
    rest(audit);
    ranges(audit, "missing", JournalAudit::missing);
    ranges(audit, "missing, and no longer on disk to be sent again", JournalAudit::gone);
    List<String> commands = hint.commands(audit);
    if (!commands.isEmpty()) {
      console.out("  send them again:");
      commands.forEach(command -> console.out("    " + command));
    }
  }

  /** What is not missing although it is not there. */
  private void rest(QueueAudit audit) {
    List<String> rest = new ArrayList<>();
    if (audit.backlog() > 0) {
      rest.add(Quantity.of(audit.backlog(), "waits", "wait"));
    }
    if (audit.deadLetters() > 0) {
      rest.add(Quantity.of(audit.deadLetters(), "dead letter"));
    }
    audit
        .lost()
        .forEach((reason, count) ->
            rest.add(String.format(Locale.ROOT, "%,d %s (ledger)", count, SafeText.of(reason))));
    if (!rest.isEmpty()) {
      console.out("  not delivered: " + String.join(", ", rest));
    }
  }

  private void ranges(QueueAudit audit, String what, Function<JournalAudit, SequenceSet> of) {
    for (JournalAudit journal : audit.with(of)) {
      List<SequenceRange> ranges = of.apply(journal).all();
      StringBuilder line = new StringBuilder();
      for (SequenceRange range : ranges.subList(0, Math.min(ranges.size(), RANGES_SHOWN))) {
        line.append(line.isEmpty() ? "" : ", ").append(ReplayHint.text(range));
      }
      if (ranges.size() > RANGES_SHOWN) {
        line.append(" and ")
            .append(Quantity.of(ranges.size() - RANGES_SHOWN, "more range", "more ranges"));
      }
      console.out("  journal " + journal.account().id()
          + (journal.account().removed() ? " (removed)" : "") + " " + what + ": " + line);
    }
  }
}
