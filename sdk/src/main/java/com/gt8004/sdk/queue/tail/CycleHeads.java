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
          byte[] entry = entryAt(channel, head, at);
          if (Envelope.check(entry, entry.length, crc) != Envelope.Check.DAMAGED) {
            return Envelope.sequence(entry);
          }
        }
      }
      return NONE;
    }
  }

  private static boolean isMagic(byte[] head, int at) {
    return head[at] == MAGIC[0]
        && head[at + 1] == MAGIC[1]
        && head[at + 2] == MAGIC[2]
        && head[at + 3] == MAGIC[3];
  }

  private static byte[] entryAt(FileChannel channel, byte[] head, int at) throws IOException {
    byte[] header = Arrays.copyOfRange(head, at, at + Envelope.HEADER_BYTES);
    long length = (long) Envelope.payloadOffset(header) + Envelope.payloadLength(header);
    boolean possible = length >= Envelope.HEADER_BYTES && length <= ChronicleFiles.BLOCK_BYTES;
    return possible ? read(channel, at, (int) length) : header;
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
