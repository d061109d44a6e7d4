package com.gt8004.shipper.retain;

import com.gt8004.sdk.queue.JournalDirectory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks into the files of a journal without the queue's own reading, which may see nothing where the
 * first entry or the metadata is damaged.
 */
final class EntryTraces {
  private static final String CYCLE_SUFFIX = ".cq4";
  private static final String METADATA = "metadata.cq4t";
  private static final byte[] MAGIC = "GT8J".getBytes(StandardCharsets.US_ASCII);
  private static final int READ_BYTES = 64 << 10;

  private EntryTraces() {}

  /**
   * Whether anything hints at an entry; stops at the first hint, reads two cycle files at most: the second
   * may be empty, where the writer died as it went to it.
   */
  static boolean found(JournalDirectory journal) throws IOException {
    Path chronicle = journal.chronicle();
    if (!Files.exists(chronicle)) {
      return false;
    }
    List<Path> cycles = cycles(chronicle);
    if (cycles.isEmpty()) {
      return false;
    }
    if (cycles.size() > 2 || !Files.exists(chronicle.resolve(METADATA))) {
      return true;
    }
    for (Path cycle : cycles) {
      if (holdsMagic(cycle)) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> cycles(Path chronicle) throws IOException {
    try (Stream<Path> files = Files.list(chronicle)) {
      return files.filter(file -> file.toString().endsWith(CYCLE_SUFFIX)).toList();
    }
  }

  private static boolean holdsMagic(Path cycle) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(cycle), READ_BYTES)) {
      int matched = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == MAGIC[matched]) {
          matched++;
        } else {
          matched = next == MAGIC[0] ? 1 : 0;
        }
        if (matched == MAGIC.length) {
          return true;
        }
      }
      return false;
    }
  }
}
