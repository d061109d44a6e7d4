package com.gt8004.shipper;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.shipper.retain.DueCycle;
import com.gt8004.shipper.retain.RetentionRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Which finished journals of a queue go as a whole, whatever their files say. Not thread-safe. */
final class DueJournals {
  private final JournalShelf journals;
  private final RetentionRules rules;
  private final EpochClock clock;

  DueJournals(JournalShelf journals, RetentionRules rules, EpochClock clock) {
    this.journals = journals;
    this.rules = rules;
    this.clock = clock;
  }

  /** Those that are empty, or old, or the oldest of too many, each with the reason. */
  Map<UUID, DueCycle.Why> whole(BooleanSupplier leased) {
    Map<UUID, DueCycle.Why> due = new HashMap<>();
    int tooMany = journals.finished().size() - rules.journalsMax();
    for (JournalShelf.Finished journal : oldestFirst()) {
      UUID id = journal.directory().id();
      boolean old = clock.nanoTime() - journal.settledNanos() >= rules.age().toNanos();
      if (journal.end() == 0) {
        due.put(id, DueCycle.Why.EMPTY);
      } else if (old && !leased.getAsBoolean()) {
        due.put(id, DueCycle.Why.AGE);
      } else if (tooMany > 0 && !leased.getAsBoolean()) {
        due.put(id, DueCycle.Why.JOURNALS);
      }
      tooMany--;
    }
    return due;
  }

  /** All of them, the one that was settled first before the others. */
  List<JournalShelf.Finished> oldestFirst() {
    List<JournalShelf.Finished> oldestFirst = new ArrayList<>(journals.finished());
    long now = clock.nanoTime();
    oldestFirst.sort(
        Comparator.<JournalShelf.Finished>comparingLong(journal -> journal.settledNanos() - now)
            .thenComparingLong(journal -> journal.directory().startMillis()));
    return oldestFirst;
  }
}
