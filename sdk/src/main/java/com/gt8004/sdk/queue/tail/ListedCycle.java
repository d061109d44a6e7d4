package com.gt8004.sdk.queue.tail;

import com.gt8004.sdk.queue.ChronicleFiles;
import com.gt8004.sdk.queue.JournalDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What Chronicle notes in {@code metadata.cq4t} of the newest cycle: a trace of a cycle file of which
 * nothing else is left. A hint only.
 */
public final class ListedCycle {
  private static final byte[] NAME = "highestCycle".getBytes(StandardCharsets.US_ASCII);

  /** Chronicle's mark of a long, which lies 8-byte aligned behind its name. */
  private static final byte INT64 = (byte) 0xA7;

  private static final int VALUE_WITHIN = 16;
  private static final int METADATA_BYTES_MAX = 1 << 20;

  private ListedCycle() {}

  /**
   * The file of the newest cycle, where Chronicle had begun it and it is all zeros, empty or gone now;
   * null if all is well or nothing is known.
   */
  public static @Nullable Path lost(JournalDirectory journal) {
    Path file = newest(journal);
    return file == null || (Files.exists(file) && ChronicleFiles.isBegun(file)) ? null : file;
  }

  private static @Nullable Path newest(JournalDirectory journal) {
    byte[] bytes = metadata(journal);
    for (int at = 0; at + NAME.length + VALUE_WITHIN + Long.BYTES < bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + NAME.length, NAME, 0, NAME.length)) {
        return valueBehind(journal, bytes, at + NAME.length);
      }
    }
    return null;
  }

  private static @Nullable Path valueBehind(JournalDirectory journal, byte[] bytes, int from) {
    for (int at = from; at < from + VALUE_WITHIN; at++) {
      if (bytes[at] == INT64) {
        long cycle = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(at + 1);
        return cycle > 0 && cycle < Integer.MAX_VALUE
            ? ChronicleFiles.file(journal.chronicle(), (int) cycle)
            : null;
      }
    }
    return null;
  }

  private static byte[] metadata(JournalDirectory journal) {
    Path file = ChronicleFiles.metadata(journal.chronicle());
    try {
      return Files.size(file) > METADATA_BYTES_MAX ? new byte[0] : Files.readAllBytes(file);
    } catch (IOException gone) {
      return new byte[0];
    }
  }
}
