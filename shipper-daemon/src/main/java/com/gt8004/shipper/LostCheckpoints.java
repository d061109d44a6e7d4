package com.gt8004.shipper;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of journals whose checkpoint is unreadable. Where the destination drops what it has
 * already, they are sent again from their oldest entry. Where it would store that twice the queue
 * pauses, and somebody has to say where to go on. Not thread-safe: owned by the shipping thread.
 */
final class LostCheckpoints {
  private static final Logger log = LoggerFactory.getLogger(LostCheckpoints.class);

  private final QueueLane queue;
  private final Destination destination;

  LostCheckpoints(QueueLane queue, Destination destination) {
    this.queue = queue;
    this.destination = destination;
  }

  /** Whether a ping has to find out what the destination does with what it has already. */
  boolean wantPing() {
    return destination.deduplicates() == null && !lost().isEmpty();
  }

  /** Goes on where nothing can be stored twice; else pauses. */
  void decide(JournalLane journal) {
    Boolean deduplicates = destination.deduplicates();
    if (deduplicates == null) {
      return;
    }
    if (!deduplicates) {
      if (!queue.gate().isPaused()) {
        queue.gate().pause(conditionOf(journal), null);
      }
      return;
    }
    log.warn(
        "checkpoint {} was unreadable: the journal is sent again from its oldest entry, {}; the server drops"
            + " what it has already",
        journal.directory().checkpointFile(),
        journal.checkpoint().firstUnsettled());
    journal.checkpoint().rewind();
    resumeIfDecided();
  }

  private Condition conditionOf(JournalLane journal) {
    long first = journal.checkpoint().firstUnsettled();
    String command = "gt8004 resume --queue " + queue.name();
    return new Condition(
        ShipperState.CHECKPOINT_LOST,
        "the checkpoint of journal " + journal.directory().id()
            + " is unreadable: nobody knows which of"
            + " its entries " + first + " to " + (journal.tail().endOrUnknown() - 1)
            + " arrived, and "
            + destination.url() + " stores an entry again each time it is sent",
        command + " --from SEQUENCE (the first entry that did not arrive), or " + command
            + " --rewind to send all of them");
  }

  /**
   * Goes on at the oldest entry of each journal that lost its checkpoint.
   *
   * @return how many those are
   */
  int rewind() {
    List<JournalLane> lost = lost();
    lost.forEach(lane -> lane.checkpoint().rewind());
    resumeIfDecided();
    return lost.size();
  }

  /**
   * Goes on at an entry; all before it counts as settled. Opens the journal anew, because its tail
   * stands before that.
   *
   * @param journalId null if there is one journal only that lost its checkpoint
   * @return what is wrong with that, for people; null if it was done
   * @throws IOException if the checkpoint cannot be written; nothing has changed then
   */
  @Nullable
  String resumeFrom(@Nullable UUID journalId, long sequence) throws IOException {
    List<JournalLane> lost = lost().stream()
        .filter(lane -> journalId == null || lane.directory().id().equals(journalId))
        .toList();
    if (lost.isEmpty()) {
      return "no journal" + (journalId == null ? "" : " " + journalId) + " of queue " + queue.name()
          + " has lost its checkpoint";
    }
    if (lost.size() > 1) {
      return lost.size()
          + " journals have lost their checkpoint, so the sequence needs its journal: "
          + String.join(
              ", ", lost.stream().map(lane -> lane.directory().id().toString()).toList());
    }
    JournalLane journal = lost.get(0);
    long first = journal.checkpoint().firstUnsettled();
    long end = journal.tail().endOrUnknown();
    if (sequence < first || sequence > end) {
      return "journal " + journal.directory().id() + " can go on at " + first + " to " + end
          + ", not at " + sequence;
    }
    journal.checkpoint().resumeFrom(sequence);
    queue.journals().reopen(journal);
    resumeIfDecided();
    return null;
  }

  private List<JournalLane> lost() {
    return queue.journals().open().stream()
        .filter(lane -> lane.checkpoint().isLost())
        .toList();
  }

  private void resumeIfDecided() {
    if (queue.gate().isAilingOf(ShipperState.CHECKPOINT_LOST) && lost().isEmpty()) {
      queue.gate().resume();
    }
  }
}
