package com.gt8004.sdk.queue;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that journals take on the disk. A cycle file is sparse and its length runs ahead of its blocks by
 * up to 5 MiB; Java cannot ask for blocks, so they are reckoned from where Chronicle says that the last
 * entry lies, in the file's first bytes, and from what the writer allocates beyond. That is right within
 * 256 KiB a file, or within the size of the last entry where that is larger.
 *
 * <p>Thread-safe. Costs one small read a file, maps nothing, and never touches a lock file. What vanishes
 * while it is counted counts as nothing.
 */
public final class QueueBytes {
  /** Folders, {@code journal.json}, checkpoint and flush, a block or two each. */
  static final long JOURNAL_OVERHEAD = 32L << 10;

  /** What a writer has allocated from the beginning of its last entry on, most of the time. */
  private static final long AHEAD = 128L << 10;

  /** What a cycle file has been given before its first entry. */
  private static final long LEAST = 256L << 10;

  /** Chronicle's header of a cycle file fits in; the position stands in its first 100 bytes. */
  private static final int HEADER_BYTES = 256;

  private static final String CHRONICLE = "chronicle";

  private static final byte[] FIELD = "writePosition".getBytes(StandardCharsets.US_ASCII);

  /** How Chronicle marks an array of 64-bit numbers, which begins with capacity and number in use. */
  private static final byte ARRAY = (byte) 0x8D;

  private static final int ARRAY_HEAD_BYTES = 2 * Long.BYTES;

  private QueueBytes() {}

  /** Of all journals of the queue, those being born or removed too. */
  public static long ofQueue(QueueDirectory queue) {
    return ofQueue(queue, 0);
  }

  /**
   * Of all journals of the queue, those being born or removed too.
   *
   * @param otherwise what is returned where a folder is there but cannot be listed, as in a process
   *     without a file descriptor left
   */
  public static long ofQueue(QueueDirectory queue, long otherwise) {
    File @Nullable [] journals = filesIn(queue.journalsFolder());
    if (journals == null) {
      return otherwise;
    }
    long bytes = 0;
    for (File journal : journals) {
      File @Nullable [] files = filesIn(journal.toPath().resolve(CHRONICLE));
      if (files == null) {
        return otherwise;
      }
      bytes += ofJournal(files);
    }
    return bytes;
  }

  /** Of one journal. */
  public static long ofJournal(JournalDirectory journal) {
    File @Nullable [] files = filesIn(journal.path().resolve(CHRONICLE));
    return ofJournal(files == null ? new File[0] : files);
  }

  /** None where there is no such folder; null where there is one that cannot be listed. */
  private static File @Nullable [] filesIn(Path path) {
    File folder = path.toFile();
    File @Nullable [] files = folder.listFiles();
    return files == null && !folder.isDirectory() ? new File[0] : files;
  }

  private static long ofJournal(File[] files) {
    long bytes = JOURNAL_OVERHEAD;
    for (File file : files) {
      // The others, Chronicle's metadata and the file for the next cycle, are written from end to
      // end.
      boolean cycle = file.getName().endsWith(SingleChronicleQueue.SUFFIX);
      bytes += cycle ? ofCycleFile(file.toPath()) : file.length();
    }
    return bytes;
  }

  /** Of one cycle file; its length where it does not say where its last entry lies, or cannot be read. */
  public static long ofCycleFile(Path file) {
    // Not a channel: that would be closed under us when the calling thread is interrupted.
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      long length = open.length();
      long last = lastEntry(header(open, length));
      return last < 0 ? length : Math.min(length, Math.max(LEAST, last + AHEAD));
    } catch (IOException e) { // gone, or no file descriptor left
      return file.toFile().length();
    }
  }

  /**
   * Where Chronicle says that the last entry of a cycle file begins: as long as that stands nothing was
   * appended to it. 0 before the first entry; -1 where the file does not say, or cannot be read.
   */
  public static long lastEntry(Path cycleFile) {
    try (RandomAccessFile open = new RandomAccessFile(cycleFile.toFile(), "r")) {
      return lastEntry(header(open, HEADER_BYTES));
    } catch (IOException e) { // too short, gone, or no file descriptor left
      return -1;
    }
  }

  private static byte[] header(RandomAccessFile open, long length) throws IOException {
    byte[] header = new byte[(int) Math.min(HEADER_BYTES, length)];
    open.readFully(header);
    return header;
  }

  /** Where the last entry begins; 0 before the first one; -1 where this is no header of Chronicle's. */
  private static long lastEntry(byte[] header) {
    int field = indexOf(header, FIELD);
    if (field < 0) {
      return -1;
    }
    int at = field + FIELD.length;
    while (at < header.length && header[at] != ARRAY) {
      at++; // padding, so that the numbers lie on a multiple of eight
    }
    int value = at + 1 + ARRAY_HEAD_BYTES;
    return value + Long.BYTES > header.length
        ? -1
        : ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong(value);
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (bytes[at] == wanted[0]
          && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }
}
