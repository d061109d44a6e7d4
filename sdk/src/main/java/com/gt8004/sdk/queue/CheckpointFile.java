package com.gt8004.sdk.queue;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoint of a journal on disk: two slots, of which the older is overwritten in place and
 * forced. So it needs no free space, and a crash at any instruction leaves the other slot whole.
 *
 * <pre>
 *   file: slot 0 at 0, slot 1 at 4096, length 8192; numbers little-endian
 *   slot, 512 bytes:
 *     0  4   magic "GT8C"
 *     4  1   format version, 1
 *     8  8   generation: the higher valid one counts
 *    16 16   journal id, most significant half first
 *    32  8   destination; 0 is the shipper's own
 *    40  8   first unsettled sequence
 *    48  4   number of settled ranges beyond it, 0 to 16
 *    56 16n  ranges: first and last sequence
 *   508  4   CRC32C of the 508 bytes before
 * </pre>
 *
 * <p>Not thread-safe: owned by the shipper. Once {@link #write} returns, the position survives a power
 * failure; if it throws, the previous one is still in place.
 */
public final class CheckpointFile implements AutoCloseable {
  static final int SLOT_BYTES = 512;
  static final int SLOT_DISTANCE = 4096;
  static final int FILE_BYTES = 2 * SLOT_DISTANCE;

  private static final int MAGIC = 'G' | 'T' << 8 | '8' << 16 | 'C' << 24;
  private static final byte VERSION = 1;
  private static final int CRC_OFFSET = SLOT_BYTES - Integer.BYTES;

  private record Slot(int number, long generation, Checkpoint checkpoint) {}

  private final JournalDirectory journal;
  private final FileChannel channel;

  private CheckpointFile(JournalDirectory journal, FileChannel channel) {
    this.journal = journal;
    this.channel = channel;
  }

  /** Opens for reading and writing. */
  public static CheckpointFile open(JournalDirectory journal) throws IOException {
    return new CheckpointFile(journal, FileChannel.open(journal.checkpointFile(), READ, WRITE));
  }

  /** Reads once; null if neither slot is readable. */
  public static @Nullable Checkpoint peek(JournalDirectory journal) throws IOException {
    try (CheckpointFile file =
        new CheckpointFile(journal, FileChannel.open(journal.checkpointFile(), READ))) {
      return file.read();
    }
  }

  /**
   * Forces what another process may have left in memory only, then reads it; null if neither slot is
   * readable. What it says survives a power failure: files behind it may go.
   */
  public static @Nullable Checkpoint durable(JournalDirectory journal) throws IOException {
    try (CheckpointFile file = open(journal)) {
      file.channel.force(false);
      return file.read();
    }
  }

  /** The file's first content: nothing settled. */
  public static byte[] initial(UUID journalId) {
    byte[] file = new byte[FILE_BYTES];
    System.arraycopy(encode(1, Checkpoint.at(journalId, 0)).array(), 0, file, 0, SLOT_BYTES);
    return file;
  }

  /** The content of a file in the place of one that is gone: it says nothing. */
  public static byte[] unwritten() {
    return new byte[FILE_BYTES];
  }

  /** The newest readable position; null if neither slot is readable (torn, damaged, newer format). */
  public @Nullable Checkpoint read() throws IOException {
    Slot newest = newest();
    return newest == null ? null : newest.checkpoint();
  }

  /**
   * Moves the checkpoint and forces it.
   *
   * @throws IllegalArgumentException if it would move backwards: what was settled stays settled
   */
  public void write(Checkpoint checkpoint) throws IOException {
    Slot newest = newest();
    if (newest != null && checkpoint.firstUnsettled() < newest.checkpoint().firstUnsettled()) {
      throw new IllegalArgumentException("checkpoint of " + journal.id() + " would move back from "
          + newest.checkpoint().firstUnsettled() + " to " + checkpoint.firstUnsettled());
    }
    int target = newest == null ? 0 : 1 - newest.number();
    ByteBuffer slot = encode(newest == null ? 1 : newest.generation() + 1, checkpoint);
    long offset = (long) target * SLOT_DISTANCE;
    while (slot.hasRemaining()) {
      offset += channel.write(slot, offset);
    }
    CrashPoint.reach("shipper.checkpoint-unforced");
    channel.force(false);
  }

  /** How its two slots look. */
  public enum SlotState {
    /** Holds a position. */
    READABLE,
    /** Never written. */
    BLANK,
    /** Whole, and of a format newer than this build reads: to be left alone. */
    NEWER_FORMAT,
    /** Torn, damaged, or of another journal. */
    UNREADABLE
  }

  /** How both slots look, in their order in the file. */
  public static List<SlotState> slots(JournalDirectory journal) throws IOException {
    try (CheckpointFile file =
        new CheckpointFile(journal, FileChannel.open(journal.checkpointFile(), READ))) {
      return List.of(file.stateOf(0), file.stateOf(1));
    }
  }

  /**
   * Whether a newer build has written here. What this one reads may then be behind the truth, and what it
   * wrote would hide the truth.
   */
  public static boolean isOfNewerFormat(JournalDirectory journal) throws IOException {
    return Files.exists(journal.checkpointFile())
        && slots(journal).contains(SlotState.NEWER_FORMAT);
  }

  private SlotState stateOf(int number) throws IOException {
    byte[] slot = slotBytes(number);
    if (slot == null) {
      return SlotState.UNREADABLE;
    }
    if (Arrays.equals(slot, new byte[SLOT_BYTES])) {
      return SlotState.BLANK;
    }
    if (isWhole(slot) && slot[4] > VERSION) {
      return SlotState.NEWER_FORMAT;
    }
    return decode(number, slot) == null ? SlotState.UNREADABLE : SlotState.READABLE;
  }

  private static boolean isWhole(byte[] slot) {
    ByteBuffer bytes = ByteBuffer.wrap(slot).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.getInt(0) == MAGIC && bytes.getInt(CRC_OFFSET) == crc(slot);
  }

  /** Writes this position, whatever the file holds: for a file whose slots are both lost. */
  public void rewrite(Checkpoint checkpoint) throws IOException {
    channel.truncate(0);
    ByteBuffer bytes = ByteBuffer.wrap(new byte[FILE_BYTES]);
    bytes.put(0, encode(1, checkpoint).array());
    while (bytes.hasRemaining()) {
      channel.write(bytes, bytes.position());
    }
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private @Nullable Slot newest() throws IOException {
    Slot first = readSlot(0);
    Slot second = readSlot(1);
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    return first.generation() > second.generation() ? first : second;
  }

  private @Nullable Slot readSlot(int number) throws IOException {
    byte[] slot = slotBytes(number);
    return slot == null ? null : decode(number, slot);
  }

  /** Null if the file ends before. */
  private byte @Nullable [] slotBytes(int number) throws IOException {
    byte[] slot = new byte[SLOT_BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(slot);
    long offset = (long) number * SLOT_DISTANCE;
    while (bytes.hasRemaining()) {
      int count = channel.read(bytes, offset + bytes.position());
      if (count < 0) {
        return null;
      }
    }
    return slot;
  }

  private @Nullable Slot decode(int number, byte[] slot) {
    if (!isWhole(slot) || slot[4] != VERSION) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(slot).order(ByteOrder.LITTLE_ENDIAN);
    UUID id = new UUID(bytes.getLong(16), bytes.getLong(24));
    int count = bytes.getInt(48);
    if (!id.equals(journal.id()) || count < 0 || count > Checkpoint.RANGES_MAX) {
      return null;
    }
    try {
      List<SequenceRange> ranges = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        ranges.add(new SequenceRange(bytes.getLong(56 + 16 * i), bytes.getLong(64 + 16 * i)));
      }
      return new Slot(number, bytes.getLong(8), new Checkpoint(id, bytes.getLong(40), ranges));
    } catch (IllegalArgumentException e) {
      return null; // a right checksum over wrong ranges: written by a broken program, as good as
      // torn
    }
  }

  private static ByteBuffer encode(long generation, Checkpoint checkpoint) {
    ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    slot.putInt(0, MAGIC).put(4, VERSION).putLong(8, generation);
    slot.putLong(16, checkpoint.journalId().getMostSignificantBits());
    slot.putLong(24, checkpoint.journalId().getLeastSignificantBits());
    slot.putLong(40, checkpoint.firstUnsettled());
    slot.putInt(48, checkpoint.settledBeyond().size());
    int at = 56;
    for (SequenceRange range : checkpoint.settledBeyond()) {
      slot.putLong(at, range.first()).putLong(at + 8, range.last());
      at += 16;
    }
    return slot.putInt(CRC_OFFSET, crc(slot.array()));
  }

  private static int crc(byte[] slot) {
    CRC32C crc = new CRC32C();
    crc.update(Arrays.copyOf(slot, CRC_OFFSET), 0, CRC_OFFSET);
    return (int) crc.getValue();
  }
}
