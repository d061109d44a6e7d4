package com.gt8004.shipper;

import com.gt8004.sdk.queue.Checkpoint;
import com.gt8004.sdk.queue.CheckpointFile;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.tail.JournalTailer;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * How much of a journal waits, by what its files say.
 *
 * @param firstUnsettled sequence of the first entry that is not settled
 * @param end one past the last sequence
 * @param backlog entries that are not settled
 */
public record StoredDepth(long firstUnsettled, long end, long backlog) {

  /** Of a journal that nobody has open here; null if its files cannot be read. */
  static @Nullable StoredDepth of(JournalDirectory journal) {
    try (JournalTailer tailer = JournalTailer.open(journal)) {
      Checkpoint checkpoint =
          Files.exists(journal.checkpointFile()) ? CheckpointFile.peek(journal) : null;
      return of(tailer, checkpoint);
    } catch (IOException | RuntimeException | InternalError unreadable) {
      return null;
    }
  }

  /** Of a journal that is open for reading; {@code checkpoint} is null if it has none. */
  public static StoredDepth of(JournalTailer tailer, @Nullable Checkpoint checkpoint)
      throws IOException {
    long end = tailer.endSequence();
    long firstUnsettled = checkpoint == null ? tailer.firstSequence() : checkpoint.firstUnsettled();
    long beyond = checkpoint == null
        ? 0
        : checkpoint.settledBeyond().stream().mapToLong(SequenceRange::count).sum();
    return new StoredDepth(firstUnsettled, end, Math.max(0, end - firstUnsettled - beyond));
  }
}
