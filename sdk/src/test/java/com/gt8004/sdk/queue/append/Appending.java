package com.gt8004.sdk.queue.append;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.sdk.queue.tail.TailStatus;
import com.gt8004.sdk.queue.tail.TailedEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A queue to append to, and what a reader finds in it. */
final class Appending {
  static final AppendLimits LIMITS = AppendLimits.DEFAULT.withDiskFreeMin(0);

  private Appending() {}

  static QueueAppender to(Path root, AppendLimits limits, EpochClock clock) {
    return new QueueAppender(new QueueDirectory(root.resolve("q")), "q", "test", limits, clock);
  }

  /** An entry with a payload of this length. */
  static byte[] entry(int payloadLength) {
    byte[] entry = new byte[Envelope.HEADER_BYTES + payloadLength];
    java.util.Arrays.fill(entry, (byte) 'x');
    entry[Envelope.HEADER_BYTES] = '{';
    return entry;
  }

  static long append(QueueAppender appender, byte[] entry) {
    return appender.append(entry, entry.length - Envelope.HEADER_BYTES, 0, null);
  }

  static void appendAll(QueueAppender appender, int count, int payloadLength) {
    byte[] entry = entry(payloadLength);
    for (int i = 0; i < count; i++) {
      assertThat(append(appender, entry)).isNotNegative();
    }
  }

  /** The append times of all entries of a journal, whose sequences must be 0, 1, 2 … */
  static List<Long> read(JournalDirectory journal) {
    List<Long> appendMicros = new ArrayList<>();
    try (JournalTailer tailer = JournalTailer.open(journal)) {
      TailedEntry entry = new TailedEntry();
      while (tailer.read(entry) == TailStatus.ENTRY) {
        assertThat(entry.sequence()).isEqualTo(appendMicros.size());
        appendMicros.add(entry.appendMicros());
      }
      assertThat(tailer.trouble()).isEmpty();
    }
    return appendMicros;
  }
}
