package com.gt8004.cli;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.tail.JournalTailer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waited in some queues at one moment. What is appended later is not part of it, so that it comes
 * to an end beside a busy application.
 */
final class Backlog {
  private final List<Part> parts;
  private final long total;

  /** The entries of one journal before {@code end}. */
  private record Part(QueueDirectory queue, JournalDirectory journal, long end) {
    long left() throws IOException {
      if (!Files.exists(journal.checkpointFile())) {
        return 0; // the journal was settled and removed
      }
      @Nullable Checkpoint checkpoint = CheckpointFile.peek(journal);
      if (checkpoint == null) {
        return end;
      }
      long beyond = 0;
      for (SequenceRange range : checkpoint.settledBeyond()) {
        beyond += range.first() < end ? Math.min(range.last(), end - 1) - range.first() + 1 : 0;
      }
      return Math.max(0, end - checkpoint.firstUnsettled() - beyond);
    }
  }

  private Backlog(List<Part> parts) throws IOException {
    this.parts = parts;
    this.total = left();
  }

  static Backlog of(List<QueueDirectory> queues) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (QueueDirectory queue : queues) {
      for (JournalDirectory journal : queue.journals()) {
        try (JournalTailer tailer = JournalTailer.open(journal)) {
          parts.add(new Part(queue, journal, tailer.endSequence()));
        }
      }
    }
    return new Backlog(parts);
  }

  /** How many entries waited. */
  long total() {
    return total;
  }

  /** How many of them still wait. */
  long left() throws IOException {
    long left = 0;
    for (Part part : parts) {
      left += part.left();
    }
    return left;
  }
}
