package com.gt8004.sdk.queue.tail;

import com.gt8004.sdk.queue.ChronicleFiles;
import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.JournalDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The cycle files of a journal and where each begins, without opening the journal: plain reads of a
 * file's head, nothing mapped, whatever state the rest is in. For whoever decides which of them may go.
 * Stateless.
 */
public final class CycleHeads {
  /** {@link #firstSequence} of a file without a readable entry near its beginning. */
  public static final long NONE = -1;

  /**
   * The first entry lies behind one header and at most two index arrays of 32 KiB; its own header ends
   * within 256 KiB.
   */
  private static final long FIRST_ENTRY_BEFORE = (256 << 10) - Envelope.HEADER_BYTES + 1;

  private CycleHeads() {}

  /** The files, oldest first; the last may be still empty, where its writer died as it went to it. */
  public static List<Path> of(JournalDirectory journal) {
    return Arrays.stream(ChronicleFiles.cyclesOf(journal.chronicle()))
        .mapToObj(cycle -> ChronicleFiles.file(journal.chronicle(), cycle))
        .toList();
  }

  /**
   * Sequence of the first unharmed entry in a cycle file; {@link #NONE} if there is none near its
   * beginning. Never too low: where the first entry is damaged it is a later one.
   */
  public static long firstSequence(Path file) throws IOException {
    try (CycleFile opened = new CycleFile(file)) {
      TailedEntry first = new TailedEntry();
      boolean found = opened.next(0, FIRST_ENTRY_BEFORE, first) != CycleFile.NONE;
      return found ? first.sequence() : NONE;
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e); // one file's trouble, which the caller passes over
    }
  }
}
