package com.gt8004.shipper.retain;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.tail.CycleHeads;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The oldest cycle of a journal that is not settled and that nobody appends to any more.
 *
 * @param end one past its last sequence
 */
public record ClosedCycles(JournalDirectory journal, long end) {
  /** Null if all that is not settled lies in the newest file. */
  public static @Nullable ClosedCycles oldestUnsettled(
      JournalDirectory journal, long firstUnsettled) throws IOException {
    boolean newest = false;
    for (Path file : CycleHeads.of(journal)) {
      long first = CycleHeads.firstSequence(file);
      if (newest && first > firstUnsettled) {
        return new ClosedCycles(journal, first);
      }
      newest |= first != CycleHeads.NONE;
    }
    return null;
  }
}
