package com.gt8004.cli.entry;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.tail.JournalTailer;
import com.gt8004.shipper.StoredDepth;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the queue on disk says.
 *
 * @param appended entries in all journals
 * @param settled entries of them that the checkpoints are past
 * @param deadLetters entries that the service refused
 */
public record QueueCounts(long appended, long settled, long deadLetters) {
  /** Reads what is there now. Its cost is that of the journals, not of their entries. */
  public static QueueCounts of(QueueDirectory queue) throws IOException {
    long appended = 0;
    long settled = 0;
    for (JournalDirectory journal : queue.journals()) {
      try (JournalTailer tailer = JournalTailer.open(journal)) {
        StoredDepth depth = StoredDepth.of(tailer, JournalScan.checkpointOf(journal));
        appended += depth.end();
        settled += depth.end() - depth.backlog();
      }
    }
    return new QueueCounts(appended, settled, deadLetters(queue));
  }

  /** Entries that are not settled. */
  public long backlog() {
    return appended - settled;
  }

  /** Entries that are settled and no dead letters. */
  public long delivered() {
    return settled - deadLetters;
  }

  private static long deadLetters(QueueDirectory queue) throws IOException {
    if (!Files.isDirectory(queue.deadLetters())) {
      return 0;
    }
    long count = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(queue.deadLetters(), "*.json")) {
      for (Path ignored : files) {
        count++;
      }
    }
    return count;
  }
}
