package com.gt8004.sdk.queue.tail;

import static java.nio.file.StandardOpenOption.READ;

import com.gt8004.sdk.queue.ChronicleFiles;
import com.gt8004.sdk.queue.Envelope;
import com.gt8004.sdk.queue.JournalDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The cycle files of a journal and where each begins, without opening the journal: plain reads of a
 * file's head, nothing mapped, whatever state the rest is in. For whoever decides which of them may go.
 * Stateless.
 */
public final class CycleHeads {
  /** {@link #firstSequence} of a file without a readable entry near its beginning. */
  public static final long NONE = -1;

  /** The first entry lies behind one header and at most two index arrays of 32 KiB. */
  private static final int HEAD_BYTES = 256 << 10;

  private static final int CHUNK_BYTES = 1 << 20;

  private static final byte[] MAGIC = "GT8J".getBytes(StandardCharsets.US_ASCII);

  private CycleHeads() {}

  /** The files, oldest first; the last may be one that the writer made beforehand and is still empty. */
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
    try (FileChannel channel = FileChannel.open(file, READ)) {
      byte[] head = read(channel, 0, (int) Math.min(HEAD_BYTES, channel.size()));
      CRC32C crc = new CRC32C();
      for (int at = 0; at + Envelope.HEADER_BYTES <= head.length; at++) {
        if (isMagic(head, at)) {
          byte[] entry = entryAt(channel, 0, head, at);
          if (Envelope.check(entry, entry.length, crc) != Envelope.Check.DAMAGED) {
            return Envelope.sequence(entry);
          }
        }
      }
      return NONE;
    }
  }

  /**
   * Whether any unharmed entry from {@code sequence} on lies in the journal's files, wherever it stands
   * and whether or not a reader gets to it. Reads the newest file with entries as a whole.
   */
  public static boolean holdEntryFrom(JournalDirectory journal, long sequence) throws IOException {
    List<Path> files = of(journal);
    for (int i = files.size() - 1; i >= 0; i--) {
      if (holdsEntryFrom(files.get(i), sequence)) {
        return true;
      }
      if (firstSequence(files.get(i)) != NONE) {
        return false; // older files hold lower sequences
      }
    }
    return false;
  }

  private static boolean holdsEntryFrom(Path file, long sequence) throws IOException {
    CRC32C crc = new CRC32C();
    try (FileChannel channel = FileChannel.open(file, READ)) {
      long size = channel.size();
      // Chunks overlap by a header, so that none is cut.
      for (long from = 0; from < size; from += CHUNK_BYTES - Envelope.HEADER_BYTES) {
        byte[] chunk = read(channel, from, (int) Math.min(CHUNK_BYTES, size - from));
        for (int at = 0; at + Envelope.HEADER_BYTES <= chunk.length; at++) {
          if (isMagic(chunk, at) && sequenceAt(chunk, at) >= sequence) {
            byte[] entry = entryAt(channel, from, chunk, at);
            if (Envelope.check(entry, entry.length, crc) != Envelope.Check.DAMAGED) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  private static long sequenceAt(byte[] chunk, int at) {
    return Envelope.sequence(Arrays.copyOfRange(chunk, at, at + Envelope.HEADER_BYTES));
  }

  private static boolean isMagic(byte[] head, int at) {
    return head[at] == MAGIC[0]
        && head[at + 1] == MAGIC[1]
        && head[at + 2] == MAGIC[2]
        && head[at + 3] == MAGIC[3];
  }

  private static byte[] entryAt(FileChannel channel, long from, byte[] chunk, int at)
      throws IOException {
    byte[] header = Arrays.copyOfRange(chunk, at, at + Envelope.HEADER_BYTES);
    long length = (long) Envelope.payloadOffset(header) + Envelope.payloadLength(header);
    boolean possible = length >= Envelope.HEADER_BYTES && length <= ChronicleFiles.BLOCK_BYTES;
    return possible ? read(channel, from + at, (int) length) : header;
  }

  /** What is there of these bytes. */
  private static byte[] read(FileChannel channel, long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        return Arrays.copyOf(bytes.array(), bytes.position());
      }
    }
    return bytes.array();
  }
}
