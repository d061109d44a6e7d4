package com.gt8004.shipper;

import com.gt8004.sdk.queue.CrashPoint;
import com.gt8004.sdk.queue.EntryId;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.shipper.deadletter.LetterBox;
import com.gt8004.shipper.ledger.LedgerFile;
import com.gt8004.shipper.ledger.LossReason;
import java.io.IOException;
import java.util.List;

/** What becomes of dead letters, for whoever holds the queue. Not thread-safe. */
final class LetterActs {
  private final LetterBox letters;
  private final LedgerFile ledger;

  LetterActs(QueueDirectory queue, LedgerFile ledger) {
    this.letters = new LetterBox(queue.deadLetters());
    this.ledger = ledger;
  }

  /**
   * Gives entries up: a line in the ledger, forced, then the letter goes. After a crash in between it is
   * said again, which adds no line.
   *
   * @return how many letters there were
   */
  int discard(List<EntryId> ids) throws IOException {
    int discarded = 0;
    for (EntryId id : ids) {
      if (letters.holds(id)) {
        SequenceRange one = new SequenceRange(id.sequence(), id.sequence());
        ledger.add(id.journalId(), one, LossReason.DISCARDED, "a dead letter");
        CrashPoint.reach("letters.after-ledger");
        discarded += letters.unlink(List.of(id));
      }
    }
    return discarded;
  }

  /**
   * Takes out letters whose entries the server has now.
   *
   * @return how many there were
   */
  int delivered(List<EntryId> ids) throws IOException {
    return letters.unlink(ids);
  }
}
