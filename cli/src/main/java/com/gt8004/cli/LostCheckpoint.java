package com.gt8004.cli;

import com.gt8004.cli.console.CommandFailure;
import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.tail.JournalTailer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says where to go on in journals of a queue whose checkpoint is unreadable. Only under the queue's lock. */
final class LostCheckpoint {
  private final QueueDirectory queue;

  LostCheckpoint(QueueDirectory queue) {
    this.queue = queue;
  }

  /** The one journal whose id begins so. */
  JournalDirectory journal(String idPrefix) throws IOException {
    List<JournalDirectory> named = queue.journals().stream()
        .filter(journal -> journal.id().toString().startsWith(idPrefix))
        .toList();
    if (named.size() != 1) {
      throw CommandFailure.usage(named.size() + " journals of " + queue.name()
          + " have an id that begins with " + idPrefix);
    }
    return named.get(0);
  }

  /** Each goes on at its oldest entry. */
  void rewind() throws IOException {
    for (JournalDirectory journal : lost(null)) {
      try (JournalTailer tailer = JournalTailer.open(journal)) {
        write(journal, tailer.firstSequence());
      }
    }
  }

  /** The one that is named, or the only one, goes on there; all before it counts as settled. */
  void goOnAt(long sequence, @Nullable UUID journalId) throws IOException {
    List<JournalDirectory> lost = lost(journalId);
    if (lost.size() > 1) {
      throw CommandFailure.usage(lost.size() + " journals of " + queue.name()
          + " have lost their checkpoint; say which with --journal: "
          + lost.stream().map(each -> each.id().toString()).collect(Collectors.joining(", ")));
    }
    JournalDirectory journal = lost.get(0);
    try (JournalTailer tailer = JournalTailer.open(journal)) {
      long first = tailer.firstSequence();
      long end = tailer.endSequence();
      if (sequence < first || sequence > end) {
        throw CommandFailure.usage("journal " + journal.id() + " can go on at " + first + " to "
            + end + ", not at " + sequence);
      }
    }
    write(journal, sequence);
  }

  private List<JournalDirectory> lost(@Nullable UUID journalId) throws IOException {
    List<JournalDirectory> lost = new ArrayList<>();
    for (JournalDirectory journal : queue.journals()) {
      if ((journalId == null || journal.id().equals(journalId))
          && Files.exists(journal.checkpointFile())
          && CheckpointFile.peek(journal) == null) {
        lost.add(journal);
      }
    }
    if (lost.isEmpty()) {
      throw CommandFailure.failed("no journal of " + queue.name() + " has lost its checkpoint");
    }
    return lost;
  }

  private static void write(JournalDirectory journal, long firstUnsettled) throws IOException {
    try (CheckpointFile file = CheckpointFile.open(journal)) {
      file.write(Checkpoint.at(journal.id(), firstUnsettled));
    }
  }
}
